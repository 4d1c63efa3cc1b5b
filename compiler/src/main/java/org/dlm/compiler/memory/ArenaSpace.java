package org.dlm.compiler.memory;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.chain.Chain;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.TensorType;

/** The parts of one arena, what is shared, what is of the examples of a batch, and scratch, and the blocks that values hold in it. */
final class ArenaSpace {
    /** @param chain among whose values it lies */
    private record Block(Optional<Chain> chain, boolean batched, long start, long size) {}

    private final Storage.Pool pool;
    private final int base;
    private final FreeSpace shared = new FreeSpace();
    private final FreeSpace perExample = new FreeSpace();
    private final Map<Chain, FreeSpace> scratch = new LinkedHashMap<>();
    private final Map<Op, Block> held = new HashMap<>();
    private final Map<Op, Block> blocks = new HashMap<>();

    ArenaSpace(Storage.Pool pool, int base) {
        this.pool = pool;
        this.base = base;
    }

    void take(Op op) {
        take(op, Optional.empty());
    }

    /** A block of the scratch of a chain, which no other one uses at the same time. */
    void take(Op op, Chain chain) {
        take(op, Optional.of(chain));
    }

    private void take(Op op, Optional<Chain> chain) {
        TensorType type = op.type();
        if (!type.fitsArray()) {
            throw new ArrayTooLargeException(
                    "a value of " + type + " (" + op.origin().span() + ")", type.exactElements());
        }
        long size = Alignment.up(Math.max(1, type.fixedElements()));
        hold(op, new Block(chain, type.batched(), part(chain, type.batched()).take(size), size));
    }

    /** The block of {@code old} goes to {@code op}. */
    void handOver(Op old, Op op) {
        hold(op, held.remove(old));
    }

    void giveBack(Op op) {
        Block block = held.remove(op);
        part(block.chain, block.batched).giveBack(block.start, block.size);
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
                base
                        + shared.length()
                        + Alignment.SLACK
                        + perExample.length()
                        + scratchLength().perExample());
    }

    /** The place of a block; final once no more blocks are taken. */
    Storage storage(Op op) {
        Block block = blocks.get(op);
        if (block.chain.isPresent()) {
            return new Storage.InScratch(
                    pool,
                    Math.toIntExact(base + shared.length()),
                    Math.toIntExact(perExample.length()),
                    Math.toIntExact(scratch.get(block.chain.get()).length()),
                    Math.toIntExact(block.start),
                    Math.toIntExact(op.type().fixedElements()),
                    block.chain.get().chunk());
        }
        return block.batched
                ? new Storage.InArena(pool, Math.toIntExact(base + shared.length()), Math.toIntExact(block.start))
                : shared(block.start);
    }

    Storage.InArena shared(long start) {
        return new Storage.InArena(pool, Math.toIntExact(base + start), 0);
    }

    MemoryPlan.ArenaLength length() {
        return shared.length() + perExample.length() + scratchLength().perExample() == 0
                ? MemoryPlan.ArenaLength.NONE
                : new MemoryPlan.ArenaLength(
                        Math.toIntExact(base + shared.length() + Alignment.SLACK),
                        Math.toIntExact(perExample.length()),
                        scratchLength());
    }

    /** Room for each of the chains, which run one after the other. */
    private ScratchLength scratchLength() {
        ScratchLength most = ScratchLength.NONE;
        for (Map.Entry<Chain, FreeSpace> each : scratch.entrySet()) {
            most = most.max(ScratchLength.of(each.getKey(), each.getValue().length()));
        }
        return most;
    }

    private void hold(Op op, Block block) {
        held.put(op, block);
        blocks.put(op, block);
    }

    private FreeSpace part(Optional<Chain> chain, boolean batched) {
        if (chain.isPresent()) {
            return scratch.computeIfAbsent(chain.get(), key -> new FreeSpace());
        }
        return batched ? perExample : shared;
    }
}
