package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.graph.Op;

/**
 * An order of all groups in which each stands after those it needs, kept up while groups are joined. A way from one group to another only
 * leads through places between theirs, so that a search need not go through the whole graph (Pearce and Kelly, "A dynamic topological
 * sort algorithm", 2006).
 */
final class GroupOrder {
    /** Members of one group have one place. */
    private final Map<Op, Integer> places = new HashMap<>();

    private final List<Collection<Op>> groups = new ArrayList<>();

    /** @param ops each alone, each after those it needs */
    GroupOrder(List<Op> ops) {
        for (Op op : ops) {
            places.put(op, groups.size());
            groups.add(List.of(op));
        }
    }

    int place(Op op) {
        return places.get(op);
    }

    /**
     * Two groups become one. It stands before what is reached from the earlier one and after everything else between them.
     *
     * @param behind all that is reached from the two up to the later one; neither of them is
     */
    void join(Collection<Op> a, Collection<Op> b, Set<Op> behind) {
        int first = Math.min(placeOf(a), placeOf(b));
        int last = Math.max(placeOf(a), placeOf(b));
        Set<Op> joined = new LinkedHashSet<>(a);
        joined.addAll(b);
        List<Collection<Op>> before = new ArrayList<>();
        List<Collection<Op>> after = new ArrayList<>();
        for (int place = first; place <= last; place++) {
            Collection<Op> group = groups.get(place);
            boolean other =
                    !group.isEmpty() && !joined.contains(group.iterator().next());
            if (other) {
                (behind.contains(group.iterator().next()) ? after : before).add(group);
            }
        }
        List<Collection<Op>> window = new ArrayList<>(before);
        window.add(List.copyOf(joined));
        window.addAll(after);
        while (window.size() <= last - first) {
            window.add(List.of());
        }
        for (int k = 0; k < window.size(); k++) {
            int place = first + k;
            groups.set(place, window.get(k));
            window.get(k).forEach(op -> places.put(op, place));
        }
    }

    private int placeOf(Collection<Op> group) {
        return places.get(group.iterator().next());
    }
}
