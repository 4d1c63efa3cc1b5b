package org.dlm.compiler.ast;

import org.dlm.compiler.source.Span;

/** {@code import blocks.residual} or, with {@code all}, {@code import std.vision.*}. */
public record ImportDecl(Span span, QualifiedName name, boolean all) implements Node {}
