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
 * A sum with one term that is not 0.
 *
 * <pre>{@code
 * y[b] = sum(k < n : where(k == label[b], c[b], 0))      becomes      y[b] = where(0 <= label[b] and label[b] < n, c[b], 0)
 * }</pre>
 *
 * <p>The result is the same to the bit. Must not fire where the term or the number sought changes with k.
 */
public final class CollapseChosenTerm implements RewriteRule.OfOp {
    @Override
    public Optional<Op> apply(Op op, GraphBuilder builder) {
        if (!(op.kind() instanceof OpKind.Indexed indexed)
                || indexed.reduction() != Reduction.SUM
                || !(indexed.body() instanceof Scalar.Apply where)
                || where.primitive() != Primitive.WHERE
                || !RemoveNeutralOperands.is(where.arguments().get(2), 0)
                || !(where.arguments().get(0) instanceof Scalar.Apply equal)
                || equal.primitive() != Primitive.EQ) {
            return Optional.empty();
        }
        Scalar a = equal.arguments().get(0);
        Scalar b = equal.arguments().get(1);
        Scalar term = where.arguments().get(1);
        for (int axis = indexed.free().size(); axis < indexed.axes().size(); axis++) {
            if (!term.mentions(axis)) {
                Optional<Scalar> sought =
                        isAxis(a, axis) ? Optional.of(b) : isAxis(b, axis) ? Optional.of(a) : Optional.empty();
                int sum = axis;
                if (sought.isPresent() && !sought.get().mentions(sum)) {
                    return Optional.of(without(op, indexed, sum, sought.get(), term, builder));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isAxis(Scalar scalar, int axis) {
        return scalar instanceof Scalar.IndexValue value && value.index().isAxis(axis);
    }

    private static Op without(
            Op op, OpKind.Indexed indexed, int sum, Scalar sought, Scalar term, GraphBuilder builder) {
        List<Axis> kept = new ArrayList<>(indexed.reduced());
        Axis axis = kept.remove(sum - indexed.free().size());
        Scalar notBelow = Scalars.apply(Primitive.GE, sought, new Scalar.Literal(ElementType.INT, 0));
        Scalar below = Scalars.apply(Primitive.LT, sought, new Scalar.Size(axis.extent()));
        Scalar body = Scalars.where(Scalars.apply(Primitive.AND, notBelow, below), term, Scalars.zero(term.type()));
        return builder.indexed(
                indexed.free(),
                Reduction.SUM,
                kept,
                body.substitute(a -> Affine.axis(a < sum ? a : a - 1)),
                op.origin());
    }
}
