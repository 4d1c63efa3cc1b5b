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
 * @param stated the graph before anything was rewritten: it tells which value the text calls the result of a layer
 */
public record ProgramPlan(List<ProgramStep> steps, MemoryPlan memory, Graph stated) {
    public ProgramPlan {
        steps = List.copyOf(steps);
    }

    /** A computation of which nothing is known but the rewritten graph. */
    public ProgramPlan(List<ProgramStep> steps, MemoryPlan memory) {
        this(steps, memory, memory.plan().graph());
    }

    /** The same with the graph that was rewritten. */
    public ProgramPlan from(Graph original) {
        return new ProgramPlan(steps, memory, original);
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
