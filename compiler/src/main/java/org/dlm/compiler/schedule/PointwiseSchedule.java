package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.Computation;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.LoweredGroup;
import org.dlm.compiler.lower.Nest;
import org.dlm.compiler.lower.ParallelAxis;
import org.dlm.compiler.lower.ScalarForm;
import org.dlm.compiler.lower.Sharing;

/**
 * Pointwise groups: one vector loop over the last axis, or over as many of the last axes as all operands are dense over, the batch
 * too. The end is cut off by a mask, so that an element is computed by the same operations wherever it stands.
 */
final class PointwiseSchedule {
    private final LoweredGroup group;
    private final Target target;
    private final Optional<LoopAxis> parallel;

    PointwiseSchedule(LoweredGroup group, Target target) {
        this(group, target, ParallelAxis.of(group));
    }

    private PointwiseSchedule(LoweredGroup group, Target target, Optional<LoopAxis> parallel) {
        this.group = MergedAxes.of(group, parallel.stream().toList());
        this.target = target;
        this.parallel = parallel;
    }

    /** The loops over all of the group, which is part of a kernel, if the bodies have a vector form. */
    static Optional<List<Statement>> nest(LoweredGroup group, Target target) {
        return new PointwiseSchedule(group, target, Optional.empty()).nest();
    }

    /** The kernel, if the bodies have a vector form. */
    Optional<Kernel> kernel() {
        return nest().map(body -> ScalarForm.kernel(group, 1, body));
    }

    private Optional<List<Statement>> nest() {
        List<LoopAxis> outer = group.outer();
        if (outer.isEmpty()) {
            return Optional.empty();
        }
        LoopAxis last = outer.getLast();
        if (outer.size() > 1
                && isPart(outer.get(outer.size() - 2))
                && MergedAxes.continues(group.computations(), outer.get(outer.size() - 2), last)) {
            return flat(outer.get(outer.size() - 2), last);
        }
        Place from = isPart(last) ? Place.of(Variable.FROM) : Place.ZERO;
        Place to = isPart(last) ? Place.of(Variable.TO) : last.size();
        return vectorLoop(group.computations(), last.variable(), from, to)
                .map(loop -> inLoops(outer.subList(0, outer.size() - 1), loop));
    }

    /** One loop over the last axis and the parts: {@code from * size .. to * size}. */
    private Optional<List<Statement>> flat(LoopAxis part, LoopAxis last) {
        int size = last.extent().fixedSize();
        List<Computation> computations = group.computations().stream()
                .map(c -> new Computation(
                        c.op(),
                        c.free(),
                        c.reduction(),
                        c.reduced(),
                        MergedAxes.without(c.body(), part.variable()),
                        c.place().substitute(v -> v.equals(part.variable()) ? Place.ZERO : Place.of(v)),
                        c.value(),
                        c.stored()))
                .toList();
        Place from = Place.of(Variable.FROM).times(size);
        Place to = Place.of(Variable.TO).times(size);
        List<LoopAxis> others = group.outer().subList(0, group.outer().size() - 2);
        return vectorLoop(computations, last.variable(), from, to).map(loop -> inLoops(others, loop));
    }

    private Optional<List<Statement>> vectorLoop(List<Computation> computations, Variable axis, Place from, Place to) {
        Map<Variable, Expression> locals = new HashMap<>();
        Vectorizer vectorizer = new Vectorizer(axis, locals, target);
        InvariantNumbers invariant = new InvariantNumbers(
                group, axis, computations.stream().map(Computation::value).collect(Collectors.toSet()));
        List<Expression> values = new ArrayList<>();
        for (Computation computation : computations) {
            Optional<Expression> value = vectorizer.vector(invariant.outOf(computation.body()));
            if (value.isEmpty() || computation.place().coefficient(axis) != 1) {
                return Optional.empty();
            }
            values.add(value.get());
            locals.put(computation.value(), Expression.Local.vector(value.get().type(), computation.value()));
        }
        List<Statement> statements = new ArrayList<>(invariant.declarations());
        statements.add(new Statement.Loop(axis, from, to, target.lanes(), body(computations, values, axis, from, to)));
        return Optional.of(statements);
    }

    private List<Statement> body(
            List<Computation> computations, List<Expression> values, Variable axis, Place from, Place to) {
        List<Statement> body = new ArrayList<>();
        Optional<Expression> mask = Optional.empty();
        if (!isWhole(from) || !isWhole(to)) {
            mask = Optional.of(new Expression.InRange(Place.of(axis), to));
        }
        Sharing sharing = new Sharing(group.variables());
        values.forEach(sharing::count);
        for (int i = 0; i < values.size(); i++) {
            Computation computation = computations.get(i);
            Expression value = sharing.replace(values.get(i), body);
            if (group.readsLocal(computation)) {
                body.add(new Statement.Declare(computation.value(), value));
                value = Expression.Local.vector(value.type(), computation.value());
            }
            if (computation.stored().isPresent()) {
                body.add(new Statement.Store(computation.stored().getAsInt(), computation.place(), value, mask));
            }
        }
        return body;
    }

    /** Whether a bound is surely a multiple of the lanes. */
    private boolean isWhole(Place bound) {
        return bound.constant() % target.lanes() == 0
                && bound.terms().stream().allMatch(term -> term.coefficient() % target.lanes() == 0);
    }

    private boolean isPart(LoopAxis axis) {
        return parallel.filter(axis::equals).isPresent();
    }

    private List<Statement> inLoops(List<LoopAxis> axes, List<Statement> body) {
        List<Statement> nest = body;
        for (LoopAxis axis : axes.reversed()) {
            nest = isPart(axis) ? Nest.part(axis, nest) : Nest.around(List.of(axis), nest);
        }
        return nest;
    }
}
