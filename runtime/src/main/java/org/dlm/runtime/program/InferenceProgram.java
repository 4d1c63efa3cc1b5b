package org.dlm.runtime.program;

import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Weights;

/**
 * A generated inference session in its general, batched form: outputs by number into the caller's array. One session
 * serves one thread; many share the same {@link Weights#share() shared} weights. Nothing is allocated for a call. A
 * program implements the form that fits the kinds of its outputs.
 */
public interface InferenceProgram {
    /** The model. */
    ModelDescription description();

    /** The weights. */
    Weights weights();

    /** The largest number of examples in a batch. */
    int maxBatch();

    /**
     * Computes a float output of all examples of the batch; only the ports that it depends on are read.
     *
     * @param output place in {@link ModelDescription#outputs()}
     * @param into receives {@code count * size} values from {@code offset} on, example axis leading
     */
    default void compute(int output, Batch batch, float[] into, int offset) {
        throw mismatch(output, "float[]");
    }

    /** The same for a float output of an F64 model. */
    default void compute(int output, Batch batch, double[] into, int offset) {
        throw mismatch(output, "double[]");
    }

    /** The same for an int or bool output. */
    default void compute(int output, Batch batch, int[] into, int offset) {
        throw mismatch(output, "int[]");
    }

    private IllegalArgumentException mismatch(int output, String array) {
        return new IllegalArgumentException("output " + description().outputs().get(output) + " of a "
                + description().precision() + " model cannot be written into " + array);
    }
}
