package org.dlm.compiler.ast;

import java.util.List;
import org.dlm.compiler.source.Span;

/** {@code using adam(lr) over "head/**"}; {@code over} is empty for the rule that takes the rest. */
public record UpdateRule(Span span, Expr optimizer, List<Expr.StringLiteral> over) implements Node {}
