package org.dlm.runtime.train;

import java.nio.file.Path;
import org.dlm.runtime.data.DataFolder;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.data.RecipeData;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.EvaluationProgram;
import org.dlm.runtime.program.LinearRegression;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.TrainingProgram;

/** A linear regression with its programs and data, ready for one run. */
record TrainingBench(RecipeDescription recipe, TrainingProgram trainer, EvaluationProgram evaluation, RecipeData data) {
    static TrainingBench of(RecipeDescription recipe, Path folder) {
        LinearRegression model = new LinearRegression(recipe);
        ProgramRequest request = new ProgramRequest(model.newWeights(7), 8, Team.single());
        RecipeData data =
                RecipeData.read(model, recipe, ReaderRegistry.standard(), new DataFolder(folder), recipe.seed());
        return new TrainingBench(recipe, model.trainer("Line", request), model.evaluation(request), data);
    }

    TrainingRequest.Builder request() {
        return TrainingRequest.of(trainer, evaluation);
    }

    TrainingResult run(TrainingRequest.Builder builder, RunSettings settings) {
        return prepare(builder, settings).run();
    }

    TrainingRun prepare(TrainingRequest.Builder builder, RunSettings settings) {
        return new TrainingRun(builder.build(recipe, settings, data));
    }

    TrainingResult run(RunSettings settings) {
        return run(request(), settings);
    }

    double[] weights() {
        double[] w = trainer.weights().get("w");
        return new double[] {w[0], w[1], trainer.weights().get("b")[0]};
    }
}
