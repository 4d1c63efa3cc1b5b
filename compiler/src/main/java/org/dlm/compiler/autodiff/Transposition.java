package org.dlm.compiler.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Origin;
import org.dlm.compiler.graph.Places;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;

/**
 * Collects a contribution into an adjoint with the roles of axes and places exchanged.
 *
 * <pre>
 * y[i] = sum(u : W[u] * x[i + u - 1 | 0])      dx[p] = sum(u : dy[p - u + 1 | 0] * W[u])
 *                                              dW[u] = sum(i : dy[i] * x[i + u - 1 | 0])
 * </pre>
 *
 * <p>This is the pull form: each element of the adjoint asks which elements of the domain have read it. Where a gather leaves
 * axes to be searched, a scatter-add does less.
 */
final class Transposition {
    private final GraphBuilder builder;
    private final Contribution contribution;
    private final Op operand;
    private final Origin origin;
    private final PlaceSystem.Solution solution;

    private Transposition(GraphBuilder builder, Contribution contribution) {
        this.builder = builder;
        this.contribution = contribution;
        this.operand = contribution.target().source();
        this.origin = operand.origin().named("d_" + operand.origin().name());
        this.solution = solve();
    }

    /** The adjoint as a reduction, or as a scatter-add where data would leave axes to be searched. */
    static Op collect(GraphBuilder builder, Contribution contribution) {
        Transposition transposition = new Transposition(builder, contribution);
        boolean searches = !transposition.solution.remaining().isEmpty();
        boolean data = contribution.target().at().stream().anyMatch(Subscript.Data.class::isInstance);
        return searches && (data || transposition.solution.open()) ? transposition.scatter() : transposition.pull();
    }

    /** The adjoint as a reduction if it costs at most so many evaluations of the value. */
    static Optional<Op> pullWithin(GraphBuilder builder, Contribution contribution, long evaluations) {
        Transposition transposition = new Transposition(builder, contribution);
        long cost = transposition.solution.axes().stream()
                .mapToLong(PlaceSolver::typicalSize)
                .reduce(1, (a, b) -> a * b);
        return cost <= evaluations ? Optional.of(transposition.pull()) : Optional.empty();
    }

    private PlaceSystem.Solution solve() {
        PlaceSystem system = new PlaceSystem(elementAxes(), contribution.domain());
        List<Subscript> at = contribution.target().at();
        for (int k = 0; k < at.size(); k++) {
            if (at.get(k) instanceof Affine place) {
                system.require(place, k);
            }
        }
        return PlaceSolver.solve(system);
    }

    /** An axis for each dimension of the operand, named after the axis that stands there alone. */
    private List<Axis> elementAxes() {
        List<Extent> shape = operand.type().shape();
        return IntStream.range(0, shape.size())
                .mapToObj(k -> new Axis(elementName(contribution.target().at().get(k), k), shape.get(k)))
                .toList();
    }

    private String elementName(Subscript place, int dimension) {
        List<Axis> domain = contribution.domain();
        return IntStream.range(0, domain.size())
                .filter(axis -> place instanceof Affine affine && affine.isAxis(axis))
                .mapToObj(axis -> domain.get(axis).name())
                .findFirst()
                .orElse("p" + dimension);
    }

    private Op pull() {
        Scalar value = contribution.value().substitute(axis -> solution.domain().get(axis));
        Scalar safe = guarded(ScalarAlgebra.where(condition(), value, ScalarAlgebra.zero()));
        List<Axis> free = solution.axes().subList(0, operand.type().rank());
        return sum(free, solution.remaining(), safe);
    }

    /** All that an element of the domain must fulfil to be the one asked for. */
    private Scalar condition() {
        Conditions conditions = new Conditions(solution.axes());
        Set<Integer> covered = PlainProduct.coveredAxes(contribution.domain(), contribution.value());
        Scalar all = Scalars.literal(true);
        for (PlaceSystem.Ranged range : solution.ranges()) {
            if (!covered.contains(range.axis())) {
                all = ScalarAlgebra.and(all, conditions.inside(range.place(), range.extent()));
            }
        }
        for (Affine zero : solution.zeros()) {
            all = ScalarAlgebra.and(all, conditions.isZero(zero));
        }
        List<Subscript> at = contribution.target().at();
        for (int k = 0; k < at.size(); k++) {
            if (at.get(k) instanceof Subscript.Data data) {
                Scalar value = data.value().substitute(axis -> solution.domain().get(axis));
                Scalar element = new Scalar.IndexValue(Affine.axis(k));
                all = ScalarAlgebra.and(all, Scalars.apply(Primitive.EQ, value, element));
            }
        }
        return all;
    }

