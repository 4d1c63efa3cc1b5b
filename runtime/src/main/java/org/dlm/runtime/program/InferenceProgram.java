package org.dlm.runtime.program;

import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Weights;

/**
 * A generated inference session in its general, batched form: outputs by number into the caller's array. One session
 * serves one thread; many share the same {@link Weights#share() shared} weights. Nothing is allocated for a call. A
 * program implements the form that fits the kinds of its outputs.
 *
 * <p>A generated session belongs to the thread that uses it first and refuses others by a
 * {@link java.util.ConcurrentModificationException}. It refuses to give numbers that are not finite: see
 * {@link #allowNonFinite}.
 */
public interface InferenceProgram {
    /** The model. */
    ModelDescription description();

    /** The weights. */
    Weights weights();

    /** The largest number of examples in a batch. */
    int maxBatch();

    /**
     * From now on NaN and infinities are results like others. Until then a call that comes to one ends with a
     * {@link org.dlm.runtime.problem.NotFiniteException}; programs that never look do nothing here.
     *
     * @return this program
     */
    default InferenceProgram allowNonFinite() {
        return this;
    }

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
        if (output < 0 || output >= description().outputs().size()) {
            return new IllegalArgumentException("output is " + output + ", but the model "
                    + description().name() + " has " + description().outputs().size() + " outputs");
        }
        return new IllegalArgumentException("output " + description().outputs().get(output) + " of a "
                + description().precision() + " model cannot be written into " + array);
    }
}
