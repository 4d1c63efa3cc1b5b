package org.dlm.compiler.pipeline.random;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.rewrite.OpCopy;

/** A graph with some ops or bodies exchanged. */
record GraphEdit(
        GraphBuilder builder,
        BiFunction<GraphBuilder, Op, Optional<Op>> ops,
        BiFunction<Op, Scalar, Scalar> bodies,
        Map<Op, Op> known) {

    static Graph of(
            Graph graph, BiFunction<GraphBuilder, Op, Optional<Op>> ops, BiFunction<Op, Scalar, Scalar> bodies) {
        GraphEdit edit = new GraphEdit(new GraphBuilder(), ops, bodies, new HashMap<>());
        graph.ops().forEach(op -> edit.known.put(op, ops.apply(edit.builder, op).orElseGet(() -> edit.copy(op))));
        return edit.builder.graph(
                graph.results().stream()
                        .map(result -> new Graph.Result(result.role(), result.name(), edit.known.get(result.op())))
                        .toList(),
                graph.updates().stream()
                        .map(update ->
                                new Graph.Update(edit.known.get(update.target()), edit.known.get(update.value())))
                        .toList());
    }

    private Op copy(Op op) {
        return OpCopy.of(op, builder, known::get, body -> OpCopy.withSources(bodies.apply(op, body), known::get));
    }
}
