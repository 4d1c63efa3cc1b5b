package org.dlm.runtime.program;

import java.util.List;
import org.dlm.runtime.model.Gradients;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.OptimizerState;
import org.dlm.runtime.model.Weights;

/**
 * A generated trainer: one recipe's step over one model's weights. For one thread at a time; its parallel work goes
 * through the team it was made with. A step allocates nothing in the steady state.
 */
public interface TrainingProgram {
    /** The model. */
    ModelDescription description();

    /** The live weights: each step changes them. */
    Weights weights();

    /** The live optimizer state: each step changes it. */
    OptimizerState state();

    /** What {@link #gradient} computes and {@link #update} applies, by the paths of parameters. */
    Gradients gradients();

    /** The largest number of examples in a batch. */
    int maxBatch();

    /**
     * Forward, backward and update: {@link #gradient} and {@link #update}, with the same results to the last bit. Where the loss is not finite, a generated trainer ends the step with a
     * {@link org.dlm.runtime.problem.NotFiniteException} before it has changed anything.
     *
     * @return the minimised loss before the update
     * @throws IllegalStateException where a session has been made on these weights, which from then on cannot change
     */
    double step(Batch batch, StepContext context);

    /**
     * Forward and backward. Leaves the derivatives of the loss by the parameters in {@link #gradients()} and changes no parameter and no
     * optimizer state; buffers, such as running means, take what the batch tells. Where the loss is not finite, it ends as
     * {@link #step} does, and there are no gradients.
     *
     * @param context also tells the next {@link #update} the step, and the values of hypers
     * @return the loss
     * @throws IllegalStateException where a session has been made on these weights, which from then on cannot change
     */
    double gradient(Batch batch, StepContext context);

    /**
     * Applies the recipe's rules, its clip included, to the present {@link #gradients()}: those that {@link #gradient} has computed,
     * and what has been made of them since. They are not looked at; where they are not finite, neither are the weights any more, and
     * the next loss tells.
     *
     * @throws IllegalStateException where {@link #gradient} has not been called since the last update, or a session has been made on
     *     these weights
     */
    void update();

    /** Names of the optimizer settings that a log may show, such as {@code lr}. */
    List<String> settings();

    /** The last evaluated value of a setting, by its place in {@link #settings()}. */
    double setting(int number);

    /** The last evaluated value of a setting; NaN where there is none of this name. */
    default double setting(String name) {
        int number = settings().indexOf(Checks.given("name", name));
        return number < 0 ? Double.NaN : setting(number);
    }
}
