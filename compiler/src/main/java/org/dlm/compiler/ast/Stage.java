package org.dlm.compiler.ast;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.source.Span;

/**
 * What follows {@code ->}: a call without its data. {@code target} is a {@link Expr.NameRef}, {@link Expr.Member} or
 * {@link Expr.Index}; {@code arguments} holds all argument lists that were written, joined.
 */
public record Stage(Span span, Expr target, List<Argument> arguments, Optional<Name> label) implements Node {}
