package org.dlm.compiler.ast;

import java.util.Optional;
import org.dlm.compiler.source.Span;

/** A carried value of a scan with its start: {@code c: float[n] = 0}. */
public record Carry(Span span, Name name, Optional<TypeRef> type, Expr start) implements Node {}
