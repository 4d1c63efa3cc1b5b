package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.rewrite.OpCopy;

/**
 * Splits an axis of a pointwise op that occurs by its quotient and remainder into two axes, so that the loops count instead of
 * dividing. The elements stay where they are: the old shape is an alias of the new one.
 *
 * <pre>{@code
 * dx[p < 28] = where(place[div(p, 2)] == p % 2, d[div(p, 2)], 0)
 *     becomes   z[q < 14, r < 2] = where(place[q] == r, d[q], 0),   dx = reshape(z)
 * }</pre>
 *
 * <p>The derivative of pooling is of this form. Must not fire where the extent is no multiple of the divisor: the last part
 * would reach over the end.
 */
final class AxisSplitting {
    private AxisSplitting() {}

    static Graph apply(Graph graph) {
        return GraphRebuild.of(graph, (op, rebuild) -> {
            Op copy = OpCopy.of(op, rebuild.builder(), rebuild::of);
            return copy.pointwise() ? split(copy, rebuild).orElse(copy) : copy;
        });
    }

    private static Optional<Op> split(Op op, GraphRebuild rebuild) {
        OpKind.Indexed indexed = (OpKind.Indexed) op.kind();
        List<Axis> axes = new ArrayList<>();
        List<Affine> places = new ArrayList<>();
        for (int a = 0; a < indexed.free().size(); a++) {
            Axis axis = indexed.free().get(a);
            Optional<Integer> divisor = divisor(indexed, a);
            if (divisor.isPresent()) {
                int by = divisor.get();
                places.add(Affine.axis(axes.size()).times(by).plus(Affine.axis(axes.size() + 1)));
                axes.add(new Axis(axis.name(), Extent.of(axis.extent().fixedSize() / by)));
                axes.add(new Axis(axis.name() + "r", Extent.of(by)));
            } else {
                places.add(Affine.axis(axes.size()));
                axes.add(axis);
            }
        }
        if (axes.size() == indexed.free().size()) {
            return Optional.empty();
        }
        IntFunction<Affine> place = places::get;
        Op parts = rebuild.builder().pointwise(axes, indexed.body().substitute(place), op.origin());
        return Optional.of(rebuild.builder().reshape(parts, op.type().shape(), op.origin()));
    }

    /** The one number by which the axis alone is divided, if it divides the extent too. */
    private static Optional<Integer> divisor(OpKind.Indexed indexed, int axis) {
        Extent extent = indexed.free().get(axis).extent();
        Set<Integer> divisors = new HashSet<>();
        indexed.body().forEach(scalar -> {
            switch (scalar) {
                case Scalar.IndexValue value -> collect(value.index(), axis, divisors);
                case Scalar.Load load ->
                    load.at().forEach(at -> {
                        if (at instanceof Affine affine) {
                            collect(affine, axis, divisors);
                        }
                    });
                case Scalar.Literal literal -> {}
                case Scalar.Apply apply -> {}
                case Scalar.Size size -> {}
            }
        });
        boolean fits = divisors.size() == 1
                && !extent.isBatch()
                && extent.fixedSize() % divisors.iterator().next() == 0
                && extent.fixedSize() > divisors.iterator().next();
        return fits ? Optional.of(divisors.iterator().next()) : Optional.empty();
    }

    private static void collect(Affine place, int axis, Set<Integer> divisors) {
        for (IndexTerm term : place.coefficients().keySet()) {
            switch (term) {
                case IndexTerm.Quotient quotient when isShifted(quotient.of(), axis) -> divisors.add(quotient.by());
                case IndexTerm.Remainder remainder when isShifted(remainder.of(), axis) -> divisors.add(remainder.by());
                case IndexTerm.Quotient quotient -> {}
                case IndexTerm.Remainder remainder -> {}
                case IndexTerm.AxisTerm alone -> {}
            }
        }
    }

    /** Whether a place is the axis alone, from some element on: the shift stays with the remainder. */
    private static boolean isShifted(Affine place, int axis) {
        return place.plus(-place.constant()).isAxis(axis);
    }
}
