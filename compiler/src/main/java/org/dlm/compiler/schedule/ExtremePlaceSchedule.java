package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.Width;
import org.dlm.compiler.lower.Computation;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.LoweredGroup;
import org.dlm.compiler.lower.Nest;
import org.dlm.compiler.lower.ParallelAxis;
import org.dlm.compiler.lower.ScalarForm;
import org.dlm.compiler.lower.Sharing;

/**
 * Places of extremes, with vectors along the last free axis: each lane keeps the best of its own window and the place of it. The first
 * one counts, and a NaN is beyond every number, as in {@link org.dlm.compiler.lower.ScalarForm}.
 *
 * <pre>{@code
 * place[i] = argmax(u < 2 : x[2 * i + u]):   beyond = not(x <= best) and best == best
 *                                            best = where(beyond, x, best);  place = where(beyond, u, place)
 * }</pre>
 */
final class ExtremePlaceSchedule {
    private final LoweredGroup group;
    private final Target target;
    private final Optional<LoopAxis> parallel;

    ExtremePlaceSchedule(LoweredGroup group, Target target) {
        this.parallel = ParallelAxis.of(group);
        this.group = MergedAxes.of(group, parallel.stream().toList());
        this.target = target;
    }

    /** How much of the longest vectors is used, 0 where this schedule does not fit. */
    double utilisation() {
        if (body().isEmpty()) {
            return 0;
        }
        int size = columns().extent().fixedSize();
        return (double) size / (Math.ceilDiv(size, target.logicalLanes()) * target.logicalLanes());
    }

    Optional<Kernel> kernel() {
        return body().map(this::kernel);
    }

    private Computation reduction() {
        return group.computations().getFirst();
    }

    private LoopAxis columns() {
        return group.outer().getLast();
    }

    private Optional<Expression> body() {
        boolean fits = group.computations().size() == 1
                && !group.outer().isEmpty()
                && !columns().extent().isBatch()
                && reduction().body().type() == ElementType.FLOAT
                && reduction().reduced().stream()
                        .noneMatch(axis -> axis.extent().isBatch())
                && reduction().place().coefficient(columns().variable()) == 1;
        return fits
                ? new Vectorizer(columns().variable(), Map.of(), target)
                        .vector(reduction().body())
                        .filter(value -> !(value instanceof Expression.Broadcast))
                : Optional.empty();
    }

    private Kernel kernel(Expression body) {
        boolean part = isPart(columns());
        Place from = part ? Place.of(Variable.FROM) : Place.ZERO;
        Place to = part ? Place.of(Variable.TO) : columns().size();
        Statement row = new Statement.Part("Windows", windows(body, to));
        List<Statement> nest =
                List.of(new Statement.Loop(columns().variable(), from, to, target.lanes(), List.of(row)));
        List<LoopAxis> outer = group.outer();
        for (LoopAxis axis : outer.subList(0, outer.size() - 1).reversed()) {
            nest = isPart(axis) ? Nest.part(axis, nest) : Nest.around(List.of(axis), nest);
        }
        return ScalarForm.kernel(group, 1, nest);
    }

    private boolean isPart(LoopAxis axis) {
        return parallel.filter(axis::equals).isPresent();
    }

    private List<Statement> windows(Expression body, Place to) {
        boolean largest = reduction().reduction() == Reduction.ARGMAX;
        Variable best = group.variables().fresh("best");
        double start = largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        List<Statement> statements = new ArrayList<>();
        statements.add(new Statement.Declare(best, Expression.constant(ElementType.FLOAT, Width.VECTOR, start)));
        statements.add(
                new Statement.Declare(reduction().value(), Expression.constant(ElementType.INT, Width.VECTOR, 0)));
        statements.addAll(Nest.around(reduction().reduced(), candidate(body, best, largest)));
        boolean whole = to.isConstant() && to.constant() % target.lanes() == 0;
        statements.add(new Statement.Store(
                reduction().stored().orElseThrow(),
                reduction().place(),
                Expression.Local.vector(ElementType.INT, reduction().value()),
                whole
                        ? Optional.empty()
                        : Optional.of(new Expression.InRange(Place.of(columns().variable()), to))));
        return statements;
    }

    private List<Statement> candidate(Expression body, Variable best, boolean largest) {
        Variable candidate = group.variables().fresh("candidate");
        Variable beyond = group.variables().fresh("beyond");
        Expression bestLocal = Expression.Local.vector(ElementType.FLOAT, best);
        Expression candidateLocal = Expression.Local.vector(ElementType.FLOAT, candidate);
        Expression beyondLocal = Expression.Local.vector(ElementType.BOOL, beyond);
        Expression place = Expression.Local.vector(ElementType.INT, reduction().value());
        List<Statement> statements = new ArrayList<>();
        Sharing sharing = new Sharing(group.variables());
        sharing.count(body);
        statements.add(new Statement.Declare(candidate, sharing.replace(body, statements)));
        statements.add(new Statement.Declare(beyond, beyond(candidateLocal, bestLocal, largest)));
        statements.add(new Statement.Assign(best, Lanewise.where(beyondLocal, candidateLocal, bestLocal)));
        statements.add(new Statement.Assign(reduction().value(), Lanewise.where(beyondLocal, number(), place)));
        return statements;
    }

    private static Expression beyond(Expression candidate, Expression best, boolean largest) {
        Primitive notBeyond = largest ? Primitive.LE : Primitive.GE;
        return Expression.apply(
                ElementType.BOOL,
                Primitive.AND,
                Expression.apply(ElementType.BOOL, Primitive.NOT, Lanewise.compare(notBeyond, candidate, best)),
                Lanewise.compare(Primitive.EQ, best, best));
    }

    /** The number of the element among those of the reduction axes. */
    private Expression number() {
        Place number = Place.ZERO;
        for (LoopAxis axis : reduction().reduced()) {
            number = number.times(axis.extent().fixedSize()).plus(Place.of(axis.variable()));
        }
        return new Expression.Broadcast(new Expression.Index(number));
    }
}
