package org.dlm.compiler.memory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.chain.ChainedPlan;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.optimize.FusionPlan;

/**
 * Where everything lives. Values that stay in registers and numbers have no storage; reshapes have that of their source.
 *
 * @param lifetimes of the computed values, in the order of their groups
 * @param transfers to be done one after the other at the end of a run
 */
public record MemoryPlan(
        ChainedPlan chained,
        Precision precision,
        Map<Op, Storage> storage,
        List<Lifetime> lifetimes,
        List<Transfer> transfers,
        ArenaLength floats,
        ArenaLength ints) {
    public MemoryPlan {
        storage = Collections.unmodifiableMap(new LinkedHashMap<>(storage));
        lifetimes = List.copyOf(lifetimes);
        transfers = List.copyOf(transfers);
    }

    /** The groups, in the order in which they run. */
    public FusionPlan plan() {
        return chained.plan();
    }

    /** The storage of a value; an internal fault where it has none. */
    public Storage storageOf(Op op) {
        Storage found = storage.get(op.root());
        if (found == null) {
            throw new IllegalStateException("this is a bug in dlmc: no storage is planned for " + op);
        }
        return found;
    }

    /** Bytes of both arenas that do not depend on the batch. */
    public long fixedBytes() {
        return (long) floats.fixed() * floatBytes() + (long) ints.fixed() * Integer.BYTES;
    }

    /** Bytes of both arenas for each example of the largest batch, with scratch for any number of threads. */
    public long bytesPerExample() {
        return (floats.perExample() + floats.scratch().perExample()) * floatBytes()
                + (ints.perExample() + ints.scratch().perExample()) * Integer.BYTES;
    }

    private int floatBytes() {
        return switch (precision) {
            case F32 -> Float.BYTES;
            case F64 -> Double.BYTES;
        };
    }

    /** {@code fixed + perExample * maxBatch} elements, and behind them those that only chains read. */
    public record ArenaLength(int fixed, int perExample, ScratchLength scratch) {
        public static final ArenaLength NONE = new ArenaLength(0, 0);

        /** Without chains. */
        public ArenaLength(int fixed, int perExample) {
            this(fixed, perExample, ScratchLength.NONE);
        }

        /** Room for either of two programs that do not run at the same time. */
        public ArenaLength max(ArenaLength other) {
            return new ArenaLength(
                    Math.max(fixed, other.fixed), Math.max(perExample, other.perExample), scratch.max(other.scratch));
        }

        /** Throws where so many examples have no room at once, even for one thread. */
        public void checkRoom(int batch) {
            ArrayTooLargeException.check(
                    "what is computed on the way, for a batch of " + batch + " examples,", elements(batch, 1));
        }

        public long elements(int maxBatch, int threads) {
            return fixed + (long) perExample * maxBatch + scratch.elements(maxBatch, threads);
        }
    }
}
