package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;

/**
 * Reads the source of a slice, transposition, broadcast or padding instead of a copy.
 *
 * <pre>{@code
 * t[i, j] = x[j, i]          y[i, j] = exp(t[i, j])      becomes      y[i, j] = exp(x[j, i])
 * p[i < 30] = x[i - 1 | 0]   y[i] = p[i + 1]             becomes      y[i] = x[i | 0]
 * }</pre>
 *
 * <p>Must not fire where the copy itself is read under a guard, unless the copy has every element of the source (a permutation of
 * dimensions): else the guard would have another border.
 */
public final class ReadThroughIndexMaps implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Load load)
                || !(load.source().kind() instanceof OpKind.Indexed copy)
                || !load.source().pointwise()
                || !load.at().stream().allMatch(Affine.class::isInstance)) {
            return Optional.empty();
        }
        if (load.otherwise().isPresent()) {
            return isPermutation(copy) ? Optional.of(guarded(load, (Scalar.Load) copy.body())) : Optional.empty();
        }
        return isIndexMap(load.source(), copy.body())
                ? Optional.of(copy.body().substitute(axis -> (Affine) load.at().get(axis)))
                : Optional.empty();
    }

    /** Whether a body only says where to read; numbers stay ops, because they are computed once and handed to kernels. */
    private static boolean isIndexMap(Op op, Scalar body) {
        return op.type().element() != ElementType.NUMBER
                && switch (body) {
                    case Scalar.Literal literal -> true;
                    case Scalar.IndexValue index -> true;
                    case Scalar.Size size -> true;
                    case Scalar.Load load ->
                        load.at().stream().allMatch(Affine.class::isInstance)
                                && load.otherwise()
                                        .map(o -> o instanceof Scalar.Literal)
                                        .orElse(true);
                    case Scalar.Apply apply -> false;
                };
    }

    private static boolean isPermutation(OpKind.Indexed copy) {
        if (!(copy.body() instanceof Scalar.Load load)
                || load.otherwise().isPresent()
                || load.at().size() != copy.free().size()) {
            return false;
        }
        boolean[] seen = new boolean[copy.free().size()];
        for (int d = 0; d < load.at().size(); d++) {
            int axis = axisOf(load.at().get(d), copy.free().size());
            if (axis < 0
                    || seen[axis]
                    || !copy.free()
                            .get(axis)
                            .extent()
                            .equals(load.source().type().shape().get(d))) {
                return false;
            }
            seen[axis] = true;
        }
        return true;
    }

    private static int axisOf(Subscript place, int axes) {
        for (int axis = 0; axis < axes; axis++) {
            if (place instanceof Affine affine && affine.isAxis(axis)) {
                return axis;
            }
        }
        return -1;
    }

    private static Scalar guarded(Scalar.Load outer, Scalar.Load inner) {
        List<Subscript> places = inner.at().stream()
                .<Subscript>map(
                        p -> ((Affine) p).substitute(axis -> (Affine) outer.at().get(axis)))
                .toList();
        return new Scalar.Load(inner.source(), places, outer.otherwise());
    }
}
