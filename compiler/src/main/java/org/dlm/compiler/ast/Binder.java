package org.dlm.compiler.ast;

import java.util.Optional;
import org.dlm.compiler.source.Span;

/** An index of index notation: {@code i}, {@code i < n}, a group {@code s..}, {@code u.. < kernel}. */
public record Binder(Span span, Name name, boolean group, Optional<Expr> limit) implements Node {}
