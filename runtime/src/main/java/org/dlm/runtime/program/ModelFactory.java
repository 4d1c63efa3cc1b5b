package org.dlm.runtime.program;

import java.util.List;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Weights;

/**
 * The one thing that a tool needs of a generated model: each facade class gives it as
 * {@code public static ModelFactory factory()}.
 */
public interface ModelFactory {
    /** The model. */
    ModelDescription description();

    /** Fresh start values: parameters after their initialisers, buffers at their start. Equal for equal seeds. */
    Weights newWeights(long seed);

    /** The recipes, in the order of the source. */
    List<RecipeDescription> recipes();

    /** The recipe with this name. */
    default RecipeDescription recipe(String name) {
        return recipes().stream()
                .filter(recipe -> recipe.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("model "
                        + description().name()
                        + " has no recipe called " + name + "; it has "
                        + recipes().stream().map(RecipeDescription::name).toList()));
    }

    /** A trainer after a recipe. */
    TrainingProgram trainer(String recipe, ProgramRequest request);

    /** The arithmetic of a data block of a recipe, for batches of up to {@code maxBatch} examples. */
    PreparationProgram preparation(String recipe, String block, int maxBatch);

    /** All losses and metrics. */
    EvaluationProgram evaluation(ProgramRequest request);

    /** The outputs. */
    InferenceProgram inference(ProgramRequest request);

    /** The loss of a recipe and its derivative. */
    GradientProgram gradient(String recipe, ProgramRequest request);
}
