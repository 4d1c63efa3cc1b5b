package org.dlm.compiler.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;

/**
 * A scatter in which every element goes to a row of its own compares instead.
 *
 * <pre>{@code
 * scatter(b : [b, label[b]] += g[b])      becomes      y[b, k] = where(k == label[b], g[b], 0)
 * }</pre>
 *
 * <p>The zeros have to be written anyway, so this is no more work, and it fuses with its users: the derivative of a cross entropy.
 * The result is the same to the bit. Must not fire where two elements of the domain may meet in one place (an embedding), that is
 * unless every axis of the domain is a place by itself.
 */
public final class ScatterRowsByChoice implements RewriteRule.OfOp {
    @Override
    public Optional<Op> apply(Op op, GraphBuilder builder) {
        if (!(op.kind() instanceof OpKind.ScatterAdd scatter)) {
            return Optional.empty();
        }
        int[] placeOfAxis = new int[scatter.domain().size()];
        Arrays.fill(placeOfAxis, -1);
        List<Integer> chosen = new ArrayList<>();
        for (int d = 0; d < scatter.at().size(); d++) {
            int axis = axisAt(scatter, d, op);
            if (axis >= 0 && placeOfAxis[axis] < 0) {
                placeOfAxis[axis] = d;
            } else {
                chosen.add(d);
            }
        }
        if (Arrays.stream(placeOfAxis).anyMatch(d -> d < 0)) {
            return Optional.empty();
        }
        return Optional.of(choose(op, scatter, placeOfAxis, chosen, builder));
    }

    /** The domain axis that alone is place d and runs over that whole dimension, or -1. */
    private static int axisAt(OpKind.ScatterAdd scatter, int d, Op op) {
        for (int axis = 0; axis < scatter.domain().size(); axis++) {
            boolean whole =
                    scatter.domain().get(axis).extent().equals(op.type().shape().get(d));
            if (whole && scatter.at().get(d) instanceof Affine place && place.isAxis(axis)) {
                return axis;
            }
        }
        return -1;
    }

    private static Op choose(
            Op op, OpKind.ScatterAdd scatter, int[] placeOfAxis, List<Integer> chosen, GraphBuilder builder) {
        List<Axis> free = new ArrayList<>();
        for (int d = 0; d < op.type().rank(); d++) {
            free.add(new Axis(nameOf(scatter, placeOfAxis, d), op.type().shape().get(d)));
        }
        Scalar value = scatter.body().substitute(axis -> Affine.axis(placeOfAxis[axis]));
        Optional<Scalar> here = chosen.stream()
                .map(d -> Scalars.apply(
                        Primitive.EQ,
                        new Scalar.IndexValue(Affine.axis(d)),
                        valueOf(scatter.at().get(d), placeOfAxis)))
                .reduce((a, b) -> Scalars.apply(Primitive.AND, a, b));
        Scalar body = here.map(c -> Scalars.where(c, value, Scalars.zero(value.type())))
                .orElse(value);
        return builder.pointwise(free, body, op.origin());
    }

    private static Scalar valueOf(Subscript place, int[] placeOfAxis) {
        return switch (place) {
            case Affine affine -> new Scalar.IndexValue(affine.substitute(axis -> Affine.axis(placeOfAxis[axis])));
            case Subscript.Data data -> data.value().substitute(axis -> Affine.axis(placeOfAxis[axis]));
        };
    }

    private static String nameOf(OpKind.ScatterAdd scatter, int[] placeOfAxis, int d) {
        for (int axis = 0; axis < placeOfAxis.length; axis++) {
            if (placeOfAxis[axis] == d) {
                return scatter.domain().get(axis).name();
            }
        }
        return "k" + d;
    }
}
