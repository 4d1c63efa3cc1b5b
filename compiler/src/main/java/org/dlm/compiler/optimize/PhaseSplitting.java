package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.rewrite.OpCopy;

/**
 * Computes the phases of a sum apart where a free axis occurs by its quotient and remainder only: the derivative of a strided
 * convolution by its data, a transposed convolution. Each phase is a plain convolution.
 *
 * <pre>{@code
 * dx[p < 8] = sum(o, q < 2 : W[o, 2 * q + p % 2 | 0] * dy[o, div(p, 2) - q | 0])
 *     becomes   z[r < 2, i < 4] = sum(o, q : W[o, 2 * q + r | 0] * dy[o, i - q | 0]),   dx[p] = z[p % 2, div(p, 2)]
 * }</pre>
 *
 * <p>Work: as many multiplications as the formula has, and one pointwise copy, which fuses with the users of dx. (Spreading dy
 * with zeros would multiply by zero in three of four terms for a stride of 2 in two dimensions.) Must not fire where a sum
 * reads its operands about once: then the copy costs more than the quotients.
 */
final class PhaseSplitting {
    private static final double REUSE = 3;

    /** An axis p that occurs as {@code div(p + shift, stride)} and {@code (p + shift) % stride} only. */
    private record Phases(int axis, int stride, int shift) {
        Affine shifted() {
            return Affine.axis(axis).plus(shift);
        }

        int firstQuotient() {
            return Math.floorDiv(shift, stride);
        }

        int quotients(Axis split) {
            return Math.floorDiv(shift + split.extent().fixedSize() - 1, stride) - firstQuotient() + 1;
        }
    }

    private PhaseSplitting() {}

    static Graph apply(Graph graph) {
        return GraphRebuild.of(graph, (op, rebuild) -> {
            Op copy = OpCopy.of(op, rebuild.builder(), rebuild::of);
            return isWorthwhile(copy) ? split(copy, rebuild).orElse(copy) : copy;
        });
    }

    private static boolean isWorthwhile(Op op) {
        return op.kind() instanceof OpKind.Indexed indexed
                && indexed.reduction() == Reduction.SUM
                && Product.of(indexed.body()).factors().size() >= 2
                && Access.loads(op).stream()
                        .allMatch(load -> Work.elements(load.source()) * REUSE <= Work.iterations(op))
                && Work.elements(op) * REUSE <= Work.iterations(op);
    }

    /** The op with all axes split that can be, as a copy of the phases. */
    private static Optional<Op> split(Op op, GraphRebuild rebuild) {
        OpKind.Indexed indexed = (OpKind.Indexed) op.kind();
        List<Phases> split = new ArrayList<>();
        for (int axis = 0; axis < indexed.free().size(); axis++) {
            if (!indexed.free().get(axis).extent().isBatch()) {
                phases(indexed.body(), axis).ifPresent(split::add);
            }
        }
        return split.isEmpty() ? Optional.empty() : Optional.of(split(op, indexed, split, rebuild));
    }

    private static Op split(Op op, OpKind.Indexed indexed, List<Phases> split, GraphRebuild rebuild) {
        NewAxes axes = new NewAxes(indexed);
        int batches = indexed.free().getFirst().extent().isBatch() ? 1 : 0;
        if (batches == 1) {
            axes.keep(0);
        }
        split.forEach(axes::addPhase);
        for (int axis = batches; axis < indexed.free().size(); axis++) {
            int at = axis;
            split.stream()
                    .filter(phases -> phases.axis() == at)
                    .findFirst()
                    .ifPresentOrElse(axes::addQuotient, () -> axes.keep(at));
        }
        Op phases = rebuild.builder()
                .indexed(axes.free, Reduction.SUM, indexed.reduced(), axes.moved(indexed.body()), op.origin());
        return rebuild.builder().pointwise(indexed.free(), Scalars.load(phases, axes.read), op.origin());
    }

    /** The free axes of the phases: the batch, one axis for each phase number, then the old ones with quotients in their places. */
    private static final class NewAxes {
        private final OpKind.Indexed old;
        private final List<Axis> free = new ArrayList<>();
        /** Where the old op finds its element. */
        private final List<Affine> read = new ArrayList<>();
        /** What an old axis is in the new ones. */
        private final Affine[] places;

        NewAxes(OpKind.Indexed old) {
            this.old = old;
            this.places = new Affine[old.free().size()];
        }

        void keep(int axis) {
            places[axis] = add(old.free().get(axis), Affine.axis(axis));
        }

        void addPhase(Phases phases) {
            Axis number = new Axis(old.free().get(phases.axis()).name() + "Phase", Extent.of(phases.stride()));
            places[phases.axis()] =
                    add(number, phases.shifted().modulo(phases.stride())).plus(-phases.shift());
        }

        void addQuotient(Phases phases) {
            Axis split = old.free().get(phases.axis());
            Affine quotient = add(
                    new Axis(split.name(), Extent.of(phases.quotients(split))),
                    phases.shifted().dividedBy(phases.stride()).plus(-phases.firstQuotient()));
            places[phases.axis()] = places[phases.axis()].plus(
                    quotient.plus(phases.firstQuotient()).times(phases.stride()));
        }

        Scalar moved(Scalar body) {
            int count = places.length;
            return body.substitute(axis -> axis < count ? places[axis] : Affine.axis(free.size() + axis - count));
        }

        private Affine add(Axis axis, Affine from) {
            free.add(axis);
            read.add(from);
            return Affine.axis(free.size() - 1);
        }
    }

    /** How an axis occurs, if it does by quotients and remainders of one stride only. */
    private static Optional<Phases> phases(Scalar body, int axis) {
        Set<Phases> found = new HashSet<>();
        boolean[] otherwise = {false};
        body.forEach(scalar -> {
            switch (scalar) {
                case Scalar.IndexValue value -> otherwise[0] |= !collect(value.index(), axis, found);
                case Scalar.Load load -> {
                    for (Subscript place : load.at()) {
                        otherwise[0] |= place instanceof Affine affine && !collect(affine, axis, found);
                    }
                }
                case Scalar.Literal literal -> {}
                case Scalar.Size size -> {}
                case Scalar.Apply apply -> {}
            }
        });
        return otherwise[0] || found.size() != 1
                ? Optional.empty()
                : found.stream().filter(phases -> phases.stride() > 0).findFirst();
    }

    /** Adds the phases by which the axis occurs in a place; false where it occurs in another way. */
    private static boolean collect(Affine place, int axis, Set<Phases> found) {
        for (IndexTerm term : place.coefficients().keySet()) {
            if (Affine.of(term).mentions(axis)) {
                switch (term) {
                    case IndexTerm.AxisTerm a -> {
                        return false;
                    }
                    case IndexTerm.Quotient q -> found.add(phases(q.of(), q.by(), axis));
                    case IndexTerm.Remainder r -> found.add(phases(r.of(), r.by(), axis));
                }
            }
        }
        return true;
    }

    /** A form that is not {@code axis + shift} gives phases of stride 0: the axis is left as it is. */
    private static Phases phases(Affine of, int stride, int axis) {
        int shift = Math.floorMod(of.constant(), stride);
        return of.plus(-of.constant()).isAxis(axis) ? new Phases(axis, stride, shift) : new Phases(axis, 0, 0);
    }
}
