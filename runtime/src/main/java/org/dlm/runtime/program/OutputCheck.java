package org.dlm.runtime.program;

import java.util.Optional;
import org.dlm.runtime.model.Finite;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Weights;

/**
 * Looks at what a session computed before anybody takes it for a result. NaN and infinities in an output of floats end the call with
 * a {@link org.dlm.runtime.problem.NotFiniteException}. Whole numbers cannot be NaN, so for an output of ints the inputs are
 * looked at: the class of an input that is not a number would be one like any other.
 */
public final class OutputCheck {
    private final ModelDescription model;
    private final Weights weights;
    private boolean lets;

    /** Checks the outputs of a model. */
    public OutputCheck(ModelDescription model, Weights weights) {
        this.model = model;
        this.weights = weights;
    }

    /** From now on lets everything through. */
    public void allowNonFinite() {
        lets = true;
    }

    /** What is wrong with the values of a float output; nothing where all are finite. */
    public Optional<OutputFailure> failure(int output, float[] values, int from, int length) {
        int at = lets ? -1 : Finite.firstOther(values, from, from + length);
        return at < 0 ? Optional.empty() : Optional.of(failure(output, at - from, values[at]));
    }

    /** What is wrong with the values of a float output of an F64 model; nothing where all are finite. */
    public Optional<OutputFailure> failure(int output, double[] values, int from, int length) {
        int at = lets ? -1 : Finite.firstOther(values, from, from + length);
        return at < 0 ? Optional.empty() : Optional.of(failure(output, at - from, values[at]));
    }

    private OutputFailure failure(int output, int index, double value) {
        return new OutputFailure(model, weights, model.outputs().get(output), index, value);
    }

    /** Refuses a column from which an output of whole numbers is computed. */
    public void requireFinite(int output, String input, float[] values, int length) {
        int at = lets ? -1 : Finite.firstOther(values, 0, length);
        if (at >= 0) {
            throw failure(output, input, at, values[at]);
        }
    }

    /** Refuses a column from which an output of whole numbers of an F64 model is computed. */
    public void requireFinite(int output, String input, double[] values, int length) {
        int at = lets ? -1 : Finite.firstOther(values, 0, length);
        if (at >= 0) {
            throw failure(output, input, at, values[at]);
        }
    }

    private RuntimeException failure(int output, String input, int index, double value) {
        return OutputFailure.unseen(model, model.outputs().get(output), input, index, value);
    }
}
