package org.dlm.compiler.memory;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.optimize.FusionGroup;

/**
 * Runs a plan with the names of values in place of their numbers: whoever is read must still be there. Independent of how the
 * planner came to its decisions, and done for a given batch size, with absolute places.
 */
public final class MemoryVerifier {
    private final MemoryPlan plan;
    private final int maxBatch;
    private final Set<Storage.Kept> changed;
    private final Map<String, NavigableMap<Long, Owner>> owners = new HashMap<>();

    private MemoryVerifier(MemoryPlan plan, int maxBatch) {
        this.plan = plan;
        this.maxBatch = maxBatch;
        this.changed = changed(plan);
    }

    /** A value and the elements that it owns. */
    private record Owner(Op op, Range range) {}

    private record Range(String array, long from, long to) {
        boolean isEmpty() {
            return from == to;
        }

        boolean overlaps(Range other) {
            return array.equals(other.array) && from < other.to && other.from < to;
        }
    }

    /** Throws where a value is read after something else has been written over it, or lies outside its array. */
    public static void verify(MemoryPlan plan, int maxBatch) {
        new MemoryVerifier(plan, maxBatch).run();
    }

    private void run() {
        plan.storage().forEach((op, storage) -> {
            if (op.kind() instanceof OpKind.Source && !isUntouched(storage)) {
                write(op, range(op, storage));
            }
        });
        for (FusionGroup group : plan.plan().groups()) {
            if (group.kind() != FusionGroup.Kind.NUMBER) {
                step(group);
            }
        }
        plan.plan().graph().results().stream()
                .filter(result -> result.op().type().element() != ElementType.NUMBER)
                .forEach(result -> requireRead(result.op()));
        transfers();
        plan.plan().graph().updates().forEach(this::requireUpdated);
    }

    private void step(FusionGroup group) {
        for (Op op : group.ops()) {
            for (Op operand : op.operands()) {
                if (operand.type().element() != ElementType.NUMBER && !isRegister(group, operand)) {
                    requireRead(operand);
                }
            }
            if (group.stored().contains(op)) {
                requireNoPartialOverlap(group, op);
                write(op, range(op, plan.storageOf(op)));
            }
        }
    }

    private static boolean isRegister(FusionGroup group, Op operand) {
        return group.ops().contains(operand) && !group.stored().contains(operand);
    }

    /** A kernel computes its elements in any order: what it writes may not touch what it reads, except in place. */
    private void requireNoPartialOverlap(FusionGroup group, Op written) {
        Range target = range(written, plan.storageOf(written));
        for (Op op : group.ops()) {
            for (Op operand : op.operands()) {
                Op root = operand.root();
                if (root != written && root.type().element() != ElementType.NUMBER && !isRegister(group, root)) {
                    Range read = range(root, plan.storageOf(root));
                    require(
                            !read.overlaps(target) || read.equals(target) && InPlace.allowed(group, written, root),
                            written + " is written over its operand " + root);
                }
            }
        }
    }

    private void transfers() {
        Map<Storage, Op> moved = new HashMap<>();
        for (Transfer transfer : plan.transfers()) {
            Op value = transfer.value();
            require(
                    isUntouched(transfer.from())
                            || owns(value, range(value, transfer.from()))
                            || moved.get(transfer.from()) == value,
                    "a copy reads " + value + " after it is gone");
            write(value, range(value, transfer.to()));
            moved.put(transfer.to(), value);
        }
    }

    private void requireUpdated(Graph.Update update) {
        Op value = update.value().root();
        require(owns(value, range(value, plan.storageOf(update.target()))), update.target() + " has not got " + value);
    }

    /** Nothing is computed in this array: its values stay, and one may be a part of another, as a parameter's of a run's. */
    private boolean isUntouched(Storage storage) {
        return storage instanceof Storage.InKept kept && !changed.contains(kept.array());
    }

    private static Set<Storage.Kept> changed(MemoryPlan plan) {
        Set<Storage.Kept> changed = EnumSet.noneOf(Storage.Kept.class);
        plan.storage().forEach((op, storage) -> {
            if (storage instanceof Storage.InKept kept && !(op.kind() instanceof OpKind.Source)) {
                changed.add(kept.array());
            }
        });
        plan.transfers().forEach(transfer -> {
            if (transfer.to() instanceof Storage.InKept kept) {
                changed.add(kept.array());
            }
        });
        return changed;
    }

    private void requireRead(Op operand) {
        Op root = operand.root();
        require(
                isUntouched(plan.storageOf(root)) || owns(root, range(root, plan.storageOf(root))),
                root + " is read after something is written over it");
    }

    private boolean owns(Op op, Range range) {
        return range.isEmpty() || new Owner(op, range).equals(there(range).get(range.from));
    }

    private void write(Op op, Range range) {
        NavigableMap<Long, Owner> there = there(range);
        Long first = there.floorKey(range.from);
        NavigableMap<Long, Owner> near =
                first == null ? there.headMap(range.to, false) : there.subMap(first, true, range.to, false);
        near.values().removeIf(owner -> owner.range.overlaps(range));
        if (!range.isEmpty()) {
            there.put(range.from, new Owner(op, range));
        }
    }

    /** The owners in an array; no two of them overlap. */
    private NavigableMap<Long, Owner> there(Range range) {
        return owners.computeIfAbsent(range.array, array -> new TreeMap<>());
    }

    private Range range(Op op, Storage storage) {
        long size = op.type().fixedElements() * (op.type().batched() ? maxBatch : 1);
        return switch (storage) {
            case Storage.InKept kept -> new Range(kept.array().name(), kept.offset(), kept.offset() + size);
            case Storage.InColumn column -> new Range(column.toString(), 0, size);
            case Storage.InArena arena -> inArena(arena, size);
        };
    }

    private Range inArena(Storage.InArena arena, long size) {
        MemoryPlan.ArenaLength length = arena.pool() == Storage.Pool.FLOATS ? plan.floats() : plan.ints();
        long from = arena.fixed() + (long) arena.perExample() * maxBatch;
        require(from + size + Alignment.SLACK <= length.elements(maxBatch), arena + " lies outside its array");
        return new Range(arena.pool().name(), from, from + size);
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new IllegalStateException("this is a bug in dlmc: the memory plan is wrong: " + fault);
        }
    }
}
