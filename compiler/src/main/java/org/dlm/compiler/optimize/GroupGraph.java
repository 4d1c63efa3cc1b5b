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
import java.util.Optional;
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
    /** Keeps the time for all searches linear in the graph; 20 layers of a network are shorter. */
    private static final int LONGEST_SEARCH = 1000;

    private final Map<Op, Set<Op>> after = new HashMap<>();
    private final Map<Op, TreeSet<Op>> groupOf = new HashMap<>();
    private final List<Op> ops;
    private final GroupOrder order;
    private long visited;

    GroupGraph(Graph graph, Uses uses) {
        this.ops = graph.ops().stream().filter(GroupGraph::isComputed).toList();
        for (Op op : ops) {
            after.put(op, new LinkedHashSet<>(uses.readers(op)));
            TreeSet<Op> alone = new TreeSet<>(Comparator.comparingInt(Op::id));
            alone.add(op);
            groupOf.put(op, alone);
        }
        boolean forward = true;
        for (Graph.Update update : graph.updates()) {
            Op next = LinearAccess.root(update.value());
            if (isComputed(next)) {
                for (Op reader : uses.readers(update.target())) {
                    // as long as all edges lead to later ops, nothing leads back to an earlier one
                    boolean free = forward && reader.id() < next.id();
                    if (reader != next && (free || !reaches(next, reader))) {
                        after.get(reader).add(next);
                        forward &= free;
                    }
                }
            }
        }
        this.order = new GroupOrder(inOrder().stream().map(List::getFirst).toList());
    }

    /** All ops that a group computes, in order. */
    List<Op> ops() {
        return ops;
    }

    /** The members of the op's group, in order. */
    List<Op> group(Op op) {
        return List.copyOf(groupOf.get(op));
    }

    boolean alone(Op op) {
        return groupOf.get(op).size() == 1;
    }

    /** Whether the groups of two ops can be one, that is whether no other group has to stand between them. */
    boolean mayJoin(Op a, Op b) {
        return behind(a, b).isPresent();
    }

    /** Makes one group of two that {@link #mayJoin}. */
    void join(Op a, Op b) {
        TreeSet<Op> joined = groupOf.get(a);
        if (joined != groupOf.get(b)) {
            Set<Op> behind = behind(a, b).orElseThrow();
            order.join(groupOf.get(a), groupOf.get(b), behind);
            joined.addAll(groupOf.get(b));
            joined.forEach(op -> groupOf.put(op, joined));
        }
    }

    /**
     * What is reached from two groups through others, as far as it stands before the later of the two: only that can lead back to them.
     * The edges between the two themselves are not followed. Empty where a way leads back, or where the search has gone on for so long that
     * most likely one does: from a value of the forward pass to its reader in the backward pass, past all layers between.
     */
    private Optional<Set<Op>> behind(Op a, Op b) {
        Set<Op> joined = new HashSet<>(groupOf.get(a));
        joined.addAll(groupOf.get(b));
        int last = Math.max(order.place(a), order.place(b));
        ArrayDeque<Op> pending = new ArrayDeque<>();
        joined.forEach(op ->
                after.get(op).stream().filter(next -> !joined.contains(next)).forEach(pending::push));
        Set<Op> seen = new HashSet<>();
        while (!pending.isEmpty()) {
            Op op = pending.pop();
            visited++;
            if (joined.contains(op) || seen.size() > LONGEST_SEARCH) {
                return Optional.empty();
            }
            if (order.place(op) <= last && seen.add(op)) {
                seen.addAll(groupOf.get(op));
                groupOf.get(op).forEach(member -> pending.addAll(after.get(member)));
            }
        }
        return Optional.of(seen);
    }

    /** Ops looked at so far when it was asked what may be joined; a test compares it between graphs of different sizes. */
    long visited() {
        return visited;
    }

    /** The groups, each after those it needs; among several that could come next, the one with the earliest op. */
    List<List<Op>> inOrder() {
        Map<Set<Op>, Integer> open = new IdentityHashMap<>();
        for (Op op : ops) {
            open.putIfAbsent(groupOf.get(op), 0);
            for (Set<Op> later : groupsAfter(groupOf.get(op), op)) {
                open.merge(later, 1, Integer::sum);
            }
        }
        PriorityQueue<TreeSet<Op>> ready = new PriorityQueue<>(
                Comparator.comparingInt((TreeSet<Op> group) -> group.first().id()));
        new LinkedHashSet<>(ops.stream().map(op -> groupOf.get(op).first()).toList()).forEach(first -> {
            if (open.get(groupOf.get(first)) == 0) {
                ready.add(groupOf.get(first));
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
                .map(groupOf::get)
                .filter(later -> later != group)
                .toList();
    }

    /** Whether a way leads from one op to another, while each is still alone. */
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

    private static boolean isComputed(Op op) {
        return !(op.kind() instanceof OpKind.Source) && !(op.kind() instanceof OpKind.Reshape);
    }
}
