package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.elaborate.UpdateElaborator;
import org.dlm.compiler.elaborate.UpdateElaborator.Trained;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.memory.ArrayLayout;

/**
 * Joins the parameters of a rule that are next to each other in the weights to runs, and knows afterwards what it has joined.
 */
final class ParameterRuns implements UpdateElaborator.Joining {
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, List<String>> runs = new LinkedHashMap<>();

    /** @param weights in the order of their places */
    ParameterRuns(List<ArrayLayout.Tensor> weights) {
        weights.forEach(tensor -> places.put(tensor.path(), places.size()));
    }

    @Override
    public List<Trained> join(List<Trained> ofOneRule, GraphBuilder graph) {
        List<Trained> placed = ofOneRule.stream()
                .sorted(Comparator.comparing(one -> places.get(one.path())))
                .toList();
        List<List<Trained>> found = new ArrayList<>();
        for (Trained one : placed) {
            if (found.isEmpty() || !follows(found.getLast().getLast(), one)) {
                found.add(new ArrayList<>());
            }
            found.getLast().add(one);
        }
        return found.stream().map(run -> joined(run, graph)).toList();
    }

    private boolean follows(Trained before, Trained one) {
        return places.get(before.path()) + 1 == places.get(one.path());
    }

    /** A single one keeps its shape. */
    private Trained joined(List<Trained> run, GraphBuilder graph) {
        if (run.size() == 1) {
            return run.getFirst();
        }
        Trained first = run.getFirst();
        String name = first.path() + " to " + run.getLast().path();
        TensorType type = ArrayLayout.typeOfRun(
                run.stream().mapToLong(one -> room(one.parameter())).sum());
        runs.put(name, run.stream().map(Trained::path).toList());
        Op parameter = first.parameter();
        return new Trained(
                name,
                graph.source(
                        OpKind.Role.PARAMETER,
                        name,
                        type,
                        false,
                        parameter.origin().named(name)),
                graph.source(
                        OpKind.Role.GRADIENT,
                        name,
                        type,
                        false,
                        first.gradient().origin().named(name)));
    }

    private static long room(Op parameter) {
        return ArrayLayout.Room.of(new ArrayLayout.Tensor("", parameter.type(), true))
                .elements();
    }

    /** The parameters of each run, by its name. */
    Map<String, List<String>> runs() {
        return runs;
    }
}
