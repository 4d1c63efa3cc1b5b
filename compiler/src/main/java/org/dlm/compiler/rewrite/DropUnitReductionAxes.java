package org.dlm.compiler.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;

/**
 * A reduction axis with one element.
 *
 * <pre>{@code
 * sum(c < 1, u < 3 : W[o, c, u] * x[c, i + u])      becomes      sum(u < 3 : W[o, 0, u] * x[0, i + u])
 * }</pre>
 *
 * <p>Free axes of extent 1 stay: they are part of the shape.
 */
public final class DropUnitReductionAxes implements RewriteRule.OfOp {
    private static final Extent ONE = Extent.of(1);

    @Override
    public Optional<Op> apply(Op op, GraphBuilder builder) {
        if (!(op.kind() instanceof OpKind.Indexed indexed)
                || indexed.reduced().stream().noneMatch(axis -> axis.extent().equals(ONE))) {
            return Optional.empty();
        }
        int free = indexed.free().size();
        List<Axis> kept = new ArrayList<>();
        List<Affine> places = new ArrayList<>();
        for (int axis = 0; axis < free; axis++) {
            places.add(Affine.axis(axis));
        }
        for (Axis axis : indexed.reduced()) {
            boolean unit = axis.extent().equals(ONE);
            places.add(unit ? Affine.constant(0) : Affine.axis(free + kept.size()));
            if (!unit) {
                kept.add(axis);
            }
        }
        return Optional.of(builder.indexed(
                indexed.free(), indexed.reduction(), kept, indexed.body().substitute(places::get), op.origin()));
    }
}
