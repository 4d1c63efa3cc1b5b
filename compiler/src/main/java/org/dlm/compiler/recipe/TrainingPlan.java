package org.dlm.compiler.recipe;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.elaborate.DataPlan;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.elaborate.UpdateElaborator;

/**
 * A checked recipe.
 *
 * @param name the recipe's own name, or the model's
 * @param loss the loss that is minimised
 * @param batch examples in a step
 * @param hypers the recipe's own run-time numbers; the model's come before them
 * @param splits how the block {@code data} is divided; empty: all of it is {@code train}
 */
public record TrainingPlan(
        String name,
        ElaboratedModel model,
        String loss,
        int epochs,
        int batch,
        long seed,
        List<ElaboratedModel.Hyper> hypers,
        UpdateElaborator.Rules rules,
        List<DataPlan> data,
        List<Split> splits,
        boolean shuffle,
        Optional<Keep> keep) {
    public TrainingPlan {
        hypers = List.copyOf(hypers);
        data = List.copyOf(data);
        splits = List.copyOf(splits);
    }

    /** {@code split train = 55000, val = 0.1}: a count, or a share in 0 .. 1. */
    public record Split(String name, double amount, boolean share) {}

    /** {@code keep max val.accuracy}. */
    public record Keep(String split, String measure, boolean largest) {}
}
