package org.dlm.compiler.ast;

import java.util.Optional;
import org.dlm.compiler.source.Span;

/** One parameter of a signature: {@code rate: float = 0.5 in 0 .. 1}. */
public record Parameter(Span span, Name name, TypeRef type, Optional<Expr> defaultValue, Optional<ValueSpace> space)
        implements Node {}
