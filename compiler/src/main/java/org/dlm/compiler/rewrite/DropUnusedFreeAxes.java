package org.dlm.compiler.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalars;

/**
 * A reduction that is the same along a free axis is done once and repeated.
 *
 * <pre>{@code
 * y[b, n] = sum(k : g[b, k])      becomes      s[b] = sum(k : g[b, k]),  y[b, n] = s[b]
 * }</pre>
 */
public final class DropUnusedFreeAxes implements RewriteRule.OfOp {
    @Override
    public Optional<Op> apply(Op op, GraphBuilder builder) {
        if (!(op.kind() instanceof OpKind.Indexed indexed) || indexed.reduction() == Reduction.NONE) {
            return Optional.empty();
        }
        int free = indexed.free().size();
        List<Axis> kept = new ArrayList<>();
        List<Affine> outside = new ArrayList<>();
        List<Affine> inside = new ArrayList<>();
        for (int axis = 0; axis < free; axis++) {
            if (indexed.body().mentions(axis)) {
                inside.add(Affine.axis(kept.size()));
                kept.add(indexed.free().get(axis));
                outside.add(Affine.axis(axis));
            } else {
                // never looked up, but the numbers of the axes behind it must fit
                inside.add(Affine.constant(0));
            }
        }
        if (kept.size() == free) {
            return Optional.empty();
        }
        for (int axis = 0; axis < indexed.reduced().size(); axis++) {
            inside.add(Affine.axis(kept.size() + axis));
        }
        Op once = builder.indexed(
                kept, indexed.reduction(), indexed.reduced(), indexed.body().substitute(inside::get), op.origin());
        return Optional.of(builder.pointwise(indexed.free(), Scalars.load(once, outside), op.origin()));
    }
}
