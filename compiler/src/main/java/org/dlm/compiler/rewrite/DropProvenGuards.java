package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Interval;
import org.dlm.compiler.graph.Places;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;

/**
 * A guard that the ranges of the axes decide.
 *
 * <pre>{@code
 * x[i + u | 0]      over i < 26, u < 3 and x: [28]      becomes      x[i + u]
 * x[i - 9 | 0]      over i < 4                          becomes      0
 * }</pre>
 */
public final class DropProvenGuards implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Load load) || load.otherwise().isEmpty()) {
            return Optional.empty();
        }
        List<Extent> shape = load.source().type().shape();
        for (int d = 0; d < shape.size(); d++) {
            if (outside(load.at().get(d), shape.get(d), scope.axes())) {
                return load.otherwise();
            }
        }
        return Places.inside(load.at(), shape, scope.axes())
                ? Optional.of(new Scalar.Load(load.source(), load.at(), Optional.empty()))
                : Optional.empty();
    }

    private static boolean outside(Subscript place, Extent extent, List<Axis> axes) {
        if (!(place instanceof Affine affine) || !(extent instanceof Extent.Fixed fixed)) {
            return false;
        }
        Interval interval = Interval.of(affine, axes);
        return !interval.isEmpty() && (interval.high() < 0 || interval.low() >= fixed.size());
    }
}
