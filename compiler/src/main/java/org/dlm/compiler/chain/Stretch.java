package org.dlm.compiler.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.optimize.FusionGroup;

/**
 * What groups next to each other move between the processor's second cache and what is behind it, if they are a chain, and if each
 * of them runs over the whole batch. Only bytes are compared with bytes, so it is the same for each machine.
 *
 * <pre>
 * apart: all values that are read, and twice all that are written
 * chain: the same without what is only handed on; and once for each chunk what all examples share, where that has no room
 * </pre>
 */
final class Stretch {
    /** What is written is read before, line by line. */
    private static final int READ_AND_WRITTEN = 2;

    /** Dense layers compute so many examples together. */
    private static final int ROWS = 8;

    private final List<FusionGroup> groups;
    private final GroupUses uses;
    private final int first;
    private final Precision precision;
    private final ChainRule rule;
    private final Set<Op> outside = new HashSet<>();
    private final Set<Op> made = new HashSet<>();
    private final Set<Op> shared = new HashSet<>();
    private double apart;
    private final Map<Op, Integer> touched = new HashMap<>();
    private final List<Double> near = new ArrayList<>();
    private boolean hasRows;
    private int last;

    /** @param first number of its first group; it has none yet */
    Stretch(List<FusionGroup> groups, GroupUses uses, int first, Precision precision, ChainRule rule) {
        this.groups = groups;
        this.uses = uses;
        this.first = first;
        this.precision = precision;
        this.rule = rule;
        last = first - 1;
    }

    /** Takes the next group in. */
    void add() {
        last++;
        FusionGroup group = groups.get(last);
        Set<Op> read = new HashSet<>();
        for (Op op : group.ops()) {
            op.operands().stream()
                    .map(Op::root)
                    .filter(root -> !group.ops().contains(root) && root.type().element() != ElementType.NUMBER)
                    .forEach(read::add);
        }
        for (Op op : read) {
            if (!op.type().batched()) {
                shared.add(op);
            } else {
                apart += bytes(op);
                if (!made.contains(op)) {
                    outside.add(op);
                }
            }
        }
        for (Op op : group.stored()) {
            made.add(op);
            apart += READ_AND_WRITTEN * bytes(op);
        }
        hasRows |= group.kind() == FusionGroup.Kind.REDUCTION && group.outer().size() <= 2;
        addNear(read, group.stored());
    }

    /** Counts what the last group touches, and what it reads again as near to the groups since it was touched before. */
    private void addNear(Set<Op> read, Set<Op> written) {
        double sum = 0;
        for (Op op : read) {
            if (op.type().batched()) {
                sum += bytes(op);
                int before = touched.getOrDefault(op, last);
                near.subList(Math.min(before - first + 1, near.size()), near.size())
                        .replaceAll(bytes -> bytes + bytes(op));
                touched.put(op, last);
            }
        }
        for (Op op : written) {
            sum += bytes(op);
            touched.put(op, last);
        }
        near.add(sum);
    }

    /** The most bytes of an example that are near at the same time. */
    private double most() {
        return near.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private double bytes(Op op) {
        int width = op.type().element() == ElementType.FLOAT && precision == Precision.F64 ? Double.BYTES : Float.BYTES;
        return op.type().exactElements().doubleValue() * width;
    }

    int last() {
        return last;
    }

    /** Bytes of an example that its groups move apart. */
    double apart() {
        return apart;
    }

    /** Examples that a chain of it runs at a time. */
    int chunk() {
        if (rule.fixed().isPresent()) {
            return rule.fixed().getAsInt();
        }
        long fit = (long) Math.clamp(rule.cache() / Math.max(1, most()), 1, Integer.MAX_VALUE);
        long whole = fit > ROWS ? fit / ROWS * ROWS : fit;
        return (int) (hasRows ? Math.max(ROWS, whole) : whole);
    }

    /** Whether it may be a chain: of some groups, and not as good as apart in any case. */
    boolean mayChain() {
        return last > first && chunk() <= rule.mostExamples();
    }

    /** Bytes of an example that it moves as a chain. */
    double chained() {
        int chunk = chunk();
        double moved = 0;
        boolean fits = rule.fixed().isPresent() || chunk * most() <= 2.0 * rule.cache();
        for (Op op : outside) {
            moved += bytes(op);
        }
        for (Op op : made) {
            if (!isInner(op)) {
                moved += READ_AND_WRITTEN * bytes(op);
            }
        }
        double ofAll = shared.stream().mapToDouble(this::bytes).sum();
        boolean stays = ofAll <= rule.sharedCache();
        return fits ? moved + (stays ? 0 : ofAll / chunk) : apart;
    }

    private boolean isInner(Op op) {
        return uses.last(op) <= last;
    }
}
