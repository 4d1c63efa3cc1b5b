package org.dlm.compiler.memory;

import org.dlm.compiler.chain.Chain;

/**
 * Elements of the values that only chains read: those of a chunk for each thread, but no more than those of a batch.
 *
 * @param perThread of the chain that needs most
 * @param perExample of the chain whose examples need most
 */
public record ScratchLength(long perThread, long perExample) {
    public static final ScratchLength NONE = new ScratchLength(0, 0);

    /** Of one chain. */
    static ScratchLength of(Chain chain, long perExample) {
        return new ScratchLength(Math.multiplyExact(chain.chunk(), perExample), perExample);
    }

    /** Room for either. */
    ScratchLength max(ScratchLength other) {
        return new ScratchLength(Math.max(perThread, other.perThread), Math.max(perExample, other.perExample));
    }

    public long elements(int maxBatch, int threads) {
        return Math.min(perThread * threads, perExample * maxBatch);
    }
}
