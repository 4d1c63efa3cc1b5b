package org.dlm.compiler.ast;

import java.util.Optional;
import org.dlm.compiler.source.Span;

/** One argument, positional or named. */
public record Argument(Span span, Optional<Name> name, Expr value) implements Node {}
