package org.dlm.compiler.ast;

import org.dlm.compiler.source.Span;

/** A single identifier where it stands. */
public record Name(Span span, String text) implements Node {}
