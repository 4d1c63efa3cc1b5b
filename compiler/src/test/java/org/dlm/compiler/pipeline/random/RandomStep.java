package org.dlm.compiler.pipeline.random;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.dlm.compiler.autodiff.Autodiff;
import org.dlm.compiler.autodiff.Gradients;
import org.dlm.compiler.batch.BatchPass;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Graph.ResultRole;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * A training step by chance: ops of all kinds over one example, through the batch pass, for some with derivatives after it, with
 * several outputs, a loss, and updates of what is kept.
 */
final class RandomStep {
    private static final Axis EXAMPLES = new Axis("b", Extent.BATCH);

    private final Pool pool;
    private final boolean derived;

    private RandomStep(long seed, String prefix) {
        SplittableRandom random = new SplittableRandom(seed);
        pool = new Pool(random, random.nextInt(100) < 70, prefix);
        derived = pool.chance(30);
    }

    /** @param prefix of the names of sources: graphs of different prefixes can be in one model */
    static StepGraph of(long seed, String prefix) {
        return new RandomStep(seed, prefix).step();
    }

    private StepGraph step() {
        sources();
        for (int ops = 1 + Math.min(pool.random().nextInt(6), pool.random().nextInt(6)); ops > 0; ops--) {
            new RandomOps(pool).add();
        }
        Op loss = loss();
        List<Graph.Update> updates = updates();
        Graph perExample = pool.builder().graph(results(loss, updates), updates);
        Graph batched = BatchPass.run(perExample);
        int capacity = pool.inputs().batch() + (pool.chance(30) ? pool.random().nextInt(4) : 0);
        return new StepGraph(derived ? derived(batched) : batched, pool.inputs(), pool.classes(), capacity);
    }

    private void sources() {
        pool.source(
                OpKind.Role.INPUT,
                ElementType.FLOAT,
                pool.sizes().shape(1 + pool.random().nextInt(3), 200));
        for (int k = pool.random().nextInt(3); k > 0; k--) {
            OpKind.Role role = List.of(
                            OpKind.Role.INPUT,
                            OpKind.Role.PARAMETER,
                            OpKind.Role.BUFFER,
                            OpKind.Role.STATE,
                            OpKind.Role.TARGET)
                    .get(pool.random().nextInt(5));
            boolean given = role == OpKind.Role.INPUT || role == OpKind.Role.TARGET;
            ElementType element = !given || pool.chance(60)
                    ? ElementType.FLOAT
                    : pool.chance(70) ? ElementType.INT : ElementType.BOOL;
            pool.source(role, element, pool.sizes().shape(Pool.ELEMENTS));
        }
    }

    /** The sum of some elements, cut so that it is finite: a loss that is not ends a step. */
    private Op loss() {
        Optional<Pool.Value> some = pool.some(ElementType.FLOAT);
        Pool.Value value = some.orElseThrow();
        List<Axis> axes = Pool.axesOf(value);
        Term element = new Term(
                Scalars.loadAt(value.op(), IntStream.range(0, axes.size()).toArray()), value.bound());
        Op sum = pool.builder()
                .indexed(List.of(), Reduction.SUM, axes, element.cut(8).scalar(), Ops.origin("loss"));
        pool.add(sum, Double.POSITIVE_INFINITY);
        if (!pool.perExample(sum) || pool.chance(40)) {
            return sum;
        }
        Op total = pool.builder()
                .indexed(List.of(), Reduction.SUM, List.of(EXAMPLES), Scalars.load(sum, List.of()), Ops.origin("all"));
        pool.add(total, Double.POSITIVE_INFINITY);
        return total;
    }

    /** All that nothing reads, and some of the rest. */
    private List<Graph.Result> results(Op loss, List<Graph.Update> updates) {
        List<Graph.Result> results = new ArrayList<>();
        results.add(new Graph.Result(ResultRole.LOSS, "loss", loss));
        Set<Op> read = new HashSet<>();
        pool.values().forEach(value -> read.addAll(value.op().operands()));
        updates.forEach(update -> read.add(update.value()));
        for (Pool.Value value : pool.values()) {
            boolean source = value.op().kind() instanceof OpKind.Source;
            if (!source && value.op() != loss && (!read.contains(value.op()) || pool.chance(15))) {
                ResultRole role = List.of(ResultRole.OUTPUT, ResultRole.METRIC, ResultRole.VALUE)
                        .get(pool.random().nextInt(3));
                results.add(new Graph.Result(role, "r" + results.size(), value.op()));
            }
        }
        if (pool.chance(10)) {
            Op rate = pool.builder()
                    .pointwise(
                            List.of(),
                            Scalars.multiply(
                                    Scalars.load(pool.hyper(), List.of()), Scalars.load(pool.counter(), List.of())),
                            Ops.origin("rate"));
            results.add(new Graph.Result(ResultRole.VALUE, "rate", rate));
        }
        return results;
    }

    private List<Graph.Update> updates() {
        List<Graph.Update> updates = new ArrayList<>();
        for (Pool.Value target : List.copyOf(pool.values())) {
            if (target.kept() && pool.chance(65)) {
                update(target).ifPresent(updates::add);
            }
        }
        return updates;
    }

    /** Its own element and something shared, or another value of its type; never one value for each example. */
    private Optional<Graph.Update> update(Pool.Value target) {
        Optional<Pool.Value> other = pool.some(value ->
                !value.perExample() && value.op().type().equals(target.op().type()));
        if (pool.chance(35)) {
            return other.map(value -> new Graph.Update(target.op(), value.op()));
        }
        List<Axis> axes = Pool.axesOf(target);
        Term own = new Term(
                Scalars.loadAt(target.op(), IntStream.range(0, axes.size()).toArray()), target.bound());
        Term next = own.minus(new RandomBody(pool, axes).number(2).small());
        Op value = pool.builder().pointwise(axes, next.scalar(), Ops.origin("next"));
        pool.add(value, Double.POSITIVE_INFINITY);
        return pool.perExample(value) ? Optional.empty() : Optional.of(new Graph.Update(target.op(), value));
    }

    /** The same with the derivatives of the loss in the updates of parameters. */
    private Graph derived(Graph batched) {
        Op loss = batched.result("loss").orElseThrow();
        List<Op> parameters = batched.sources(OpKind.Role.PARAMETER);
        Gradients gradients = Autodiff.differentiate(batched, loss, parameters);
        GraphBuilder builder = gradients.builder();
        List<Graph.Update> updates = new ArrayList<>();
        for (Op parameter : parameters) {
            gradients.adjoint(parameter).ifPresent(adjoint -> updates.add(stepped(builder, parameter, adjoint)));
        }
        Set<Op> done = new HashSet<>(updates.stream().map(Graph.Update::target).toList());
        batched.updates().stream()
                .filter(update -> !done.contains(update.target()))
                .forEach(updates::add);
        return builder.graph(batched.results(), updates);
    }

    private static Graph.Update stepped(GraphBuilder builder, Op parameter, Op adjoint) {
        int[] here = IntStream.range(0, parameter.type().rank()).toArray();
        List<Axis> axes = parameter.type().shape().stream()
                .map(extent -> new Axis("p", extent))
                .toList();
        Scalar change = Scalars.multiply(Scalars.literal(2.0), Scalars.loadAt(adjoint, here));
        return new Graph.Update(
                parameter,
                builder.pointwise(
                        axes, Scalars.subtract(Scalars.loadAt(parameter, here), change), Ops.origin("stepped")));
    }
}
