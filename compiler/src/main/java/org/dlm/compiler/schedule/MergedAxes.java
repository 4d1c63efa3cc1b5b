package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.Computation;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.LoweredGroup;

/**
 * Makes one loop of two neighbours wherever all addresses go on from the end of one row to the next: longer loops fill vectors
 * better.
 *
 * <pre>{@code
 * y[b, c, i, j] = x[b, c, i, j] + bias[c]   =>   y[b, c, ij] = x[b, c, ij] + bias[c]
 * }</pre>
 */
final class MergedAxes {
    private MergedAxes() {}

    /** Merges fixed axes, free ones and reduced ones apart; the axis of the parts stays alone. */
    static LoweredGroup of(LoweredGroup group, List<LoopAxis> alone) {
        List<LoopAxis> outer = new ArrayList<>(group.outer());
        List<Computation> computations = group.computations();
        for (int i = outer.size() - 2; i >= 0; i--) {
            LoopAxis p = outer.get(i);
            LoopAxis q = outer.get(i + 1);
            if (!alone.contains(p) && !alone.contains(q) && fixed(p, q) && continues(computations, p, q)) {
                LoopAxis merged = merged(p, q);
                computations = replaced(computations, p, q, merged);
                outer.subList(i, i + 2).clear();
                outer.add(i, merged);
            }
        }
        return group.with(outer, computations.stream().map(MergedAxes::inner).toList());
    }

    /** Merges the axes of one computation that are not shared with others. */
    private static Computation inner(Computation computation) {
        Computation merged = computation;
        for (int i = merged.reduced().size() - 2; i >= 0; i--) {
            LoopAxis p = merged.reduced().get(i);
            LoopAxis q = merged.reduced().get(i + 1);
            if (fixed(p, q) && continues(List.of(merged), p, q)) {
                merged = replaced(List.of(merged), p, q, merged(p, q)).getFirst();
            }
        }
        return merged;
    }

    /** Whether {@code p * size(q) + q} is all that the computations know of the two axes. */
    static boolean continues(List<Computation> computations, LoopAxis p, LoopAxis q) {
        int size = q.extent().fixedSize();
        return computations.stream()
                .flatMap(computation -> places(computation).stream())
                .allMatch(place -> place.linear(p.variable())
                        && place.linear(q.variable())
                        && place.coefficient(p.variable()) == size * place.coefficient(q.variable()));
    }

    /** All addresses and places of a computation. */
    static List<Place> places(Computation computation) {
        List<Place> places = new ArrayList<>();
        computation.body().forEach(e -> places.addAll(e.places()));
        if (computation.stored().isPresent()) {
            places.add(computation.place());
        }
        return places;
    }

    /** Whether both are fixed and a loop over both together can still be counted by an int. */
    private static boolean fixed(LoopAxis p, LoopAxis q) {
        return !p.extent().isBatch()
                && !q.extent().isBatch()
                && (long) p.extent().fixedSize() * q.extent().fixedSize() <= Integer.MAX_VALUE;
    }

    private static LoopAxis merged(LoopAxis p, LoopAxis q) {
        return new LoopAxis(
                q.variable(), Extent.of(p.extent().fixedSize() * q.extent().fixedSize()));
    }

    private static List<Computation> replaced(List<Computation> computations, LoopAxis p, LoopAxis q, LoopAxis merged) {
        return computations.stream()
                .map(c -> new Computation(
                        c.op(),
                        mergedAxes(c.free(), p, merged),
                        c.reduction(),
                        mergedAxes(c.reduced(), p, merged),
                        without(c.body(), p.variable()),
                        c.place().substitute(v -> v.equals(p.variable()) ? Place.ZERO : Place.of(v)),
                        c.value(),
                        c.stored()))
                .toList();
    }

    private static List<LoopAxis> mergedAxes(List<LoopAxis> axes, LoopAxis p, LoopAxis merged) {
        return axes.stream()
                .filter(axis -> !axis.equals(p))
                .map(axis -> axis.variable().equals(merged.variable()) ? merged : axis)
                .toList();
    }

    /** The body with 0 for an axis, whose part the merged axis now plays. */
    static Expression without(Expression body, Variable variable) {
        return body.substitute(v -> v.equals(variable) ? Place.ZERO : Place.of(v));
    }
}
