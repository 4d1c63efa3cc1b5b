package org.dlm.compiler.graph;

import java.util.List;
import java.util.Map;

/** The values that a place can take, both ends included; empty where an axis has no element. */
public record Interval(long low, long high) {
    public boolean isEmpty() {
        return low > high;
    }

    /** Whether all values are in {@code 0 .. size}. */
    public boolean within(int size) {
        return isEmpty() || low >= 0 && high < size;
    }

    /** Bounds of a place over axes of fixed extent; a batch axis must not occur in it other than alone. */
    public static Interval of(Affine place, List<Axis> axes) {
        long low = place.constant();
        long high = place.constant();
        for (Map.Entry<IndexTerm, Integer> entry : place.coefficients().entrySet()) {
            Interval term = of(entry.getKey(), axes);
            if (term.isEmpty()) {
                return term;
            }
            long c = entry.getValue();
            low += c * (c > 0 ? term.low : term.high);
            high += c * (c > 0 ? term.high : term.low);
        }
        return new Interval(low, high);
    }

    private static Interval of(IndexTerm term, List<Axis> axes) {
        return switch (term) {
            case IndexTerm.AxisTerm a -> ofExtent(axes.get(a.axis()).extent());
            case IndexTerm.Quotient q -> {
                Interval of = of(q.of(), axes);
                yield of.isEmpty()
                        ? of
                        : new Interval(Math.floorDiv(of.low, (long) q.by()), Math.floorDiv(of.high, (long) q.by()));
            }
            case IndexTerm.Remainder r -> remainder(of(r.of(), axes), r.by());
        };
    }

    private static Interval ofExtent(Extent extent) {
        return switch (extent) {
            case Extent.Fixed fixed -> new Interval(0, fixed.size() - 1L);
            case Extent.Batch batch -> new Interval(0, Integer.MAX_VALUE - 1L);
        };
    }

    private static Interval remainder(Interval of, int by) {
        if (of.isEmpty()) {
            return of;
        }
        boolean onePeriod = Math.floorDiv(of.low, (long) by) == Math.floorDiv(of.high, (long) by);
        return onePeriod
                ? new Interval(Math.floorMod(of.low, (long) by), Math.floorMod(of.high, (long) by))
                : new Interval(0, by - 1L);
    }
}
