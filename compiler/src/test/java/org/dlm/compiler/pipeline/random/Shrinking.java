package org.dlm.compiler.pipeline.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Graph.ResultRole;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.GraphVerifier;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.interpret.Interpreter;

/** Takes away from a step that is wrong whatever it can be wrong without: results, updates, ops, parts of bodies. */
final class Shrinking {
    private final Predicate<StepGraph> isWrong;
    private int trials;

    private Shrinking(Predicate<StepGraph> isWrong, int trials) {
        this.isWrong = isWrong;
        this.trials = trials;
    }

    static StepGraph smallest(StepGraph step, int trials, Predicate<StepGraph> isWrong) {
        Shrinking shrinking = new Shrinking(isWrong, trials);
        StepGraph smallest = step;
        Optional<StepGraph> smaller = shrinking.smaller(smallest);
        while (smaller.isPresent()) {
            smallest = smaller.get();
            smaller = shrinking.smaller(smallest);
        }
        return smallest;
    }

    private Optional<StepGraph> smaller(StepGraph step) {
        return Stream.of(withoutOffers(step), withPlainLoss(step), withGivenValues(step), withShorterBodies(step))
                .flatMap(some -> some.limit(60))
                .filter(candidate -> trials-- > 0 && isMeaningful(candidate) && isWrong.test(candidate))
                .findFirst();
    }

    /** What is taken away may have kept a place inside of its dimension. */
    private static boolean isMeaningful(StepGraph step) {
        try {
            GraphVerifier.verify(step.graph());
            Interpreter.run(step.graph(), step.inputs());
            return true;
        } catch (IllegalStateException | IllegalArgumentException meaningless) {
            return false;
        }
    }

    private static Stream<StepGraph> withoutOffers(StepGraph step) {
        Graph graph = step.graph();
        Stream<Graph> results = IntStream.range(0, graph.results().size())
                .filter(r -> graph.results().get(r).role() != ResultRole.LOSS)
                .mapToObj(r -> graph(graph, without(graph.results(), r), graph.updates()));
        Stream<Graph> updates = IntStream.range(0, graph.updates().size())
                .mapToObj(u -> graph(graph, graph.results(), without(graph.updates(), u)));
        return Stream.concat(results, updates).map(step::with);
    }

    private static <T> List<T> without(List<T> all, int place) {
        List<T> rest = new ArrayList<>(all);
        rest.remove(place);
        return rest;
    }

    private static Graph graph(Graph graph, List<Graph.Result> results, List<Graph.Update> updates) {
        return GraphBuilder.startingFrom(graph).graph(results, updates);
    }

    private static Stream<StepGraph> withPlainLoss(StepGraph step) {
        if (step.loss().op().operands().isEmpty()) {
            return Stream.of();
        }
        GraphBuilder builder = GraphBuilder.startingFrom(step.graph());
        Op nothing = builder.pointwise(List.of(), Scalars.literal(0.0), Ops.origin("nothing"));
        List<Graph.Result> results = step.graph().results().stream()
                .map(result -> result.role() == ResultRole.LOSS
                        ? new Graph.Result(ResultRole.LOSS, result.name(), nothing)
                        : result)
                .toList();
        return Stream.of(step.with(builder.graph(results, step.graph().updates())));
    }

    /** An op becomes an input, or a buffer, that is given its value. */
    private static Stream<StepGraph> withGivenValues(StepGraph step) {
        return step.graph().ops().reversed().stream()
                .filter(op -> !op.operands().isEmpty())
                .flatMap(op -> given(step, op).stream());
    }

    private static Optional<StepGraph> given(StepGraph step, Op op) {
        boolean batched = op.type().batched();
        boolean isFloat = op.type().element() == org.dlm.compiler.graph.ElementType.FLOAT;
        boolean once =
                op.type().shape().stream().filter(extent -> extent.isBatch()).count() <= 1;
        if (!once || !batched && !isFloat || step.loss().op() == op) {
            return Optional.empty();
        }
        double[] elements =
                Interpreter.run(step.graph(), step.inputs()).value(op).elements();
        OpKind.Role role = batched ? OpKind.Role.INPUT : OpKind.Role.BUFFER;
        String name = "given" + op.id();
        Graph graph = GraphEdit.of(
                step.graph(),
                (builder, old) -> old == op
                        ? Optional.of(builder.source(role, name, op.type(), batched, Ops.origin(name)))
                        : Optional.empty(),
                (owner, body) -> body);
        return Optional.of(
                new StepGraph(graph, step.inputs().with(role, name, elements), step.classes(), step.capacity()));
    }

    /** One part of one body becomes one of its own parts, or a number. */
    private static Stream<StepGraph> withShorterBodies(StepGraph step) {
        return step.graph().ops().stream()
                .flatMap(op -> bodies(op)
                        .flatMap(Shrinking::parts)
                        .distinct()
                        .flatMap(part -> shorter(part).map(less -> edited(step, op, part, less))));
    }

    private static StepGraph edited(StepGraph step, Op op, Scalar part, Scalar less) {
        return step.with(GraphEdit.of(
                step.graph(),
                (builder, old) -> Optional.empty(),
                (owner, body) -> owner == op ? replaced(body, part, less) : body));
    }

    private static Scalar replaced(Scalar body, Scalar part, Scalar less) {
        return body.equals(part) ? less : body.mapChildren(child -> replaced(child, part, less));
    }

    private static Stream<Scalar> bodies(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed -> Stream.of(indexed.body());
            case OpKind.ScatterAdd scatter -> Stream.of(scatter.body());
            case OpKind.Source source -> Stream.of();
            case OpKind.Draw draw -> Stream.of();
            case OpKind.Reshape reshape -> Stream.of();
        };
    }

    private static Stream<Scalar> parts(Scalar body) {
        List<Scalar> parts = new ArrayList<>();
        body.forEach(parts::add);
        return parts.stream();
    }

    private static Stream<Scalar> shorter(Scalar part) {
        return switch (part) {
            case Scalar.Apply apply ->
                Stream.concat(
                        apply.arguments().stream().filter(argument -> argument.type() == apply.type()),
                        Stream.of(Scalars.literal(apply.type(), 1)));
            case Scalar.Load load -> Stream.of(Scalars.literal(load.type(), 1));
            case Scalar.IndexValue index -> Stream.of(Scalars.literal(1));
            case Scalar.Size size -> Stream.of(Scalars.literal(1));
            case Scalar.Literal literal -> Stream.of();
        };
    }
}
