package org.dlm.compiler.ast;

import org.dlm.compiler.source.Span;

/** An element of a list; {@code spread} for {@code S..}. */
public record ListItem(Span span, Expr value, boolean spread) implements Node {}
