package org.dlm.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.dlm.runtime.checkpoint.Checkpoint;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.problem.TrainingFailedException;
import org.dlm.runtime.program.KeepRule;
import org.dlm.runtime.program.LinearRegression;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that are not finite are never kept. An epoch has 4 steps; the third epoch's last one, step 12, spoils something. */
@Timeout(60)
class NonFiniteTest {
    private static final double[] START = {99, 99, 99};

    @TempDir
    private Path folder;

    @BeforeEach
    void writeData() throws IOException {
        LinearRegression.writeData(folder, 40);
    }

    private static BiConsumer<TrainingProgram, Long> atStep(long wanted, BiConsumer<TrainingProgram, Long> spoil) {
        return (trainer, step) -> {
            if (step == wanted) {
                spoil.accept(trainer, step);
            }
        };
    }

    private String failure(TrainingBench bench, BiConsumer<TrainingProgram, Long> after, RecipeDescription recipe) {
        TrainingRequest.Builder request = TrainingRequest.of(
                        new SpoiledTrainer(bench.trainer(), after), bench.evaluation())
                .weightsFile(folder.resolve("weights.safetensors"))
                .checkpointFile(folder.resolve(Checkpoint.FILE_NAME));
        return assertThrows(TrainingFailedException.class, () -> bench.run(request, RunSettings.of(recipe)))
                .getMessage();
    }

    private double[] saved(RecipeDescription recipe) {
        Weights weights = new LinearRegression(recipe).newWeights(0);
        weights.load(folder.resolve("weights.safetensors"));
        double[] w = weights.get("w");
        return new double[] {w[0], w[1], weights.get("b")[0]};
    }