    /** Gives every load that may now lie outside a guard, and takes away those that are no longer needed. */
    private Scalar guarded(Scalar scalar) {
        Scalar inner = scalar.mapChildren(this::guarded);
        if (inner instanceof Scalar.IndexValue index) {
            return new Scalar.IndexValue(Places.simplified(index.index(), solution.axes()));
        }
        return inner instanceof Scalar.Load load ? guardedLoad(load) : inner;
    }

    private Scalar guardedLoad(Scalar.Load load) {
        List<Subscript> at = load.at().stream().map(this::simplified).toList();
        boolean inside = Places.inside(at, load.source().type().shape(), solution.axes());
        boolean data = at.stream().anyMatch(Subscript.Data.class::isInstance);
        if (inside || data && load.otherwise().isEmpty() && everywhereInRange()) {
            return new Scalar.Load(load.source(), at, Optional.empty());
        }
        Scalar zero = Scalars.zero(load.type());
        return new Scalar.Load(load.source(), at, Optional.of(load.otherwise().orElse(zero)));
    }

    private Subscript simplified(Subscript subscript) {
        return switch (subscript) {
            case Affine affine -> Places.simplified(affine, solution.axes());
            case Subscript.Data data -> data;
        };
    }

    /** Whether every element asked for is one of the domain, so that data is read only where the op itself reads it. */
    private boolean everywhereInRange() {
        return solution.ranges().stream().allMatch(r -> Places.inside(r.place(), r.extent(), solution.axes()));
    }

    /** {@code sum(reduced : body)}; an axis that the body does not mention only counts. */
    private Op sum(List<Axis> free, List<Axis> reduced, Scalar body) {
        Scalar counted = body;
        List<Axis> summed = new ArrayList<>();
        List<Affine> places = new ArrayList<>(
                IntStream.range(0, free.size()).mapToObj(Affine::axis).toList());
        for (int k = 0; k < reduced.size(); k++) {
            if (body.mentions(free.size() + k)) {
                places.add(Affine.axis(free.size() + summed.size()));
                summed.add(reduced.get(k));
            } else {
                places.add(Affine.constant(0));
                Scalar size = Scalars.coerce(Conditions.size(reduced.get(k).extent()), ElementType.FLOAT);
                counted = ScalarAlgebra.multiply(counted, size);
            }
        }
        Scalar renumbered = counted.substitute(places::get);
        Reduction reduction = summed.isEmpty() ? Reduction.NONE : Reduction.SUM;
        return builder.indexed(free, reduction, summed, renumbered, origin);
    }

    /** {@code out[at] += value} over the axes of the places; the others are summed before. */
    private Op scatter() {
        List<Axis> domain = contribution.domain();
        List<Integer> placed =
                IntStream.range(0, domain.size()).filter(this::inPlaces).boxed().toList();
        List<Integer> others = IntStream.range(0, domain.size())
                .filter(a -> !inPlaces(a))
                .boxed()
                .toList();
        List<Integer> order = new ArrayList<>(placed);
        order.addAll(others);
        List<Axis> outer = placed.stream().map(domain::get).toList();
        Scalar value = renumbered(contribution.value(), order);
        if (!others.isEmpty()) {
            Op summed = sum(outer, others.stream().map(domain::get).toList(), value);
            value = Scalars.loadAt(summed, IntStream.range(0, outer.size()).toArray());
        }
        List<Subscript> at = contribution.target().at().stream()
                .<Subscript>map(subscript -> switch (subscript) {
                    case Affine affine -> affine.substitute(axis -> Affine.axis(order.indexOf(axis)));
                    case Subscript.Data data -> new Subscript.Data(renumbered(data.value(), order));
                })
                .toList();
        return builder.scatterAdd(operand.type(), outer, at, value, origin);
    }

    private static Scalar renumbered(Scalar scalar, List<Integer> order) {
        return scalar.substitute(axis -> Affine.axis(order.indexOf(axis)));
    }

    private boolean inPlaces(int axis) {
        return Scalars.load(operand, contribution.target().at()).mentions(axis);
    }
}
