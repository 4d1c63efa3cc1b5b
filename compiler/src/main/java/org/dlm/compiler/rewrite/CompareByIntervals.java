package org.dlm.compiler.rewrite;

import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Interval;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * A comparison of places that the ranges of the axes decide.
 *
 * <pre>{@code
 * 0 <= i and i < n      over i < n      becomes      true
 * i + 1 == 0                            becomes      false
 * }</pre>
 *
 * <p>Must not fire for an empty range (nothing is computed there) nor where the batch size decides.
 */
public final class CompareByIntervals implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Apply apply) || !apply.primitive().comparison()) {
            return Optional.empty();
        }
        return place(apply.arguments().get(0))
                .flatMap(a -> place(apply.arguments().get(1)).map(a::minus))
                .filter(difference -> !mentionsBatch(difference, scope))
                .map(difference -> Interval.of(difference, scope.axes()))
                .filter(interval -> !interval.isEmpty())
                .flatMap(interval -> decide(apply, interval));
    }

    private static Optional<Scalar> decide(Scalar.Apply apply, Interval difference) {
        boolean below = difference.high() < 0;
        boolean above = difference.low() > 0;
        boolean equal = difference.low() == 0 && difference.high() == 0;
        boolean atMost = difference.high() <= 0;
        boolean atLeast = difference.low() >= 0;
        return switch (apply.primitive()) {
            case EQ -> known(equal, below || above);
            case NE -> known(below || above, equal);
            case LT -> known(below, atLeast);
            case LE -> known(atMost, above);
            case GT -> known(above, atMost);
            case GE -> known(atLeast, below);
            default -> Optional.empty();
        };
    }

    private static Optional<Scalar> known(boolean isTrue, boolean isFalse) {
        return isTrue || isFalse ? Optional.of(Scalars.literal(isTrue)) : Optional.empty();
    }

    /** The place that an INT expression is, if it is one. */
    static Optional<Affine> place(Scalar scalar) {
        return switch (scalar) {
            case Scalar.IndexValue index -> Optional.of(index.index());
            case Scalar.Literal literal ->
                literal.type() == ElementType.INT
                        ? Optional.of(Affine.constant((int) literal.value()))
                        : Optional.empty();
            case Scalar.Size size ->
                size.extent() instanceof Extent.Fixed fixed
                        ? Optional.of(Affine.constant(fixed.size()))
                        : Optional.empty();
            case Scalar.Load load -> Optional.empty();
            case Scalar.Apply apply -> Optional.empty();
        };
    }

    private static boolean mentionsBatch(Affine place, Scope scope) {
        for (int axis = 0; axis < scope.axes().size(); axis++) {
            if (scope.axes().get(axis).extent().isBatch() && place.mentions(axis)) {
                return true;
            }
        }
        return false;
    }
}
