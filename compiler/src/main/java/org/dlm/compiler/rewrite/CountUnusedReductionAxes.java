package org.dlm.compiler.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * A reduction axis that the body does not mention.
 *
 * <pre>{@code
 * sum(i, k < 5 : x[i])      becomes      sum(i : x[i] * 5)
 * sum(b < batch : c)        becomes      c * float(size(batch))
 * max(i, k < 5 : x[i])      becomes      max(i : x[i])
 * }</pre>
 *
 * <p>The product rounds once where the sum rounded at each step. Must not fire for prod (a power is no cheaper), for the place of an
 * extreme (the axis counts), and for max, min, any, all over the batch or an empty axis, where there may be nothing.
 */
public final class CountUnusedReductionAxes implements RewriteRule.OfOp {
    @Override
    public Optional<Op> apply(Op op, GraphBuilder builder) {
        if (!(op.kind() instanceof OpKind.Indexed indexed)) {
            return Optional.empty();
        }
        int free = indexed.free().size();
        for (int axis = free; axis < free + indexed.reduced().size(); axis++) {
            Axis unused = indexed.axes().get(axis);
            if (!indexed.body().mentions(axis) && mayDrop(indexed.reduction(), unused)) {
                return Optional.of(without(op, indexed, axis, builder));
            }
        }
        return Optional.empty();
    }

    private static boolean mayDrop(Reduction reduction, Axis axis) {
        boolean surelySome = !axis.extent().isBatch() && axis.extent().fixedSize() > 0;
        return switch (reduction) {
            case SUM -> true;
            case MAX, MIN, ANY, ALL -> surelySome;
            case NONE, PROD, ARGMAX, ARGMIN -> false;
        };
    }

    private static Op without(Op op, OpKind.Indexed indexed, int dropped, GraphBuilder builder) {
        List<Axis> kept = new ArrayList<>(indexed.reduced());
        Axis axis = kept.remove(dropped - indexed.free().size());
        Scalar body = indexed.body().substitute(a -> Affine.axis(a < dropped ? a : a - 1));
        Scalar counted = indexed.reduction() == Reduction.SUM ? times(body, axis) : body;
        return builder.indexed(indexed.free(), indexed.reduction(), kept, counted, op.origin());
    }

    private static Scalar times(Scalar body, Axis axis) {
        Scalar size = new Scalar.Size(axis.extent());
        return switch (body.type()) {
            case INT -> Scalars.multiply(body, size);
            case NUMBER ->
                Scalars.multiply(body, new Scalar.Apply(ElementType.NUMBER, Primitive.TO_NUMBER, List.of(size)));
            case FLOAT, BOOL -> Scalars.multiply(body, Scalars.apply(Primitive.TO_FLOAT, size));
        };
    }
}
