package org.dlm.compiler.memory;

import java.util.HashMap;
import java.util.Map;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.TensorType;

/** The two parts of one arena and the blocks that values hold in it. */
final class ArenaSpace {
    private record Block(boolean batched, long start, long size) {}

    private final Storage.Pool pool;
    private final int base;
    private final FreeSpace shared = new FreeSpace();
    private final FreeSpace perExample = new FreeSpace();
    private final Map<Op, Block> held = new HashMap<>();
    private final Map<Op, Block> blocks = new HashMap<>();

    ArenaSpace(Storage.Pool pool, int base) {
        this.pool = pool;
        this.base = base;
    }

    void take(Op op) {
        TensorType type = op.type();
        if (!type.fitsArray()) {
            throw new ArrayTooLargeException(
                    "a value of " + type + " (" + op.origin().span() + ")", type.exactElements());
        }
        long size = Alignment.up(Math.max(1, type.fixedElements()));
        hold(op, new Block(type.batched(), part(type.batched()).take(size), size));
    }

    /** The block of {@code old} goes to {@code op}. */
    void handOver(Op old, Op op) {
        hold(op, held.remove(old));
    }

    void giveBack(Op op) {
        Block block = held.remove(op);
        part(block.batched).giveBack(block.start, block.size);
    }

    boolean holds(Op op) {
        return held.containsKey(op);
    }

    /** A block of its own after all others; only after the last value has been placed, before any storage is asked for. */
    long reserve(long elements) {
        return shared.take(Alignment.up(Math.max(1, elements)));
    }

    /** Throws where not even one example has room. Before any storage is asked for. */
    void checkLength() {
        ArrayTooLargeException.check(
                "what is computed on the way, for one example,",
                base + shared.length() + Alignment.SLACK + perExample.length());
    }

    /** The place of a block; final once no more blocks are taken. */
    Storage storage(Op op) {
        Block block = blocks.get(op);
        return block.batched
                ? new Storage.InArena(pool, Math.toIntExact(base + shared.length()), Math.toIntExact(block.start))
                : shared(block.start);
    }

    Storage.InArena shared(long start) {
        return new Storage.InArena(pool, Math.toIntExact(base + start), 0);
    }

    MemoryPlan.ArenaLength length() {
        return shared.length() + perExample.length() == 0
                ? MemoryPlan.ArenaLength.NONE
                : new MemoryPlan.ArenaLength(
                        Math.toIntExact(base + shared.length() + Alignment.SLACK),
                        Math.toIntExact(perExample.length()));
    }

    private void hold(Op op, Block block) {
        held.put(op, block);
        blocks.put(op, block);
    }

    private FreeSpace part(boolean batched) {
        return batched ? perExample : shared;
    }
}
