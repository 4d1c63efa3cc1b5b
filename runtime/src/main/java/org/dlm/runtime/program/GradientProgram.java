package org.dlm.runtime.program;

import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Weights;

/**
 * A loss (the mean over the batch, as training minimises it) and its derivative, with {@code training} true and without
 * an update: for gradient checks and comparisons with other engines.
 */
public interface GradientProgram {
    /** The model. */
    ModelDescription description();

    /** The weights that it reads at each call. */
    Weights weights();

    /** The largest number of examples in a batch. */
    int maxBatch();

    /** The loss alone. */
    double loss(Batch batch, StepContext context);

    /**
     * The loss and, for each trained tensor, its adjoint.
     *
     * @param gradient receives the adjoints at the tensors' offsets in the weights; as long as the weights
     */
    double gradient(Batch batch, StepContext context, double[] gradient);
}
