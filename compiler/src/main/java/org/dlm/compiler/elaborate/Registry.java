package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.ast.ValueSpace;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.source.Span;

/** What a model turned out to own and to offer, in the order of the text. */
final class Registry {
    /** A parameter or buffer; {@code start} makes its first value in a graph of its own. */
    record Owned(String path, TensorType type, boolean trained, Op source, Start start, Span span) {}

    /** Makes the start value; run after the model's own elaboration, in another graph. */
    interface Start {
        Value.TensorValue make(Elaboration elaboration);
    }

    record Port(
            String name,
            boolean target,
            TensorType type,
            Optional<Integer> classes,
            Op source,
            Optional<String> doc,
            Span span) {}

    record Hyper(String name, double start, Optional<ValueSpace> space, Span span) {}

    record Exposed(Graph.ResultRole role, String name, Op op, boolean perExample, Optional<String> doc, Span span) {}

    final Map<String, Owned> owned = new LinkedHashMap<>();
    final List<Port> ports = new ArrayList<>();
    final List<Hyper> hypers = new ArrayList<>();
    final List<Exposed> exposed = new ArrayList<>();
    final Map<Op, Op> updates = new LinkedHashMap<>();
    final List<ElaboratedModel.InstanceRecord> instances = new ArrayList<>();
}
