package org.dlm.compiler.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.optimize.FusionGroup;

/**
 * Puts the groups of a phase in an order in which those that compute {@link OwnExample own examples} stand together:
 *
 * <pre>
 * conv1, statistics of conv1, transposed weights, norm1, conv2     becomes
 * conv1, statistics of conv1, transposed weights | norm1, conv2
 * </pre>
 *
 * <ul>
 *   <li>What depends on no example, such as transposed weights, stands right before the run that needs it.
 *   <li>What is summed over the examples comes as soon as it can, even if that ends a run: until then what it reads is kept for the
 *       whole batch, and is still in a near cache.
 * </ul>
 *
 * Else the order is as it was.
 */
final class RunOrder {
    private final List<FusionGroup> groups;
    private final Map<Op, Integer> makers = new HashMap<>();
    private final List<Set<Integer>> before = new ArrayList<>();
    private final List<Boolean> own = new ArrayList<>();
    private final List<Boolean> free = new ArrayList<>();
    private final List<List<Integer>> runs = new ArrayList<>();

    private RunOrder(List<FusionGroup> groups) {
        this.groups = groups;
        for (int g = 0; g < groups.size(); g++) {
            int number = g;
            groups.get(g).stored().forEach(op -> makers.put(op, number));
            // an op of type NUMBER is stored nowhere
            groups.get(g).ops().forEach(op -> makers.putIfAbsent(op, number));
            before.add(before(g));
            own.add(OwnExample.isOf(groups.get(g)));
            free.add(!own.get(g) && isFree(g));
        }
    }

    /** Groups that stand together; a run of one group may be of any kind, longer ones are of own examples. */
    static List<List<FusionGroup>> of(List<FusionGroup> groups) {
        RunOrder order = new RunOrder(groups);
        order.run();
        return order.withFree().stream()
                .map(run -> run.stream().map(groups::get).toList())
                .toList();
    }

    private Set<Integer> before(int group) {
        Set<Integer> needed = new LinkedHashSet<>();
        for (Op op : groups.get(group).ops()) {
            for (Op operand : op.operands()) {
                Integer maker = makers.get(operand.root());
                if (maker != null && maker != group) {
                    needed.add(maker);
                }
            }
        }
        return needed;
    }

    /** Whether it depends on no example, so that it may come at any time: it is small against what has examples. */
    private boolean isFree(int group) {
        return before.get(group).stream().allMatch(free::get)
                && groups.get(group).ops().stream()
                        .flatMap(op -> op.operands().stream())
                        .noneMatch(operand -> operand.type().batched());
    }

    private void run() {
        Map<Integer, Integer> open = new HashMap<>();
        List<List<Integer>> after = new ArrayList<>();
        groups.forEach(group -> after.add(new ArrayList<>()));
        TreeSet<Integer> ready = new TreeSet<>();
        TreeSet<Integer> readyOwn = new TreeSet<>();
        for (int g = 0; g < groups.size(); g++) {
            int number = g;
            List<Integer> needed =
                    before.get(g).stream().filter(other -> !free.get(other)).toList();
            needed.forEach(other -> after.get(other).add(number));
            open.put(g, needed.size());
            if (needed.isEmpty() && !free.get(g)) {
                (own.get(g) ? readyOwn : ready).add(g);
            }
        }
        while (!ready.isEmpty() || !readyOwn.isEmpty()) {
            int next = ready.isEmpty() ? readyOwn.pollFirst() : ready.pollFirst();
            add(next);
            for (int later : after.get(next)) {
                if (open.merge(later, -1, Integer::sum) == 0) {
                    (own.get(later) ? readyOwn : ready).add(later);
                }
            }
        }
    }

    private void add(int group) {
        boolean goesOn =
                own.get(group) && !runs.isEmpty() && own.get(runs.getLast().getLast());
        if (!goesOn) {
            runs.add(new ArrayList<>());
        }
        runs.getLast().add(group);
    }

    /** Each group that may come at any time before the first run that needs it; after all where none does. */
    private List<List<Integer>> withFree() {
        Map<Integer, Boolean> placed = new LinkedHashMap<>();
        List<List<Integer>> all = new ArrayList<>();
        for (List<Integer> run : runs) {
            TreeSet<Integer> needed = new TreeSet<>();
            run.forEach(group -> collectFree(group, needed));
            needed.stream().filter(group -> placed.put(group, true) == null).forEach(group -> all.add(List.of(group)));
            all.add(run);
        }
        for (int g = 0; g < groups.size(); g++) {
            if (free.get(g) && !placed.containsKey(g)) {
                all.add(List.of(g));
            }
        }
        return all;
    }

    private void collectFree(int group, Set<Integer> needed) {
        for (int other : before.get(group)) {
            if (free.get(other) && needed.add(other)) {
                collectFree(other, needed);
            }
        }
    }
}
