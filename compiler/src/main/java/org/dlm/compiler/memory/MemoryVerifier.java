package org.dlm.compiler.memory;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.dlm.compiler.chain.Chain;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.optimize.FusionGroup;

/**
 * Runs a plan with the names of values in place of their numbers, example by example: whoever is read must still be there. Independent
 * of how the planner came to its decisions, and done for a given batch size and number of threads, with absolute places. The threads of
 * a chain take turns after each kernel; what one of them writes no other may touch, so that any other order of their turns
 * comes to the same.
 */
public final class MemoryVerifier {
    /** Of what has no examples. */
    private static final int NO_EXAMPLE = -1;

    private final MemoryPlan plan;
    private final int maxBatch;
    private final int threads;
    private final Set<Storage.Kept> changed;
    private final Map<String, NavigableMap<Long, Owner>> owners = new HashMap<>();
    private final List<Access> accesses = new ArrayList<>();

    private MemoryVerifier(MemoryPlan plan, int maxBatch, int threads) {
        this.plan = plan;
        this.maxBatch = maxBatch;
        this.threads = threads;
        this.changed = changed(plan);
    }

    /** A value, the example of it and the elements that this owns. */
    private record Owner(Op op, int example, Range range) {}

    private record Range(String array, long from, long to) {
        boolean isEmpty() {
            return from == to;
        }

        boolean overlaps(Range other) {
            return array.equals(other.array) && from < other.to && other.from < to;
        }
    }

    /**
     * Some examples that a kernel computes in one call.
     *
     * @param place how many examples of others have room in scratch before them
     * @param size the most of them in a call by the same thread
     */
    private record Part(int member, int from, int to, int place, int size) {}

    private record Access(int member, boolean writes, Range range) {}

    /** Throws where a value is read after something else has been written over it, or lies outside its array. */
    public static void verify(MemoryPlan plan, int maxBatch, int threads) {
        new MemoryVerifier(plan, maxBatch, threads).run();
    }

    private Part whole() {
        return new Part(0, 0, maxBatch, 0, maxBatch);
    }

    private void run() {
        plan.storage().forEach((op, storage) -> {
            if (op.kind() instanceof OpKind.Source && !isUntouched(storage)) {
                write(op, storage, whole());
            }
        });
        List<FusionGroup> groups = plan.plan().groups();
        Map<Integer, Chain> chains = new HashMap<>();
        plan.chained().chains().forEach(chain -> chains.put(chain.first(), chain));
        for (int g = 0; g < groups.size(); g++) {
            if (chains.containsKey(g)) {
                run(chains.get(g));
                g = chains.get(g).last();
            } else if (groups.get(g).kind() != FusionGroup.Kind.NUMBER) {
                step(groups.get(g), whole());
            }
        }
        plan.plan().graph().results().stream()
                .filter(result -> result.op().type().element() != ElementType.NUMBER)
                .forEach(result -> requireRead(result.op(), whole()));
        transfers();
        plan.plan().graph().updates().forEach(this::requireUpdated);
    }

    /** Chunk after chunk, all threads at the same one. */
    private void run(Chain chain) {
        accesses.clear();
        for (int done = 0; done < maxBatch; done += chain.chunk()) {
            for (int g = chain.first(); g <= chain.last(); g++) {
                for (int member = 0; member < threads; member++) {
                    int begin = (int) ((long) member * maxBatch / threads);
                    int end = (int) ((member + 1L) * maxBatch / threads);
                    int from = begin + done;
                    int to = Math.min(from + chain.chunk(), end);
                    if (from < to) {
                        int place = Math.min(begin, chain.chunk() * member);
                        int size = Math.min(chain.chunk(), end - begin);
                        step(plan.plan().groups().get(g), new Part(member, from, to, place, size));
                    }
                }
            }
        }
        requireApart();
    }

    private void requireApart() {
        for (Access write : accesses) {
            for (Access other : accesses) {
                require(
                        !write.writes || write.member == other.member || !write.range.overlaps(other.range),
                        "two threads of a chain use " + write.range);
            }
        }
        accesses.clear();
    }

    private void step(FusionGroup group, Part part) {
        for (Op op : group.ops()) {
            for (Op operand : op.operands()) {
                if (operand.type().element() != ElementType.NUMBER && !isRegister(group, operand)) {
                    requireRead(operand, part);
                }
            }
            if (group.stored().contains(op)) {
                requireNoPartialOverlap(group, op, part);
                write(op, plan.storageOf(op), part);
            }
        }
    }

