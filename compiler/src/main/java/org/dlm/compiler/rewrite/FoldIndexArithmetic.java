package org.dlm.compiler.rewrite;

import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Interval;
import org.dlm.compiler.graph.Scalar;

/**
 * Integer arithmetic of axes as one place, of which ranges are known.
 *
 * <pre>{@code
 * (i) * 2 + (j)      becomes      (2 * i + j)
 * div((i), 2)        becomes      (div(i, 2))
 * (3)                becomes      3
 * size(5)            becomes      5
 * }</pre>
 *
 * <p>Must not fire where the result may leave 32 bits (a place does not wrap) nor for divisors that are not positive constants.
 */
public final class FoldIndexArithmetic implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        return switch (scalar) {
            case Scalar.IndexValue index ->
                index.index().isConstant() ? Optional.of(literal(index.index().constant())) : Optional.empty();
            case Scalar.Size size -> CompareByIntervals.place(size).map(place -> literal(place.constant()));
            case Scalar.Apply apply ->
                apply.type() == ElementType.INT
                        ? joined(apply)
                                .filter(place -> fits(Interval.of(place, scope.axes())))
                                .map(Scalar.IndexValue::new)
                        : Optional.empty();
            case Scalar.Literal literal -> Optional.empty();
            case Scalar.Load load -> Optional.empty();
        };
    }

    private static Optional<Affine> joined(Scalar.Apply apply) {
        Optional<Affine> a = CompareByIntervals.place(apply.arguments().get(0));
        if (a.isEmpty()) {
            return a;
        }
        if (apply.arguments().size() == 1) {
            return switch (apply.primitive()) {
                case NEGATE -> a.map(x -> x.times(-1));
                default -> Optional.empty();
            };
        }
        Optional<Affine> b = CompareByIntervals.place(apply.arguments().get(1));
        return b.flatMap(y -> joined(apply, a.get(), y));
    }

    private static Optional<Affine> joined(Scalar.Apply apply, Affine a, Affine b) {
        boolean divisor = b.isConstant() && b.constant() > 0;
        return switch (apply.primitive()) {
            case ADD -> Optional.of(a.plus(b));
            case SUBTRACT -> Optional.of(a.minus(b));
            case MULTIPLY ->
                b.isConstant()
                        ? Optional.of(a.times(b.constant()))
                        : a.isConstant() ? Optional.of(b.times(a.constant())) : Optional.empty();
            case FLOOR_DIV -> divisor ? Optional.of(a.dividedBy(b.constant())) : Optional.empty();
            case REMAINDER -> divisor ? Optional.of(a.modulo(b.constant())) : Optional.empty();
            // ceil(a / c) = floor((a + c - 1) / c)
            case CEIL_DIV -> divisor ? Optional.of(a.plus(b.constant() - 1).dividedBy(b.constant())) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean fits(Interval interval) {
        return interval.isEmpty() || interval.low() >= Integer.MIN_VALUE && interval.high() <= Integer.MAX_VALUE;
    }

    private static Scalar literal(int value) {
        return new Scalar.Literal(ElementType.INT, value);
    }
}
