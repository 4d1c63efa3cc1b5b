package org.dlm.compiler.rewrite;

import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.interpret.PrimitiveFunctions;

/**
 * Computes what depends on literals only.
 *
 * <pre>{@code
 * 2 * 0.5 + x      becomes      1 + x
 * }</pre>
 *
 * <p>FLOAT constants are real numbers in double precision that are rounded once, when they are printed; so a folded FLOAT
 * expression is at least as near to the formula as f32 steps would be. INT arithmetic wraps at 32 bits as at run time. Must not
 * fire where the result is NaN (it should arise where it is looked at), nor for an integer division by 0.
 */
public final class FoldConstants implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Apply apply) || !isConstant(apply)) {
            return Optional.empty();
        }
        double[] arguments = apply.arguments().stream()
                .mapToDouble(x -> ((Scalar.Literal) x).value())
                .toArray();
        if (dividesByZero(apply, arguments)) {
            return Optional.empty();
        }
        double value = PrimitiveFunctions.apply(apply.primitive(), apply.type(), arguments);
        return Double.isNaN(value) ? Optional.empty() : Optional.of(new Scalar.Literal(apply.type(), value));
    }

    private static boolean isConstant(Scalar.Apply apply) {
        for (Scalar argument : apply.arguments()) {
            if (!(argument instanceof Scalar.Literal)) {
                return false;
            }
        }
        return true;
    }

    private static boolean dividesByZero(Scalar.Apply apply, double[] arguments) {
        return apply.type() == ElementType.INT
                && apply.primitive().arity() == 2
                && arguments[1] == 0
                && switch (apply.primitive()) {
                    case REMAINDER, FLOOR_DIV, CEIL_DIV -> true;
                    default -> false;
                };
    }
}
