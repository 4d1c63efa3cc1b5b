package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.lower.Computation;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.LoweredGroup;

/**
 * What is made of sums, in a loop of its own over all that the tiles of one round of the outer loops have stored: a slab, which is
 * in the second cache then. The loop goes on from element to element, also in what else it reads, which lies far apart in
 * the order of the tiles.
 *
 * <pre>{@code
 * for b
 *   for p, c                     // tiles
 *     y[b, c, p ..] = acc
 *   for cp                       // the slab
 *     y[b, cp ..] = where(x[b, cp ..] <= 0, 0, y[b, cp ..])
 * }</pre>
 */
final class SlabEpilogue {
    /** 256 KB of f32, a part of the second cache of any machine. */
    private static final int MOST_ELEMENTS = 65_536;

    private final LoweredGroup group;
    private final Target target;

    SlabEpilogue(LoweredGroup group, Target target) {
        this.group = group;
        this.target = target;
    }

    /**
     * The loops over a slab, after the tiles inside as few of the outer loops as possible; empty where all slabs are too large.
     *
     * @param untiled the loops around the tiles
     * @param parallel which is one of them if there is a slab: a part has whole slabs
     */
    Optional<TileLoops.After> after(List<LoopAxis> untiled, Optional<LoopAxis> parallel) {
        for (int depth = 1; depth <= untiled.size(); depth++) {
            List<LoopAxis> around = untiled.subList(0, depth);
            List<LoopAxis> inner = group.outer().stream()
                    .filter(axis -> !around.contains(axis))
                    .toList();
            if (parallel.filter(axis -> !around.contains(axis)).isEmpty() && isSmall(inner)) {
                return PointwiseSchedule.nest(group.with(inner, computations()), target)
                        .map(nest -> new TileLoops.After(around, nest));
            }
        }
        return Optional.empty();
    }

    private static boolean isSmall(List<LoopAxis> axes) {
        double elements = 1;
        for (LoopAxis axis : axes) {
            elements *= axis.extent().isBatch()
                    ? Double.POSITIVE_INFINITY
                    : axis.extent().fixedSize();
        }
        return elements <= MOST_ELEMENTS;
    }

    /** The sum is read where it is held, the rest is what it was. */
    private List<Computation> computations() {
        Computation reduction = group.computations().getFirst();
        Computation holder = Epilogue.holder(group).orElseThrow();
        Expression held = new Expression.Load(ElementType.FLOAT, holder.stored().getAsInt(), reduction.place());
        List<Computation> computations = new ArrayList<>();
        computations.add(new Computation(
                reduction.op(),
                reduction.free(),
                Reduction.NONE,
                List.of(),
                held,
                reduction.place(),
                reduction.value(),
                OptionalInt.empty()));
        computations.addAll(group.computations().subList(1, group.computations().size()));
        return computations;
    }
}
