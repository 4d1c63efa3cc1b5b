package org.dlm.runtime.model;

/**
 * The bytes that a program allocates at most, known when the model is compiled: everything that does not depend on the
 * batch, and so much for each example of the largest batch.
 *
 * @param fixedBytes weights, optimizer state and shared values
 * @param bytesPerExample activations and adjoints of one example
 */
public record MemoryBound(long fixedBytes, long bytesPerExample) {
    /** The bound for batches of up to {@code maxBatch} examples. */
    public long bytes(int maxBatch) {
        return fixedBytes + bytesPerExample * maxBatch;
    }
}
