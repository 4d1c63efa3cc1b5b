package org.dlm.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.dlm.compiler.graph.Precision;
import org.dlm.it.Training.Outcome;
import org.dlm.runtime.checkpoint.Checkpoint;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.train.TrainingResult.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that ends after an epoch and goes on later is the run that did not end, to the bit. */
class ResumeTest {
    private static final int EPOCHS = 4;

    /** The model has everything that could be forgotten: draws, moments, schedules, an order of its own in each epoch. */
    @Test
    void a_run_resumed_after_epoch_2_equals_the_uninterrupted_one(@TempDir Path folder) {
        ModelFactory factory = Models.compile(Models.test("spirals"), "Spirals", Precision.F32);
        Training training =
                Training.of(factory, factory.recipe("Spirals"), EPOCHS, ReaderRegistry.standard(), Path.of("."));
        Outcome whole = training.run(1);
        Path checkpoint = folder.resolve(Checkpoint.FILE_NAME);

        Outcome firstPart = endingAfter(2, training).run(1, request -> request.checkpointFile(checkpoint));
        assertEquals(Ending.STOPPED_BY_RULE, firstPart.result().ending());
        assertEquals(2, firstPart.result().epochs());

        Outcome secondPart = training.run(1, request -> request.resume(Checkpoint.open(folder)));
        assertEquals(Ending.COMPLETED, secondPart.result().ending());
        assertEquals(whole.result().steps(), secondPart.result().steps());
        assertEquals(whole.result().metrics(), secondPart.result().metrics());
        assertArrayEquals(whole.weights().floats(), secondPart.weights().floats());
        assertArrayEquals(whole.state().floats(), secondPart.state().floats());
    }

    /** The same run of as many epochs, which ends early. */
    private static Training endingAfter(int epochs, Training training) {
        RecipeDescription recipe = training.recipe();
        RecipeDescription ending = new RecipeDescription(
                recipe.name(),
                recipe.loss(),
                recipe.epochs(),
                recipe.batch(),
                recipe.seed(),
                recipe.hypers(),
                recipe.data(),
                recipe.splits(),
                recipe.shuffle(),
                recipe.keep(),
                Optional.of(history -> history.size() == epochs),
                recipe.lengths());
        return new Training(training.factory(), ending, training.settings(), training.data());
    }
}
