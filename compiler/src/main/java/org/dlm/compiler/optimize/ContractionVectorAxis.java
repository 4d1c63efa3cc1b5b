package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.rewrite.OpCopy;

/**
 * Computes a contraction with another free axis as the last one, which is the vector axis, where its own last axis leaves much of a
 * vector empty: the channels of a convolution of small pictures, forward, by its data and by its weights.
 *
 * <pre>{@code
 * y[b, o < 64, i < 8, j < 8] = sum(c, u, v : W[o, c, u, v] * x[b, c, i + u, j + v])
 *     becomes   z[b, i, j, o] = sum(c, u, v : W[o, c, u, v] * x[b, c, i + u, j + v]),   y[b, o, i, j] = z[b, i, j, o]
 * }</pre>
 *
 * <p>{@link ContractionOperandLayout} then turns W. Must not fire where the copies cost more than the fuller vectors save, nor for an
 * axis along which both operands move: both would have to be turned.
 */
final class ContractionVectorAxis {
    /** Elements of the longest vector. */
    private static final int LANES = 16;
    /** What moving an element across rows costs in vector steps, the kernel and the pass over memory that it takes included. */
    private static final double COPY = 4;

    private ContractionVectorAxis() {}

    static Graph apply(Graph graph) {
        return GraphRebuild.of(graph, (op, rebuild) -> {
            Op copy = OpCopy.of(op, rebuild.builder(), rebuild::of);
            return ContractionPattern.of(copy)
                    .flatMap(pattern ->
                            better(pattern).map(axis -> withLast(axis, (OpKind.Indexed) copy.kind(), copy, rebuild)))
                    .orElse(copy);
        });
    }

    /** The free axis that saves most, if one does. */
    private static Optional<Integer> better(ContractionPattern pattern) {
        int free = ((OpKind.Indexed) pattern.op().kind()).free().size();
        double now = utilisation(pattern, free);
        return IntStream.range(0, Math.max(0, free - 1))
                .filter(axis -> !pattern.axes().get(axis).extent().isBatch())
                .boxed()
                .filter(axis -> saved(pattern, axis, now) > 0)
                .max(Comparator.comparingDouble(axis -> saved(pattern, axis, now)));
    }

    private static double saved(ContractionPattern pattern, int axis, double now) {
        double fuller = 1 / now - 1 / filled(pattern.axes().get(axis).extent().fixedSize());
        double steps = Work.elements(pattern.axes()) / LANES * fuller;
        return steps - COPY * (Work.elements(pattern.op()) + turned(pattern, axis));
    }

    /** How many elements have to be turned for vectors along the axis; more than there are where that cannot be. */
    private static double turned(ContractionPattern pattern, int axis) {
        return switch (pattern.roles().get(axis)) {
            case LEFT -> ContractionOperandLayout.turned(pattern.leftLoad(), pattern.left(), pattern, axis);
            case RIGHT -> ContractionOperandLayout.turned(pattern.rightLoad(), pattern.right(), pattern, axis);
            case BATCH, REPEATED, SHARED, LEFT_SUMMED, RIGHT_SUMMED, COUNTED -> Double.POSITIVE_INFINITY;
        };
    }

    /** How much of the vectors is used as it stands: along the last free axis, or along the last reduction axis. */
    private static double utilisation(ContractionPattern pattern, int free) {
        int axes = pattern.axes().size();
        double broadcast = free == 0 ? 0 : filled(length(pattern, 0, free));
        boolean dot = axes > free
                && pattern.left().stride(axes - 1).isOne()
                && pattern.right().stride(axes - 1).isOne();
        return Math.max(broadcast, dot ? filled(length(pattern, free, axes)) : 0);
    }

    private static double filled(double size) {
        return size / (Math.ceil(size / LANES) * LANES);
    }

    /** The length of the last axis with those before it from whose rows all values go on without a gap. */
    private static double length(ContractionPattern pattern, int from, int to) {
        int first = to - 1;
        double length = Work.elements(List.of(pattern.axes().get(first)));
        while (first > from && continues(pattern, first - 1)) {
            first--;
            length *= Work.elements(List.of(pattern.axes().get(first)));
        }
        return length;
    }

    private static boolean continues(ContractionPattern pattern, int axis) {
        Axis inner = pattern.axes().get(axis + 1);
        return !inner.extent().isBatch()
                && java.util.stream.Stream.of(
                                pattern.left().strides(), pattern.right().strides(), pattern.output())
                        .allMatch(strides -> strides.get(axis)
                                .equals(strides.get(axis + 1)
                                        .times(inner.extent().fixedSize())));
    }

    private static Op withLast(int axis, OpKind.Indexed indexed, Op op, GraphRebuild rebuild) {
        int last = indexed.free().size() - 1;
        List<Axis> free = new ArrayList<>(indexed.free());
        free.add(free.remove(axis));
        Op moved = rebuild.builder()
                .indexed(
                        free,
                        Reduction.SUM,
                        indexed.reduced(),
                        indexed.body()
                                .substitute(a -> Affine.axis(a > last || a < axis ? a : a == axis ? last : a - 1)),
                        op.origin());
        List<Affine> at = IntStream.rangeClosed(0, last)
                .mapToObj(d -> Affine.axis(d < axis ? d : d == last ? axis : d + 1))
                .toList();
        return rebuild.builder().pointwise(indexed.free(), Scalars.load(moved, at), op.origin());
    }
}
