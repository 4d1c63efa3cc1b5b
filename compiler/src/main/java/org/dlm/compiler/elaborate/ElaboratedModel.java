package org.dlm.compiler.elaborate;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.ValueSpace;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.source.Span;

/**
 * A model after elaboration: its graphs per example, and what it owns and offers.
 *
 * @param training outputs, losses and metrics with {@code training} true, and the updates of buffers
 * @param inference the same with {@code training} false
 * @param initial one result for each parameter and buffer, named by its path
 */
public record ElaboratedModel(
        String name,
        Optional<String> doc,
        Graph training,
        Graph inference,
        Graph initial,
        List<Port> ports,
        List<Owned> owned,
        List<Hyper> hypers,
        List<Exposed> exposed,
        List<InstanceRecord> instances) {

    /** An input or target; {@code classes} where its elements are ints in {@code 0 .. classes - 1}. */
    public record Port(
            String name, boolean target, TensorType type, Optional<Integer> classes, Optional<String> doc, Span span) {}

    /** A parameter (trained) or buffer. */
    public record Owned(String path, TensorType type, boolean trained, Span span) {}

    /** A run-time number with its default and where it may lie. */
    public record Hyper(String name, double start, Optional<ValueSpace> space, Span span) {}

    /** An output, loss or metric; its op is the result of that name in the graphs. */
    public record Exposed(Graph.ResultRole role, String name, TensorType type, Optional<String> doc, Span span) {}

    /** One use of a layer or function at some depth of the model, for summaries. */
    public record InstanceRecord(
            List<String> path, String callable, List<TensorType> inputs, List<TensorType> outputs, Span span) {}
}
