package org.dlm.compiler.optimize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;

/**
 * The groups while they grow, and what must come before what. Sources and reshapes are in no group; an edge leads through them.
 *
 * <p>Beside the edges from operands to users there is one from every reader of an updated value to the op that makes its next
 * value, so that the update can be done in place. It is left out where the reader itself needs the next value; then the
 * next value needs a place of its own.
 */
final class GroupGraph {
    private final Map<Op, Set<Op>> after = new HashMap<>();
    private final List<Op> ops;
    private final GroupOrder order;

    GroupGraph(Graph graph, Uses uses) {
        this.ops = graph.ops().stream().filter(GroupGraph::isComputed).toList();
        for (Op op : ops) {
            after.put(op, new LinkedHashSet<>(uses.readers(op)));
        }
        for (Graph.Update update : graph.updates()) {
            Op next = update.value().root();
            if (isComputed(next)) {
                for (Op reader : uses.readers(update.target())) {
                    if (reader != next && !reaches(next, reader)) {
                        after.get(reader).add(next);
                    }
                }
            }
        }
        this.order = new GroupOrder(ops, after);
    }

    /** All ops that a group computes, in order. */
    List<Op> ops() {
        return ops;
    }

    /** The members of the op's group, in order. */
    List<Op> group(Op op) {
        return List.copyOf(order.group(op));
    }

    boolean alone(Op op) {
        return order.group(op).size() == 1;
    }

    /** Whether the groups of two ops can be one, that is whether no other group has to stand between them. */
    boolean mayJoin(Op a, Op b) {
        return order.mayJoin(a, b);
    }

    void join(Op a, Op b) {
        order.join(a, b);
    }

    /** Groups looked at so far when it was asked what may be joined; a test compares it between graphs of different sizes. */
    long visited() {
        return order.visited();
    }

    /** The groups, each after those it needs; among several that could come next, the one with the earliest op. */
    List<List<Op>> inOrder() {
        Map<Set<Op>, Integer> open = new IdentityHashMap<>();
        for (Op op : ops) {
            open.putIfAbsent(order.group(op), 0);
            for (Set<Op> later : groupsAfter(order.group(op), op)) {
                open.merge(later, 1, Integer::sum);
            }
        }
        PriorityQueue<TreeSet<Op>> ready = new PriorityQueue<>(
                Comparator.comparingInt((TreeSet<Op> group) -> group.first().id()));
        new LinkedHashSet<>(ops.stream().map(op -> order.group(op).first()).toList()).forEach(first -> {
            if (open.get(order.group(first)) == 0) {
                ready.add(order.group(first));
            }
        });
        List<List<Op>> ordered = new ArrayList<>();
        while (!ready.isEmpty()) {
            TreeSet<Op> group = ready.poll();
            ordered.add(List.copyOf(group));
            for (Op op : group) {
                for (TreeSet<Op> later : groupsAfter(group, op)) {
                    if (open.merge(later, -1, Integer::sum) == 0) {
                        ready.add(later);
                    }
                }
            }
        }
        return ordered;
    }

    /** One entry for each edge from the op out of its group. */
    private List<TreeSet<Op>> groupsAfter(Set<Op> group, Op op) {
        return after.get(op).stream()
                .map(order::group)
                .filter(later -> later != group)
                .toList();
    }

    /** Whether a way leads from an op to another, before there are groups. */
    private boolean reaches(Op from, Op to) {
        ArrayDeque<Op> pending = new ArrayDeque<>(List.of(from));
        Set<Op> seen = new HashSet<>();
        while (!pending.isEmpty()) {
            Op op = pending.pop();
            if (op == to) {
                return true;
            }
            if (seen.add(op)) {
                pending.addAll(after.get(op));
            }
        }
        return false;
    }

    static boolean isComputed(Op op) {
        return !(op.kind() instanceof OpKind.Source) && !(op.kind() instanceof OpKind.Reshape);
    }
}
