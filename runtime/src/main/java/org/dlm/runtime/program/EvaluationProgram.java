package org.dlm.runtime.program;

import java.util.List;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Weights;

/** A generated evaluation: every loss and metric of a model on examples with targets, with {@code training} false. */
public interface EvaluationProgram {
    /** The model. */
    ModelDescription description();

    /** The weights that it reads at each call. */
    Weights weights();

    /** The largest number of examples in a batch. */
    int maxBatch();

    /** Names of what is measured: the losses, then the metrics. */
    List<String> measures();

    /**
     * Adds up each measure over the batch's examples: {@code sums[m] += sum over examples of measure m}. A measure that
     * is not per example (a shared loss such as {@code l2()}) adds {@code count * value}, so that dividing all sums by
     * the number of examples gives the measures of a split.
     */
    void evaluate(Batch batch, StepContext context, double[] sums);
}
