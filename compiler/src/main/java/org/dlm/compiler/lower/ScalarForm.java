package org.dlm.compiler.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;

/** The plain loop nest of a group: what the group means, in plain Java, and the twin of every schedule. */
public final class ScalarForm {
    private final LoweredGroup group;
    private final Optional<LoopAxis> parallel;

    private ScalarForm(LoweredGroup group) {
        this.group = group;
        this.parallel = ParallelAxis.of(group);
    }

    /** @param grain of what a part of the parallel axis must be a multiple; the schedule says it */
    public static Kernel of(LoweredGroup group, int grain) {
        ScalarForm form = new ScalarForm(group);
        return kernel(group, grain, form.body());
    }

    /** The kernel with this body. */
    public static Kernel kernel(LoweredGroup group, int grain, List<Statement> body) {
        Optional<LoopAxis> parallel = ParallelAxis.of(group);
        List<Statement> all = new ArrayList<>(group.preamble());
        all.addAll(body);
        return new Kernel(
                group.name(),
                group.operands(),
                group.numbers(),
                usesBatch(group, parallel),
                parallel.map(axis -> new Kernel.Parallel(axis.extent(), grain)),
                WorkEstimate.of(group, parallel),
                all);
    }

    private List<Statement> body() {
        return switch (group.kind()) {
            case POINTWISE, REDUCTION, ROWS -> inOuterLoops(elements());
            case SCATTER -> scatter(group.scatter().orElseThrow());
            case DRAW, NUMBER -> throw new IllegalArgumentException("a " + group.kind() + " group has no kernel");
        };
    }

    private List<Statement> inOuterLoops(List<Statement> body) {
        List<LoopAxis> serial = group.outer().stream()
                .filter(axis -> parallel.filter(axis::equals).isEmpty())
                .toList();
        List<Statement> nest = Nest.around(serial, body);
        return parallel.map(axis -> Nest.part(axis, nest)).orElse(nest);
    }

    /** All computations at one element of the outer axes. */
    private List<Statement> elements() {
        List<Statement> statements = new ArrayList<>();
        for (Computation computation : group.computations()) {
            statements.addAll(statements(computation));
        }
        return statements;
    }

    /** One computation at one element of the outer axes, with loops over its other axes. */
    public static List<Statement> statements(LoweredGroup group, Computation computation) {
        return new ScalarForm(group).statements(computation);
    }

    private List<Statement> statements(Computation computation) {
        List<LoopAxis> inner = computation
                .free()
                .subList(group.outer().size(), computation.free().size());
        return Nest.around(inner, element(computation));
    }

    private List<Statement> element(Computation computation) {
        List<Statement> statements = new ArrayList<>();
        Expression value = computation.local();
        if (computation.reduction() != Reduction.NONE) {
            statements.addAll(new Reducing(computation, group.variables()).statements());
        } else {
            Expression body = Sharing.share(computation.body(), group.variables(), statements);
            if (group.readsLocal(computation)) {
                statements.add(new Statement.Declare(computation.value(), body));
            } else {
                value = body;
            }
        }
        if (computation.stored().isPresent()) {
            statements.add(new Statement.Store(computation.stored().getAsInt(), computation.place(), value));
        }
        return statements;
    }

    private List<Statement> scatter(LoweredGroup.Scatter scatter) {
        List<Statement> addition = new ArrayList<>();
        Expression body = Sharing.share(scatter.body(), group.variables(), addition);
        addition.add(new Statement.Add(scatter.target(), scatter.at(), body));
        List<Statement> guarded = scatter.inside()
                .<List<Statement>>map(inside -> List.of(new Statement.If(inside, addition)))
                .orElse(addition);
        List<Statement> statements = new ArrayList<>(zeros(scatter));
        statements.addAll(
                parallel.isPresent()
                        ? Nest.part(
                                parallel.get(),
                                Nest.around(
                                        scatter.domain()
                                                .subList(1, scatter.domain().size()),
                                        guarded))
                        : Nest.around(scatter.domain(), guarded));
        return statements;
    }

    private List<Statement> zeros(LoweredGroup.Scatter scatter) {
        Variable element = group.variables().fresh("element");
        ElementType type = scatter.op().type().element();
        int inner = Math.toIntExact(scatter.op().type().fixedElements());
        boolean batched = scatter.op().type().batched();
        Place from = Place.ZERO;
        Place to = batched ? Place.of(Variable.BATCH).times(inner) : Place.constant(inner);
        if (parallel.isPresent()) {
            int unit = parallel.get().extent().isBatch()
                    ? inner
                    : inner / parallel.get().extent().fixedSize();
            from = Place.of(Variable.FROM).times(unit);
            to = Place.of(Variable.TO).times(unit);
        }
        Statement zero = new Statement.Store(scatter.target(), Place.of(element), Expression.constant(type, 0));
        return List.of(new Statement.Loop(element, from, to, 1, List.of(zero)));
    }

    /** Whether anything but the part's own range depends on the number of examples. */
    private static boolean usesBatch(LoweredGroup group, Optional<LoopAxis> parallel) {
        return group.outer().stream().anyMatch(axis -> usesBatch(axis, parallel))
                || group.computations().stream()
                        .anyMatch(c -> c.axes().stream().anyMatch(axis -> usesBatch(axis, parallel))
                                || mentionsBatch(c.body()))
                || group.scatter()
                        .filter(s -> s.domain().stream().anyMatch(axis -> usesBatch(axis, parallel))
                                || s.op().type().batched() && parallel.isEmpty()
                                || mentionsBatch(s.body())
                                || s.inside().filter(ScalarForm::mentionsBatch).isPresent())
                        .isPresent()
                || group.preamble().stream()
                        .anyMatch(s -> s instanceof Statement.Declare d && mentionsBatch(d.value()));
    }

    private static boolean usesBatch(LoopAxis axis, Optional<LoopAxis> parallel) {
        return axis.extent().isBatch() && parallel.filter(axis::equals).isEmpty();
    }

    private static boolean mentionsBatch(Expression expression) {
        boolean[] found = {false};
        expression.forEach(e -> found[0] |= e.places().stream().anyMatch(ScalarForm::mentionsBatch));
        return found[0];
    }

    private static boolean mentionsBatch(Place place) {
        return place.mentions(Variable.BATCH)
                || place.terms().stream()
                        .anyMatch(term -> term.factor() instanceof Place.Factor.Data data
                                && data.size().mentions(Variable.BATCH));
    }
}
