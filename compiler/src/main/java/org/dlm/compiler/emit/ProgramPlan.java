package org.dlm.compiler.emit;

import java.util.List;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.memory.MemoryPlan;

/**
 * A computation with every decision made: what runs in which order, by which kernels, and where everything lives.
 *
 * @param steps none where only the memory was asked for
 */
public record ProgramPlan(List<ProgramStep> steps, MemoryPlan memory) {
    public ProgramPlan {
        steps = List.copyOf(steps);
    }

    public Graph graph() {
        return memory.plan().graph();
    }

    /** The results in a role, in their order. */
    public List<Graph.Result> results(Graph.ResultRole role) {
        return graph().results().stream()
                .filter(result -> result.role() == role)
                .toList();
    }

    /** The sources in any of these roles. */
    public List<Op> sources(OpKind.Role... roles) {
        List<OpKind.Role> wanted = List.of(roles);
        return graph().ops().stream()
                .filter(op -> op.kind() instanceof OpKind.Source source && wanted.contains(source.role()))
                .toList();
    }
}
