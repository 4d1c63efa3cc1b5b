package org.dlm.compiler.ast;

import org.dlm.compiler.source.Span;

/** One dimension of a written type. */
public sealed interface Dimension extends Node {
    /** {@code ..}: any number of dimensions. */
    record Rest(Span span) implements Dimension {}

    /** {@code T <= 64}: varies by example. */
    record Bounded(Span span, Name name, Expr bound) implements Dimension {}

    /** A number, a name, or an expression of known names. */
    record Fixed(Span span, Expr size) implements Dimension {}

    /** {@code S..}: a list spread, or a new group. */
    record Spread(Span span, Expr list) implements Dimension {}
}
