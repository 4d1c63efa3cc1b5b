package org.dlm.compiler.pipeline.random;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Graph.ResultRole;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.rewrite.OpCopy;

/**
 * What the evaluation of a model of many steps adds up: results of those steps that have the most frequent size of batch, since one
 * batch is given to all of them.
 *
 * @param measures losses, then metrics
 * @param graph with the measures in this order
 */
record StepMeasures(int batch, List<Measure> measures, Graph graph) {
    /** A result of the step at a place. */
    record Measure(int place, Graph.Result result) {}

    static StepMeasures of(List<StepGraph> steps) {
        int batch = frequentBatch(steps);
        List<Measure> measures = new ArrayList<>();
        for (int place = 0; place < steps.size(); place++) {
            StepGraph step = steps.get(place);
            for (Graph.Result result : step.inputs().batch() == batch ? measured(step) : List.<Graph.Result>of()) {
                measures.add(new Measure(place, new Graph.Result(role(result), "m" + measures.size(), result.op())));
            }
        }
        measures.sort(Comparator.comparing(measure -> measure.result().role()));
        return new StepMeasures(batch, measures, joined(steps, measures));
    }

    /** One graph of the measures of many. */
    private static Graph joined(List<StepGraph> steps, List<Measure> measures) {
        GraphBuilder builder = new GraphBuilder();
        Map<Op, Op> copies = new HashMap<>();
        measures.stream().map(Measure::place).distinct().forEach(place -> {
            for (Op op : steps.get(place).graph().ops()) {
                copies.put(op, OpCopy.of(op, builder, copies::get, body -> OpCopy.withSources(body, copies::get)));
            }
        });
        return builder.graph(
                measures.stream()
                        .map(Measure::result)
                        .map(result -> new Graph.Result(result.role(), result.name(), copies.get(result.op())))
                        .toList(),
                List.of());
    }

    private static int frequentBatch(List<StepGraph> steps) {
        Map<Integer, Integer> counts = new HashMap<>();
        steps.forEach(step -> counts.merge(step.inputs().batch(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    /** What follows from examples and weights, and is one number, for each example or for all. */
    private static List<Graph.Result> measured(StepGraph step) {
        Set<Op> computed = Reach.of(
                step.graph(), Set.of(OpKind.Role.INPUT, OpKind.Role.TARGET, OpKind.Role.PARAMETER, OpKind.Role.BUFFER));
        return step.graph().results().stream()
                .filter(result -> computed.contains(result.op()))
                .filter(result -> result.op().type().element() == ElementType.FLOAT)
                .filter(result ->
                        result.op().type().rank() == (result.op().type().batched() ? 1 : 0))
                .toList();
    }

    private static ResultRole role(Graph.Result result) {
        return result.role() == ResultRole.LOSS ? ResultRole.LOSS : ResultRole.METRIC;
    }
}
