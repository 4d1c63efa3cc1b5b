package org.dlm.runtime.data;

import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.program.Batch;

/**
 * Some examples of a data block under a name: {@code train}, {@code val}, {@code test}.
 */
public final class Split {
    private final String name;
    private final RawData data;
    private final int[] examples;

    Split(String name, RawData data, int[] examples) {
        this.name = name;
        this.data = data;
        this.examples = examples;
    }

    /** The name in recipes and reports. */
    public String name() {
        return name;
    }

    /** The number of examples. */
    public int size() {
        return examples.length;
    }

    /** How many batches cover it: the last one may be smaller. */
    public int batches(int batch) {
        return (examples.length + batch - 1) / batch;
    }

    /**
     * The bytes that a stream of its batches takes: the raw batch, the two that change hands, the order of the epoch, and
     * a piece of each file that values are read from. The arithmetic of the data block has its own arrays beside.
     */
    public long streamBytes(int batch) {
        ModelDescription model = data.model();
        return Batch.bytes(data.ports(), batch, model.precision())
                + BatchStream.SLOTS * Batch.bytes(model.ports(), batch, model.precision())
                + (long) examples.length * Integer.BYTES
                + (long) data.storage().files().size() * Records.PIECE;
    }

    /** Its examples in batches, always in the same order. */
    public BatchStream inOrder(int batch) {
        return new BatchStream(name, new BatchFiller(data, batch), new ExampleOrder.Fixed(examples));
    }

    /** Its examples in batches, in another random order in each epoch. */
    public BatchStream shuffled(int batch, long seed) {
        return new BatchStream(name, new BatchFiller(data, batch), new ExampleOrder.Shuffled(examples, seed));
    }
}
