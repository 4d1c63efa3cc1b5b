package org.dlm.compiler.schedule;

import java.util.Map;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Variable;

/** Puts other locals for those of an expression: each element of a tile has its own. */
final class ScalarLocals {
    private ScalarLocals() {}

    static Expression rename(Expression expression, Map<Variable, Variable> names) {
        return expression instanceof Expression.Local local
                ? new Expression.Local(local.type(), names.getOrDefault(local.variable(), local.variable()))
                : expression.mapChildren(child -> rename(child, names));
    }
}
