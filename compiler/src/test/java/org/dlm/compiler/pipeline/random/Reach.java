package org.dlm.compiler.pipeline.random;

import java.util.HashSet;
import java.util.Set;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;

/** What follows from some kinds of sources alone. */
final class Reach {
    private Reach() {}

    /** The ops that depend on sources of these roles and on no others, and on no draws. */
    static Set<Op> of(Graph graph, Set<OpKind.Role> roles) {
        Set<Op> reached = new HashSet<>();
        for (Op op : graph.ops()) {
            boolean follows = switch (op.kind()) {
                case OpKind.Source source -> roles.contains(source.role());
                case OpKind.Draw draw -> false;
                case OpKind.Reshape reshape -> reached.containsAll(op.operands());
                case OpKind.Indexed indexed -> reached.containsAll(op.operands());
                case OpKind.ScatterAdd scatter -> reached.containsAll(op.operands());
            };
            if (follows) {
                reached.add(op);
            }
        }
        return reached;
    }
}
