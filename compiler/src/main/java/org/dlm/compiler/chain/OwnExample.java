package org.dlm.compiler.chain;

import java.util.List;
import java.util.stream.Stream;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.optimize.FusionGroup;

/**
 * Whether a group computes each example from the same example of what it reads, so that it may run for some examples before others:
 *
 * <pre>{@code
 * y[b, i] = x[b, i] * w[i]      yes
 * y[b]    = sum(i : x[b, i])    yes
 * m[i]    = sum(b : x[b, i])    no: over the examples
 * y[b, i] = x[order[b], i]      no: another example
 * }</pre>
 */
final class OwnExample {
    private OwnExample() {}

    static boolean isOf(FusionGroup group) {
        return switch (group.kind()) {
            case POINTWISE, REDUCTION, ROWS ->
                isBatch(group.outer()) && group.ops().stream().allMatch(OwnExample::isOwn);
            case SCATTER -> isOwn(group.ops().getFirst());
            case DRAW -> group.ops().getFirst().type().batched();
            case NUMBER -> false;
        };
    }

    private static boolean isOwn(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed ->
                isBatch(indexed.axes()) && areOwn(indexed.body().loads());
            case OpKind.ScatterAdd scatter ->
                isBatch(scatter.domain()) && op.type().batched() && isOwn(scatter.at()) && areOwn(loads(scatter));
            case OpKind.Source source -> false;
            case OpKind.Reshape reshape -> false;
            case OpKind.Draw draw -> false;
        };
    }

    /** Whether the first axis, and no other, is the batch. */
    private static boolean isBatch(List<Axis> axes) {
        return !axes.isEmpty()
                && axes.getFirst().extent().isBatch()
                && axes.stream().skip(1).noneMatch(axis -> axis.extent().isBatch());
    }

    private static List<Scalar.Load> loads(OpKind.ScatterAdd scatter) {
        Stream<Scalar> places = scatter.at().stream()
                .filter(place -> place instanceof Subscript.Data)
                .map(place -> ((Subscript.Data) place).value());
        return Stream.concat(places, Stream.of(scatter.body()))
                .flatMap(scalar -> scalar.loads().stream())
                .toList();
    }

    private static boolean areOwn(List<Scalar.Load> loads) {
        return loads.stream().allMatch(load -> !load.source().type().batched() || isOwn(load.at()));
    }

    private static boolean isOwn(List<Subscript> at) {
        return at.getFirst() instanceof Affine first && first.isAxis(0);
    }
}