    private static boolean isRegister(FusionGroup group, Op operand) {
        return group.ops().contains(operand) && !group.stored().contains(operand);
    }

    /** A kernel computes its elements in any order: what it writes may not touch what it reads, except in place. */
    private void requireNoPartialOverlap(FusionGroup group, Op written, Part part) {
        Range target = range(written, plan.storageOf(written), part);
        for (Op op : group.ops()) {
            for (Op operand : op.operands()) {
                Op root = operand.root();
                if (root != written && root.type().element() != ElementType.NUMBER && !isRegister(group, root)) {
                    Range read = range(root, plan.storageOf(root), part);
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
                            || owns(value, transfer.from(), whole())
                            || moved.get(transfer.from()) == value,
                    "a copy reads " + value + " after it is gone");
            write(value, transfer.to(), whole());
            moved.put(transfer.to(), value);
        }
    }

    private void requireUpdated(Graph.Update update) {
        Op value = update.value().root();
        require(owns(value, plan.storageOf(update.target()), whole()), update.target() + " has not got " + value);
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

    private void requireRead(Op operand, Part part) {
        Op root = operand.root();
        Storage storage = plan.storageOf(root);
        require(
                isUntouched(storage) || owns(root, storage, part),
                root + " is read after something is written over it");
        accesses.add(new Access(part.member, false, range(root, storage, part)));
    }

    private boolean owns(Op op, Storage storage, Part part) {
        return of(op, storage, part).stream()
                .allMatch(owner ->
                        owner.range.isEmpty() || owner.equals(there(owner.range).get(owner.range.from)));
    }

    private void write(Op op, Storage storage, Part part) {
        of(op, storage, part).forEach(this::write);
        accesses.add(new Access(part.member, true, range(op, storage, part)));
    }

    private void write(Owner owner) {
        Range range = owner.range;
        NavigableMap<Long, Owner> there = there(range);
        Long first = there.floorKey(range.from);
        NavigableMap<Long, Owner> near =
                first == null ? there.headMap(range.to, false) : there.subMap(first, true, range.to, false);
        near.values().removeIf(other -> other.range.overlaps(range));
        if (!range.isEmpty()) {
            there.put(range.from, owner);
        }
    }

    /** The owners in an array; no two of them overlap. */
    private NavigableMap<Long, Owner> there(Range range) {
        return owners.computeIfAbsent(range.array, array -> new TreeMap<>());
    }

    /** The examples of a part, each with its elements. */
    private List<Owner> of(Op op, Storage storage, Part part) {
        Range all = range(op, storage, part);
        if (!op.type().batched()) {
            return List.of(new Owner(op, NO_EXAMPLE, all));
        }
        long size = op.type().fixedElements();
        List<Owner> owners = new ArrayList<>();
        for (int example = part.from; example < part.to; example++) {
            long from = all.from + size * (example - part.from);
            owners.add(new Owner(op, example, new Range(all.array, from, from + size)));
        }
        return owners;
    }

    private Range range(Op op, Storage storage, Part part) {
        long stride = op.type().batched() ? op.type().fixedElements() : 0;
        long size =
                op.type().batched() ? stride * (part.to - part.from) : op.type().fixedElements();
        return switch (storage) {
            case Storage.InKept kept -> new Range(kept.array().name(), kept.offset(), kept.offset() + size);
            case Storage.InColumn column -> new Range(column.toString(), stride * part.from, stride * part.from + size);
            case Storage.InArena arena ->
                inArena(
                        arena.pool(),
                        arena.fixed() + (long) arena.perExample() * maxBatch + stride * part.from,
                        size,
                        arena);
            case Storage.InScratch scratch -> {
                require(stride == scratch.stride(), scratch + " has examples of another size");
                long begin = scratch.fixed() + (long) scratch.perExample() * maxBatch;
                long place = (long) scratch.perPlace() * part.place + (long) scratch.offset() * part.size;
                yield inArena(scratch.pool(), begin + place, size, scratch);
            }
        };
    }

    private Range inArena(Storage.Pool pool, long from, long size, Storage storage) {
        MemoryPlan.ArenaLength length = pool == Storage.Pool.FLOATS ? plan.floats() : plan.ints();
        require(
                from + size + Alignment.SLACK <= length.elements(maxBatch, threads),
                storage + " lies outside its array");
        return new Range(pool.name(), from, from + size);
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new IllegalStateException("this is a bug in dlmc: the memory plan is wrong: " + fault);
        }
    }
}
