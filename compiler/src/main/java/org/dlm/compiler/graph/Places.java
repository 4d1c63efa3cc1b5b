package org.dlm.compiler.graph;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What can be proven of places. */
public final class Places {
    private Places() {}

    /**
     * Whether a place lies in a dimension for all values of the axes; so it does where an axis is empty, since then nothing is
     * computed. A batch dimension is reached by a batch axis alone.
     */
    public static boolean inside(Affine place, Extent dimension, List<Axis> axes) {
        return isNothing(axes)
                || switch (dimension) {
                    case Extent.Fixed fixed -> Interval.of(place, axes).within(fixed.size());
                    case Extent.Batch batch -> isBatchAxis(place, axes);
                };
    }

    private static boolean isNothing(List<Axis> axes) {
        for (Axis axis : axes) {
            if (axis.extent() instanceof Extent.Fixed fixed && fixed.size() == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBatchAxis(Affine place, List<Axis> axes) {
        for (int axis = 0; axis < axes.size(); axis++) {
            if (axes.get(axis).extent().isBatch() && place.isAxis(axis)) {
                return true;
            }
        }
        return false;
    }

    /** The same place with the quotients and remainders resolved that are constant, or linear, over these axes. */
    public static Affine simplified(Affine place, List<Axis> axes) {
        Affine sum = Affine.constant(place.constant());
        for (Map.Entry<IndexTerm, Integer> entry : place.coefficients().entrySet()) {
            Affine term = switch (entry.getKey()) {
                case IndexTerm.AxisTerm a -> Affine.of(a);
                case IndexTerm.Quotient q -> onePeriods(simplified(q.of(), axes).dividedBy(q.by()), axes);
                case IndexTerm.Remainder r ->
                    onePeriods(simplified(r.of(), axes).modulo(r.by()), axes);
            };
            sum = sum.plus(term.times(entry.getValue()));
        }
        return sum;
    }

    /** {@code div(x, n)} is k and {@code x % n} is {@code x - k * n} where all of x lies between k * n and (k + 1) * n. */
    private static Affine onePeriods(Affine place, List<Axis> axes) {
        Affine sum = Affine.constant(place.constant());
        for (Map.Entry<IndexTerm, Integer> entry : place.coefficients().entrySet()) {
            Affine term = switch (entry.getKey()) {
                case IndexTerm.AxisTerm a -> Affine.of(a);
                case IndexTerm.Quotient q -> {
                    OptionalInt period = period(q.of(), q.by(), axes);
                    yield period.isPresent() ? Affine.constant(period.getAsInt()) : Affine.of(q);
                }
                case IndexTerm.Remainder r -> {
                    OptionalInt period = period(r.of(), r.by(), axes);
                    yield period.isPresent() ? r.of().plus(-period.getAsInt() * r.by()) : Affine.of(r);
                }
            };
            sum = sum.plus(term.times(entry.getValue()));
        }
        return sum;
    }

    private static OptionalInt period(Affine place, int by, List<Axis> axes) {
        Interval interval = Interval.of(place, axes);
        long low = Math.floorDiv(interval.low(), (long) by);
        return !interval.isEmpty() && low == Math.floorDiv(interval.high(), (long) by)
                ? OptionalInt.of((int) low)
                : OptionalInt.empty();
    }
}
