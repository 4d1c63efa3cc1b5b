package org.dlm.compiler.interpret;

import java.util.Map;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;

/** What an interpreted graph gave: the value of every op. Values that are per example have the batch as first extent. */
public record Run(Graph graph, Map<Op, Tensor> values) {
    public Run {
        values = Map.copyOf(values);
    }

    public Tensor value(Op op) {
        Tensor value = values.get(op);
        if (value == null) {
            throw new IllegalArgumentException("not an op of the graph: " + op);
        }
        return value;
    }

    /** The value offered under a name. */
    public Tensor result(String name) {
        return value(graph.result(name)
                .orElseThrow(() -> new IllegalArgumentException("the graph has no result named " + name)));
    }

    /** The next value of a kept source. */
    public Tensor update(Op target) {
        return graph.updates().stream()
                .filter(u -> u.target() == target)
                .map(u -> value(u.value()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the graph does not update " + target));
    }
}
