package org.dlm.compiler.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Origin;
import org.dlm.compiler.graph.Places;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;

/** What the operands of one op receive from its adjoint, as ops of their shapes: one rule for each kind of reduction. */
final class ReductionRules {
    /** A pull over the whole domain avoids the zeros and the serial additions of a scatter-add: worth some more evaluations. */
    private static final long PULL_ADVANTAGE = 4;

    private final GraphBuilder builder;
    private final Predicate<Op> wanted;

    ReductionRules(GraphBuilder builder, Predicate<Op> wanted) {
        this.builder = builder;
        this.wanted = wanted;
    }

    /** An operand and a part of its adjoint. */
    record Share(Op operand, Op adjoint) {}

    List<Share> ofIndexed(Op op, OpKind.Indexed indexed, Op adjoint) {
        if (indexed.axes().stream().anyMatch(axis -> axis.extent().equals(Extent.of(0)))) {
            return List.of();
        }
        return switch (indexed.reduction()) {
            case NONE ->
                collected(
                        indexed.axes(),
                        body(op, indexed, loadOf(adjoint, indexed.free().size())));
            case SUM ->
                collected(
                        indexed.axes(),
                        body(op, indexed, loadOf(adjoint, indexed.free().size())));
            case PROD -> ofProduct(op, indexed, adjoint);
            case MAX -> ofExtreme(op, indexed, adjoint, Reduction.ARGMAX);
            case MIN -> ofExtreme(op, indexed, adjoint, Reduction.ARGMIN);
            case ARGMAX, ARGMIN, ANY, ALL -> List.of();
        };
    }

    /** {@code out[at] += body}: the body receives {@code dy[at | 0]}. */
    List<Share> ofScatter(OpKind.ScatterAdd scatter, Op adjoint) {
        Scalar.Load gather = new Scalar.Load(adjoint, scatter.at(), Optional.empty());
        boolean inside = Places.inside(scatter.at(), adjoint.type().shape(), scatter.domain());
        Scalar received = inside ? gather : new Scalar.Load(adjoint, scatter.at(), Optional.of(ScalarAlgebra.zero()));
        Conditions conditions = new Conditions(scatter.domain());
        return collected(
                scatter.domain(), BodyDerivative.of(scatter.body(), received, Optional.empty(), conditions, wanted));
    }

    private Map<Scalar.Load, Scalar> body(Op op, OpKind.Indexed indexed, Scalar received) {
        Optional<Scalar> kept = indexed.reduction() == Reduction.NONE
                ? Optional.of(Scalars.loadAt(
                        op, IntStream.range(0, indexed.free().size()).toArray()))
                : Optional.empty();
        return BodyDerivative.of(indexed.body(), received, kept, new Conditions(indexed.axes()), wanted);
    }

    private List<Share> collected(List<Axis> domain, Map<Scalar.Load, Scalar> received) {
        return received.entrySet().stream()
                .map(e -> new Contribution(domain, e.getKey(), e.getValue()))
                .map(c -> new Share(c.target().source(), Transposition.collect(builder, c)))
                .toList();
    }

    /** {@code others[f, r] = prod(s : where(s == r, 1, body[f, s]))}; each element receives {@code dy[f] * others[f, r]}. */
    private List<Share> ofProduct(Op op, OpKind.Indexed indexed, Op adjoint) {
        int free = indexed.free().size();
        int all = indexed.axes().size();
        Scalar same = Scalars.literal(true);
        for (int k = free; k < all; k++) {
            Scalar difference = new Scalar.IndexValue(Affine.axis(k).minus(Affine.axis(k + all - free)));
            same = ScalarAlgebra.and(same, Scalars.apply(Primitive.EQ, difference, Scalars.literal(0)));
        }
        Scalar body = indexed.body().substitute(axis -> Affine.axis(axis < free ? axis : axis + all - free));
        Origin origin = op.origin().named("others_" + op.origin().name());
        Op others = builder.indexed(
                indexed.axes(),
                Reduction.PROD,
                indexed.reduced(),
                ScalarAlgebra.where(same, Scalars.literal(1.0), body),
                origin);
        Scalar received = ScalarAlgebra.multiply(loadOf(adjoint, free), loadOf(others, all));
        return collected(indexed.axes(), body(op, indexed, received));
    }

    /** The chosen element alone receives the adjoint; which one it was is an op of its own. */
    private List<Share> ofExtreme(Op op, OpKind.Indexed indexed, Op adjoint, Reduction place) {
        int free = indexed.free().size();
        Op number = builder.indexed(
                indexed.free(),
                place,
                indexed.reduced(),
                indexed.body(),
                op.origin().named("place_" + op.origin().name()));
        ChosenPlace chosen = new ChosenPlace(loadOf(number, free), free, indexed.reduced());
        List<Share> shares = new ArrayList<>();
        body(op, indexed, loadOf(adjoint, free))
                .forEach((load, value) ->
                        shares.add(new Share(load.source(), extremeShare(indexed, chosen, load, value))));
        return shares;
    }

    private Op extremeShare(OpKind.Indexed indexed, ChosenPlace chosen, Scalar.Load load, Scalar value) {
        List<Subscript> at = chosen.decoded(load.at());
        Contribution decoded = new Contribution(
                indexed.free(), new Scalar.Load(load.source(), at, Optional.empty()), chosen.decoded(value));
        if (!chosen.concerns(load)) {
            return Transposition.collect(builder, decoded);
        }
        long evaluations =
                indexed.axes().stream().mapToLong(PlaceSolver::typicalSize).reduce(1, (a, b) -> a * b);
        Contribution all =
                new Contribution(indexed.axes(), load, ScalarAlgebra.where(chosen.isAt(), value, ScalarAlgebra.zero()));
        return Transposition.pullWithin(builder, all, PULL_ADVANTAGE * evaluations)
                .orElseGet(() -> Transposition.collect(builder, decoded));
    }

    /** The element of an op at the first axes; what it is made of where that is one number or one element of another op. */
    private static Scalar loadOf(Op op, int rank) {
        Scalar load = Scalars.loadAt(op, IntStream.range(0, rank).toArray());
        if (!(op.kind() instanceof OpKind.Indexed indexed) || indexed.reduction() != Reduction.NONE) {
            return load;
        }
        return switch (indexed.body()) {
            case Scalar.Literal literal -> literal;
            case Scalar.Load inner when inner.otherwise().isEmpty() && affine(inner) -> inner;
            case Scalar.Load inner -> load;
            case Scalar.Apply apply -> load;
            case Scalar.IndexValue index -> load;
            case Scalar.Size size -> load;
        };
    }

    private static boolean affine(Scalar.Load load) {
        return load.at().stream().allMatch(Affine.class::isInstance);
    }
}
