package org.dlm.compiler.optimize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dlm.compiler.graph.Op;

/** Finds the pointwise groups that an op could belong to without asking all of them: those that share a value with it. */
final class NearGroups {
    /** The groups that compute a value or read it as a large operand, by the numbers of their first ops. */
    private final Map<Op, TreeMap<Integer, Op>> byValue = new HashMap<>();

    private final Map<Op, Integer> numbers = new HashMap<>();

    /** Says that an op is now of a group. */
    void add(Op group, Op member, Set<Op> largeOperands) {
        int number = numbers.computeIfAbsent(group, g -> numbers.size());
        groups(member).put(number, group);
        largeOperands.forEach(operand -> groups(operand).put(number, group));
    }

    /** The groups that compute what the op reads, or read a large operand of it, in the order in which they were begun. */
    List<Op> of(Op op, Set<Op> largeOperands) {
        TreeMap<Integer, Op> near = new TreeMap<>();
        op.operands().forEach(operand -> near.putAll(groups(operand.root())));
        largeOperands.forEach(operand -> near.putAll(groups(operand)));
        return List.copyOf(near.values());
    }

    private TreeMap<Integer, Op> groups(Op value) {
        return byValue.computeIfAbsent(value, v -> new TreeMap<>());
    }
}
