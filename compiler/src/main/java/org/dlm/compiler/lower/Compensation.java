package org.dlm.compiler.lower;

import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.Width;

/**
 * A sum of floats that carries along what its additions have lost, so that its error does not grow with its length. Kahan 1965.
 *
 * <pre>{@code
 * next = term - lost;  total = sum + next;  lost = (total - sum) - next, or 0;  sum = total
 * }</pre>
 *
 * @param lost what is still to be taken from the next term
 * @param width one sum, or one in each lane
 */
public record Compensation(Variable sum, Variable lost, Width width) {
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

    /** One sum. */
    public Compensation(Variable sum, Variable lost) {
        this(sum, lost, Width.ONE);
    }

    /** The declarations, of a sum of nothing. */
    public List<Statement> declared() {
        return List.of(new Statement.Declare(sum, zero()), new Statement.Declare(lost, zero()));
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
    private Expression finite(Expression gone) {
        Expression isNumber = Expression.apply(ElementType.BOOL, Primitive.EQ, gone, gone);
        return Expression.apply(ElementType.FLOAT, Primitive.WHERE, isNumber, gone, zero());
    }

    private static Expression minus(Expression a, Expression b) {
        return Expression.apply(ElementType.FLOAT, Primitive.SUBTRACT, a, b);
    }

    private Expression zero() {
        return Expression.constant(ElementType.FLOAT, width, 0);
    }

    private Expression local(Variable variable) {
        return new Expression.Local(ElementType.FLOAT, width, variable);
    }
}
