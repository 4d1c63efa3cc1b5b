package org.dlm.compiler.graph;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What can be told of places: whether they are inside, and whether a value is read at the element that is computed. */
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

    /** The same of a place that may be data, of which nothing is known. */
    public static boolean inside(Subscript place, Extent dimension, List<Axis> axes) {
        return place instanceof Affine affine && inside(affine, dimension, axes);
    }

    /** Whether all places of an element are inside. */
    public static boolean inside(List<Subscript> at, List<Extent> shape, List<Axis> axes) {
        return IntStream.range(0, at.size()).allMatch(k -> inside(at.get(k), shape.get(k), axes));
    }

    /** {@code x[i, j, ..]} at the first axes of the op one for one, without a guard. */
    public static boolean isOwnElement(Scalar.Load load, int axes) {
        return load.at().size() == axes
                && isOwnRow(load, axes)
                && load.otherwise().isEmpty();
    }

    /** Whether the first places are the first axes: everything read belongs to the same element of these axes. */
    public static boolean isOwnRow(Scalar.Load load, int axes) {
        return load.at().size() >= axes
                && IntStream.range(0, axes).allMatch(k -> load.at().get(k) instanceof Affine place && place.isAxis(k));
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
