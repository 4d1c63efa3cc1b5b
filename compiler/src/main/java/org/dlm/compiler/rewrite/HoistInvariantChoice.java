package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * A choice that is the same for all terms of a sum is made once, of the sum.
 *
 * <pre>{@code
 * y[i] = sum(k : where(c[i] == 0, 0, W[i, k] * x[k]))      becomes      s[i] = sum(k : W[i, k] * x[k]),  y[i] = where(c[i] == 0, 0, s[i])
 * }</pre>
 *
 * <p>The result is the same to the bit. Factors can leave the sum then, and what remains may be a sum that there is already: that of the
 * derivatives of a normalisation by its variance and by its scale. Must not fire where the choice may keep a place inside its bounds:
 * where it looks at indices, or a place is data.
 */
public final class HoistInvariantChoice implements RewriteRule.OfOp {
    @Override
    public Optional<Op> apply(Op op, GraphBuilder builder) {
        if (!(op.kind() instanceof OpKind.Indexed indexed)
                || indexed.reduction() != Reduction.SUM
                || indexed.reduced().isEmpty()
                || !(indexed.body() instanceof Scalar.Apply where)
                || where.primitive() != Primitive.WHERE
                || !isSame(where.arguments().get(0), indexed)
                || where.loads().stream().anyMatch(HoistInvariantChoice::hasDataPlaces)) {
            return Optional.empty();
        }
        boolean first = RemoveNeutralOperands.is(where.arguments().get(1), 0);
        boolean second = RemoveNeutralOperands.is(where.arguments().get(2), 0);
        return first == second ? Optional.empty() : Optional.of(chosen(op, indexed, where, first ? 2 : 1, builder));
    }

    private static Op chosen(Op op, OpKind.Indexed indexed, Scalar.Apply where, int terms, GraphBuilder builder) {
        Op sum = builder.indexed(
                indexed.free(),
                Reduction.SUM,
                indexed.reduced(),
                where.arguments().get(terms),
                op.origin());
        Scalar own =
                Scalars.loadAt(sum, IntStream.range(0, indexed.free().size()).toArray());
        Scalar zero = where.arguments().get(3 - terms);
        List<Scalar> sides = terms == 1 ? List.of(own, zero) : List.of(zero, own);
        return builder.pointwise(
                indexed.free(), Scalars.where(where.arguments().get(0), sides.get(0), sides.get(1)), op.origin());
    }

    /** Whether a condition is the same for all terms, and of values alone. */
    private static boolean isSame(Scalar condition, OpKind.Indexed indexed) {
        boolean[] indices = {false};
        condition.forEach(scalar -> indices[0] |= scalar instanceof Scalar.IndexValue);
        return !indices[0]
                && IntStream.range(indexed.free().size(), indexed.axes().size()).noneMatch(condition::mentions);
    }

    private static boolean hasDataPlaces(Scalar.Load load) {
        return !load.at().stream().allMatch(Affine.class::isInstance);
    }
}
