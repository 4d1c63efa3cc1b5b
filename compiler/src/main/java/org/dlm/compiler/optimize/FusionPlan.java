package org.dlm.compiler.optimize;

import java.util.List;
import org.dlm.compiler.graph.Graph;

/** The graph after inlining, and its ops (sources and reshapes aside) cut into groups, in an order that respects operands. */
public record FusionPlan(Graph graph, List<FusionGroup> groups) {
    public FusionPlan {
        groups = List.copyOf(groups);
    }
}
