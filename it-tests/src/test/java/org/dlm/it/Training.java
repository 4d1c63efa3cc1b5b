package org.dlm.it;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.dlm.runtime.data.DataFolder;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.data.RecipeData;
import org.dlm.runtime.model.OptimizerState;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.SplitPart;
import org.dlm.runtime.program.TrainingProgram;
import org.dlm.runtime.train.RunSettings;
import org.dlm.runtime.train.TrainingRequest;
import org.dlm.runtime.train.TrainingResult;
import org.dlm.runtime.train.TrainingRun;

/**
 * A model with a recipe, its numbers and its data: {@code dlmc train} without a command line, to be run several times.
 *
 * @param factory the model
 * @param recipe the recipe
 * @param settings its numbers
 * @param data its data
 */
record Training(ModelFactory factory, RecipeDescription recipe, RunSettings settings, RecipeData data) {
    /** What is left of a run. */
    record Outcome(TrainingResult result, Weights weights, OptimizerState state) {}

    /** A recipe of a model for a number of epochs. */
    static Training of(
            ModelFactory factory, RecipeDescription recipe, int epochs, ReaderRegistry readers, Path folder) {
        RunSettings settings = RunSettings.of(recipe).withEpochs(epochs);
        RecipeData data = RecipeData.read(factory, recipe, readers, new DataFolder(folder), settings.seed());
        return new Training(factory, recipe, settings, data);
    }

    /** A recipe that divides its data in another way. */
    static RecipeDescription divided(RecipeDescription recipe, SplitPart... parts) {
        return new RecipeDescription(
                recipe.name(),
                recipe.loss(),
                recipe.epochs(),
                recipe.batch(),
                recipe.seed(),
                recipe.hypers(),
                recipe.data(),
                List.of(parts),
                recipe.shuffle(),
                recipe.keep(),
                recipe.stop(),
                recipe.lengths());
    }

    Outcome run(int threads) {
        return run(threads, request -> {});
    }

    /** Runs with additions to the request, such as a checkpoint to go on from. */
    Outcome run(int threads, Consumer<TrainingRequest.Builder> additions) {
        Weights weights = factory.newWeights(settings.seed());
        try (Team team = Team.of(threads)) {
            ProgramRequest programs = new ProgramRequest(weights, settings.batch(), team);
            TrainingProgram trainer = factory.trainer(recipe.name(), programs);
            TrainingRequest.Builder request = TrainingRequest.of(trainer, factory.evaluation(programs));
            additions.accept(request);
            TrainingResult result = new TrainingRun(request.build(recipe, settings, data)).run();
            return new Outcome(result, weights, trainer.state());
        }
    }
}
