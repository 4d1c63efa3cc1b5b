package org.dlm.compiler.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionPlan;

/** Which groups make and read each value. Reshapes are seen through: only the ops whose elements they show count. */
public final class GroupUses {
    private final Map<Op, List<Integer>> readers = new HashMap<>();
    private final Map<Op, Integer> makers = new HashMap<>();
    private final int end;

    public GroupUses(FusionPlan plan) {
        end = plan.groups().size();
        for (int g = 0; g < end; g++) {
            FusionGroup group = plan.groups().get(g);
            for (Op op : group.stored()) {
                makers.put(op, g);
            }
            for (Op op : group.ops()) {
                for (Op operand : op.operands()) {
                    read(operand, g);
                }
            }
        }
        plan.graph().results().forEach(result -> read(result.op(), end));
        plan.graph().updates().stream()
                .map(Graph.Update::value)
                .filter(value -> value.root().kind() instanceof OpKind.Source)
                .forEach(value -> read(value, end));
    }

    private void read(Op op, int group) {
        readers.computeIfAbsent(op.root(), root -> new ArrayList<>()).add(group);
    }

    /** The number that stands for everything after the last group. */
    public int end() {
        return end;
    }

    /** Whether a group stores it. */
    public boolean isStored(Op op) {
        return makers.containsKey(op);
    }

    /** The group that stores it. */
    public int maker(Op op) {
        return makers.get(op);
    }

    /** The last group that reads it; its own where none does; the end where it is read after the run. */
    public int last(Op op) {
        return readers.getOrDefault(op, List.of()).stream()
                .mapToInt(g -> g)
                .max()
                .orElse(makers.getOrDefault(op, -1));
    }
}
