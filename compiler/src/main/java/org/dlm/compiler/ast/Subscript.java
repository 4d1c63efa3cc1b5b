package org.dlm.compiler.ast;

import java.util.Optional;
import org.dlm.compiler.source.Span;

/** One place between the brackets of an access. */
public sealed interface Subscript extends Node {
    /** {@code i * 2 + u}. */
    record At(Span span, Expr index) implements Subscript {}

    /** {@code s..} or {@code (i * stride + u - before)..}. */
    record Spread(Span span, Expr indices) implements Subscript {}

    /** {@code :}, {@code 2:}, {@code :5}, {@code 2:5}. */
    record Part(Span span, Optional<Expr> from, Optional<Expr> to) implements Subscript {}

    /** {@code ..}: all dimensions not named. */
    record Rest(Span span) implements Subscript {}
}
