package org.dlm.runtime.program;

/**
 * The arithmetic of a data block, such as the {@code / 255} of {@code image = idx("images.gz") / 255}: generated code
 * from what readers give to what the model takes.
 */
public interface PreparationProgram {
    /**
     * Computes all examples of a batch. Reads {@code raw.count()} examples and writes as many; saying
     * {@link Batch#filled} of {@code prepared} is the caller's business.
     *
     * @param raw one port for each {@link RawColumn} of the block, in its order
     * @param prepared the model's ports; those that the block does not feed are left alone
     */
    void prepare(Batch raw, Batch prepared);
}
