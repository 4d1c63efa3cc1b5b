package org.dlm.compiler.optimize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dlm.compiler.graph.Op;

/**
 * The groups in an order that respects what must come before what, kept while groups become one. A way between two groups goes
 * through places between theirs only, so the question whether one leads from here to there looks at few groups, however deep the
 * network is (Pearce and Kelly, A Dynamic Topological Sort Algorithm for Directed Acyclic Graphs, 2007).
 */
final class GroupOrder {
    /** Keeps the time for all searches linear in the graph; a layer with its derivative and update is shorter. */
    private static final int LONGEST_SEARCH = 300;

    /** A group and its place in the order. */
    private static final class Group {
        private final TreeSet<Op> members = new TreeSet<>(Comparator.comparingInt(Op::id));
        private int place;

        Group(Op first, int place) {
            members.add(first);
            this.place = place;
        }
    }

    private final Map<Op, Set<Op>> after;
    private final Map<Op, Set<Op>> before = new HashMap<>();
    private final Map<Op, Group> groupOf = new HashMap<>();
    private long visited;

    /** @param after what must come after an op; without circles */
    GroupOrder(Collection<Op> ops, Map<Op, Set<Op>> after) {
        this.after = after;
        ops.forEach(op -> before.put(op, new LinkedHashSet<>()));
        ops.forEach(op -> after.get(op).forEach(later -> before.get(later).add(op)));
        place(ops);
    }

    private void place(Collection<Op> ops) {
        Map<Op, Integer> open = new HashMap<>();
        PriorityQueue<Op> ready = new PriorityQueue<>(Comparator.comparingInt(Op::id));
        for (Op op : ops) {
            open.put(op, before.get(op).size());
            if (before.get(op).isEmpty()) {
                ready.add(op);
            }
        }
        while (!ready.isEmpty()) {
            Op op = ready.poll();
            groupOf.put(op, new Group(op, groupOf.size()));
            for (Op later : after.get(op)) {
                if (open.merge(later, -1, Integer::sum) == 0) {
                    ready.add(later);
                }
            }
        }
    }

    /** The members of the op's group, in order; the same object for all of them. */
    TreeSet<Op> group(Op op) {
        return groupOf.get(op).members;
    }

    /** Whether it is found soon that no other group has to stand between those of the two ops. */
    boolean mayJoin(Op a, Op b) {
        Group first = first(a, b);
        Group second = second(a, b);
        long before = visited;
        Set<Group> seen = new HashSet<>();
        ArrayDeque<Group> pending = new ArrayDeque<>();
        next(first).filter(group -> group != second).forEach(pending::push);
        while (!pending.isEmpty()) {
            Group group = pending.pop();
            visited++;
            if (visited - before > LONGEST_SEARCH) {
                return false;
            }
            if (group == second) {
                return first == second;
            }
            if (group.place < second.place && seen.add(group)) {
                next(group).forEach(pending::push);
            }
        }
        return true;
    }

    /** Groups looked at so far by {@link #mayJoin}. */
    long visited() {
        return visited;
    }

    /** Makes one group of two that may join. */
    void join(Op a, Op b) {
        Group first = first(a, b);
        Group second = second(a, b);
        if (first == second) {
            return;
        }
        List<Group> later = between(first, this::next, group -> group.place < second.place);
        List<Group> earlier = between(second, this::previous, group -> group.place > first.place);
        List<Integer> places = Stream.of(later, earlier, List.of(first, second))
                .flatMap(List::stream)
                .map(group -> group.place)
                .sorted()
                .toList();
        put(earlier, places);
        put(later, places.subList(places.size() - later.size(), places.size()));
        first.place = places.get(earlier.size());
        first.members.addAll(second.members);
        second.members.forEach(op -> groupOf.put(op, first));
    }

    /** Gives groups the first of some places, keeping their order. */
    private static void put(List<Group> groups, List<Integer> places) {
        groups.sort(Comparator.comparingInt(group -> group.place));
        for (int g = 0; g < groups.size(); g++) {
            groups.get(g).place = places.get(g);
        }
    }

    /** The groups on the ways from one, itself left out, as far as they lie in a range of places. */
    private List<Group> between(Group from, Function<Group, Stream<Group>> step, Function<Group, Boolean> inRange) {
        Set<Group> seen = new LinkedHashSet<>();
        ArrayDeque<Group> pending = new ArrayDeque<>(List.of(from));
        while (!pending.isEmpty()) {
            step.apply(pending.pop())
                    .filter(group -> inRange.apply(group) && seen.add(group))
                    .forEach(pending::push);
        }
        return new ArrayList<>(seen);
    }

    private Stream<Group> next(Group group) {
        return neighbours(group, after);
    }

    private Stream<Group> previous(Group group) {
        return neighbours(group, before);
    }

    private Stream<Group> neighbours(Group group, Map<Op, Set<Op>> edges) {
        return group.members.stream()
                .flatMap(op -> edges.get(op).stream())
                .map(groupOf::get)
                .filter(other -> other != group);
    }

    private Group first(Op a, Op b) {
        return groupOf.get(a).place <= groupOf.get(b).place ? groupOf.get(a) : groupOf.get(b);
    }

    private Group second(Op a, Op b) {
        return groupOf.get(a).place <= groupOf.get(b).place ? groupOf.get(b) : groupOf.get(a);
    }
}
