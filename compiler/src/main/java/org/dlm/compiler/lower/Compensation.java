package org.dlm.compiler.lower;

import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;

/**
 * A sum of floats that carries along what its additions have lost, so that its error does not grow with its length. Kahan 1965.
 *
 * <pre>{@code
 * next = term - lost;  total = sum + next;  lost = (total - sum) - next, or 0;  sum = total
 * }</pre>
 *
 * @param lost what is still to be taken from the next term
 */
public record Compensation(Variable sum, Variable lost) {
    private static final int MANY = 512;

    /** Whether so many terms are added along these axes that what an addition loses matters; a batch may be large. */
    public static boolean isLong(List<LoopAxis> reduced) {
        long terms = 1;
        for (LoopAxis axis : reduced) {
            if (axis.extent().isBatch()) {
                return true;
            }
            terms *= axis.extent().fixedSize();
        }
        return terms > MANY;
    }

    /** The declarations, of a sum of nothing. */
    public List<Statement> declared() {
        Expression zero = Expression.constant(ElementType.FLOAT, 0);
        return List.of(new Statement.Declare(sum, zero), new Statement.Declare(lost, zero));
    }

    /** After one more term. */
    public List<Statement> plus(Expression term, Variables variables) {
        Variable next = variables.fresh("next");
        Variable total = variables.fresh("total");
        Expression gone = minus(minus(local(total), local(sum)), local(next));
        return List.of(
                new Statement.Declare(next, minus(term, local(lost))),
                new Statement.Declare(
                        total, Expression.apply(ElementType.FLOAT, Primitive.ADD, local(sum), local(next))),
                new Statement.Assign(lost, finite(gone)),
                new Statement.Assign(sum, local(total)));
    }

    /** Nothing is lost of an infinite sum, and infinity minus itself is no number. */
    private static Expression finite(Expression lost) {
        Expression isNumber = Expression.apply(ElementType.BOOL, Primitive.EQ, lost, lost);
        return Expression.apply(
                ElementType.FLOAT, Primitive.WHERE, isNumber, lost, Expression.constant(ElementType.FLOAT, 0));
    }

    private static Expression minus(Expression a, Expression b) {
        return Expression.apply(ElementType.FLOAT, Primitive.SUBTRACT, a, b);
    }

    private static Expression local(Variable variable) {
        return new Expression.Local(ElementType.FLOAT, variable);
    }
}
