package org.dlm.compiler.pipeline.random;

import java.util.List;
import java.util.Map;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Graph.ResultRole;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.interpret.Inputs;

/**
 * A training step as a batched graph, with one result in the role LOSS, and what it reads.
 *
 * @param classes the number of classes of the inputs whose values are places in arrays
 * @param capacity the largest batch that its program is made for
 */
record StepGraph(Graph graph, Inputs inputs, Map<String, Integer> classes, int capacity) {
    StepGraph {
        classes = Map.copyOf(classes);
    }

    /** The same with another graph over some of the same sources. */
    StepGraph with(Graph other) {
        return new StepGraph(other, inputs, classes, capacity);
    }

    Graph.Result loss() {
        return graph.results().stream()
                .filter(result -> result.role() == ResultRole.LOSS)
                .findFirst()
                .orElseThrow();
    }

    List<Op> sources(OpKind.Role... roles) {
        List<OpKind.Role> wanted = List.of(roles);
        return graph.ops().stream()
                .filter(op -> op.kind() instanceof OpKind.Source source && wanted.contains(source.role()))
                .toList();
    }

    double[] elements(Op source) {
        OpKind.Source kind = (OpKind.Source) source.kind();
        return inputs.sources().get(new Inputs.Key(kind.role(), kind.name()));
    }

    static String name(Op source) {
        return ((OpKind.Source) source.kind()).name();
    }
}
