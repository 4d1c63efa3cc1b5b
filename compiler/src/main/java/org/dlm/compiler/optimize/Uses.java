package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;

/** Who reads what in a graph; a read of a reshape also counts as a read of its source. */
final class Uses {
    private final Map<Op, List<Op>> users = new HashMap<>();
    private final Set<Op> offered = new HashSet<>();

    Uses(Graph graph) {
        for (Op op : graph.ops()) {
            op.operands()
                    .forEach(operand -> users.computeIfAbsent(operand, o -> new ArrayList<>())
                            .add(op));
        }
        graph.results().forEach(result -> offer(result.op()));
        graph.updates().forEach(update -> offer(update.value()));
    }

    /** The ops that name this one as an operand, in order. */
    List<Op> of(Op op) {
        return users.getOrDefault(op, List.of());
    }

    /** The ops that read the elements, directly or through reshapes, in order. */
    List<Op> readers(Op op) {
        List<Op> readers = new ArrayList<>();
        for (Op user : of(op)) {
            if (user.kind() instanceof OpKind.Reshape) {
                readers.addAll(readers(user));
            } else {
                readers.add(user);
            }
        }
        return readers;
    }

    /** Whether a result or an update takes the value, itself or as a reshape. */
    boolean offered(Op op) {
        return offered.contains(op);
    }

    private void offer(Op op) {
        offered.add(op);
        offered.add(op.root());
    }
}
