package org.dlm.compiler.optimize;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;

/** Builds a graph anew, op by op in order, with what a pass makes of each. */
final class GraphRebuild {
    private final GraphBuilder builder = new GraphBuilder();
    private final Map<Op, Op> built = new HashMap<>();

    GraphBuilder builder() {
        return builder;
    }

    /** What an op of the old graph has become. */
    Op of(Op old) {
        return built.get(old);
    }

    /** The new graph; {@code copy} makes the new op and finds the new operands by {@link #of}. */
    static Graph of(Graph graph, BiFunction<Op, GraphRebuild, Op> copy) {
        GraphRebuild rebuild = new GraphRebuild();
        graph.ops().forEach(op -> rebuild.built.put(op, copy.apply(op, rebuild)));
        return rebuild.builder.graph(
                graph.results().stream()
                        .map(r -> new Graph.Result(r.role(), r.name(), rebuild.of(r.op())))
                        .toList(),
                graph.updates().stream()
                        .map(u -> new Graph.Update(rebuild.of(u.target()), rebuild.of(u.value())))
                        .toList());
    }
}