    private double[] after(int epochs, RecipeDescription recipe) {
        TrainingBench bench = TrainingBench.of(recipe, folder);
        bench.run(RunSettings.of(recipe).withEpochs(epochs));
        return bench.weights();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void a_last_update_that_spoils_the_weights_fails_with_the_place_and_leaves_the_best_ones(double wrong) {
        RecipeDescription recipe = LinearRegression.recipe().epochs(3).build();
        TrainingBench bench = TrainingBench.of(recipe, folder);
        String message =
                failure(bench, atStep(12, (trainer, step) -> trainer.weights().set("w", 1, wrong)), recipe);

        assertTrue(
                message.startsWith(
                        "parameter w[1] is " + wrong + " after the update of step 12 (epoch 3), although the loss was"
                                + " finite; settings: lr = 0.05. Try a smaller learning rate"),
                message);
        assertTrue(message.contains("The weights of the best epoch are in "), message);
        assertArrayEquals(after(2, recipe), saved(recipe));
        assertArrayEquals(after(2, recipe), bench.weights(), "the live weights are the good ones, too");
        assertEquals(2, Checkpoint.open(folder).progress().epochsDone());
    }

    @Test
    void without_a_best_epoch_the_last_good_one_is_left() {
        RecipeDescription recipe = new RecipeDescriptionWithoutKeep().recipe();
        TrainingBench bench = TrainingBench.of(recipe, folder);
        String message =
                failure(bench, atStep(12, (trainer, step) -> trainer.weights().set("b", Double.NaN)), recipe);

        assertTrue(message.contains("The weights of the last good epoch are in "), message);
        assertArrayEquals(after(2, recipe), saved(recipe));
        assertArrayEquals(after(2, recipe), bench.weights());
    }

    /** The recipe of the bench without its rule on what to keep. */
    private record RecipeDescriptionWithoutKeep() {
        RecipeDescription recipe() {
            RecipeDescription recipe = LinearRegression.recipe().epochs(3).build();
            return new RecipeDescription(
                    recipe.name(),
                    recipe.loss(),
                    recipe.epochs(),
                    recipe.batch(),
                    recipe.seed(),
                    recipe.hypers(),
                    recipe.data(),
                    recipe.splits(),
                    recipe.shuffle(),
                    java.util.Optional.empty(),
                    recipe.stop(),
                    recipe.lengths());
        }
    }

    @Test
    void in_the_first_epoch_nothing_is_written() {
        RecipeDescription recipe = LinearRegression.recipe().epochs(1).build();
        TrainingBench bench = TrainingBench.of(recipe, folder);
        bench.trainer().weights().set("w", START[0], START[1]);
        bench.trainer().weights().set("b", START[2]);
        failure(bench, atStep(4, (trainer, step) -> trainer.weights().set("b", Double.NaN)), recipe);

        assertFalse(Files.exists(folder.resolve("weights.safetensors")));
        assertArrayEquals(START, bench.weights());
    }

    @Test
    void optimizer_state_is_looked_at() {
        RecipeDescription recipe = LinearRegression.recipe().epochs(3).build();
        TrainingBench bench = TrainingBench.of(recipe, folder);
        String message = failure(
                bench,
                atStep(12, (trainer, step) -> trainer.state().set("w/velocity", Double.POSITIVE_INFINITY, 0)),
                recipe);

        assertTrue(message.startsWith("optimizer state w/velocity[0] is Infinity after"), message);
    }

    /** A smallest value so far begins as infinity; then it may be, but NaN is never kept. */
    @Test
    void state_that_began_infinite_may_be_so() {
        RecipeDescription recipe = LinearRegression.recipe().epochs(3).build();
        TrainingBench bench = TrainingBench.of(recipe, folder);
        bench.trainer().state().set("b/velocity", Double.POSITIVE_INFINITY);
        BiConsumer<TrainingProgram, Long> finiteWeights = (trainer, step) -> {
            trainer.weights().set("b", 0);
            trainer.state().set("b/velocity", step == 12 ? Double.NaN : Double.POSITIVE_INFINITY);
        };
        String message = failure(bench, finiteWeights, recipe);

        assertTrue(message.startsWith("optimizer state b/velocity is NaN after the update of step 12"), message);
    }

    @Test
    void a_schedule_that_gives_no_number_fails_with_its_step() {
        RecipeDescription recipe = LinearRegression.recipe().build();
        TrainingBench bench = TrainingBench.of(recipe, folder);
        SpoiledTrainer trainer = new SpoiledTrainer(bench.trainer(), (t, step) -> {}, lr -> Double.NaN);
        TrainingRequest.Builder request = TrainingRequest.of(trainer, bench.evaluation());

        String message = assertThrows(TrainingFailedException.class, () -> bench.run(request, RunSettings.of(recipe)))
                .getMessage();
        assertTrue(message.startsWith("lr is NaN at step 1 (epoch 1, batch 1 of 4); look at its schedule"), message);
    }

    @Test
    void weights_that_begin_wrong_are_not_trained() {
        RecipeDescription recipe = LinearRegression.recipe().build();
        TrainingBench bench = TrainingBench.of(recipe, folder);
        bench.trainer().weights().set("b", Double.NaN);
        String message = failure(bench, (trainer, step) -> {}, recipe);

        assertEquals("parameter b is NaN before the first step; look at its start value", message);
    }

    @Test
    void an_interrupted_run_is_looked_at() {
        RecipeDescription recipe = LinearRegression.recipe().build();
        TrainingBench bench = TrainingBench.of(recipe, folder);
        TrainingRun[] run = new TrainingRun[1];
        BiConsumer<TrainingProgram, Long> spoilAndStop = atStep(2, (trainer, step) -> {
            trainer.weights().set("b", Double.NaN);
            run[0].stopSoon();
        });
        Path file = folder.resolve("weights.safetensors");
        run[0] = new TrainingRun(
                TrainingRequest.of(new SpoiledTrainer(bench.trainer(), spoilAndStop), bench.evaluation())
                        .weightsFile(file)
                        .build(recipe, RunSettings.of(recipe), bench.data()));

        assertThrows(TrainingFailedException.class, () -> run[0].run());
        assertFalse(Files.exists(file));
    }

    @Test
    void a_measure_that_is_not_finite_is_never_the_best() {
        KeepRule smallest = new KeepRule("val", "total", false);
        KeepRule largest = new KeepRule("val", "total", true);
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            for (double best : new double[] {Double.NaN, 0, 1e300, -1e300}) {
                assertFalse(smallest.isBetter(wrong, best));
                assertFalse(largest.isBetter(wrong, best));
            }
        }
        assertTrue(smallest.isBetter(1, Double.NaN) && largest.isBetter(1, Double.NaN));
    }
}
