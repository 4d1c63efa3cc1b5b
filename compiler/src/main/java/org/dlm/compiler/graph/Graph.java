package org.dlm.compiler.graph;

import java.util.List;
import java.util.Optional;

/**
 * A computation: ops in an order in which each stands after its operands, what is offered outside, and which kept values get
 * a next value.
 */
public record Graph(List<Op> ops, List<Result> results, List<Update> updates) {
    public Graph {
        ops = List.copyOf(ops);
        results = List.copyOf(results);
        updates = List.copyOf(updates);
    }

    /** Why a result is offered. */
    public enum ResultRole {
        OUTPUT,
        LOSS,
        METRIC,
        /** A start value of a parameter or buffer, an adjoint asked for, a run-time setting shown in logs. */
        VALUE,
        /** What a run leaves for the next run of the same program. */
        KEPT
    }

    /** A value offered outside under a name. */
    public record Result(ResultRole role, String name, Op op) {}

    /** After all reads of this graph, {@code target} (a source: parameter, buffer, state) takes the value. */
    public record Update(Op target, Op value) {}

    public Optional<Op> result(String name) {
        return results.stream()
                .filter(r -> r.name().equals(name))
                .map(Result::op)
                .findFirst();
    }

    public List<Op> sources(OpKind.Role role) {
        return ops.stream()
                .filter(op -> op.kind() instanceof OpKind.Source source && source.role() == role)
                .toList();
    }
}
