package org.dlm.compiler.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which ops of a graph have one value for each example without an axis that says so. Such is what depends on a per-example
 * source or draw other than through a reduction over the batch; after the batch pass nothing is.
 */
public final class Placements {
    private Placements() {}

    public static Set<Op> perExample(Graph graph) {
        Set<Op> perExample = new LinkedHashSet<>();
        for (Op op : graph.ops()) {
            boolean is = switch (op.kind()) {
                case OpKind.Source source -> source.perExample() && !op.type().batched();
                case OpKind.Draw draw -> draw.perExample() && !op.type().batched();
                case OpKind.Reshape reshape -> perExample.contains(reshape.source());
                case OpKind.Indexed indexed -> joinsExamples(op).isEmpty() && readsAny(op, perExample);
                case OpKind.ScatterAdd scatter -> joinsExamples(op).isEmpty() && readsAny(op, perExample);
            };
            if (is) {
                perExample.add(op);
            }
        }
        return perExample;
    }

    /** The number of the reduction axis that runs over the batch: it stands for the example of the per-example operands. */
    public static OptionalInt joinsExamples(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed ->
                firstBatch(indexed.axes(), indexed.free().size());
            case OpKind.ScatterAdd scatter -> firstBatch(scatter.domain(), 0);
            case OpKind.Source source -> OptionalInt.empty();
            case OpKind.Draw draw -> OptionalInt.empty();
            case OpKind.Reshape reshape -> OptionalInt.empty();
        };
    }

    private static OptionalInt firstBatch(List<Axis> axes, int from) {
        for (int axis = from; axis < axes.size(); axis++) {
            if (axes.get(axis).extent().isBatch()) {
                return OptionalInt.of(axis);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean readsAny(Op op, Set<Op> ops) {
        return op.operands().stream().anyMatch(ops::contains);
    }
}
