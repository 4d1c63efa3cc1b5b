package org.dlm.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dlm.runtime.checkpoint.Checkpoint;
import org.dlm.runtime.problem.StoredFileException;
import org.dlm.runtime.program.KeepRule;
import org.dlm.runtime.program.LinearRegression;
import org.dlm.runtime.program.RecipeDescription;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go on from a checkpoint. */
@Timeout(60)
class ResumeTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeData() throws IOException {
        LinearRegression.writeData(folder, 40);
    }

    private TrainingBench bench(RecipeDescription recipe) {
        return TrainingBench.of(recipe, folder);
    }

    private static RunSettings epochs(RecipeDescription recipe, int epochs) {
        return RunSettings.of(recipe).withEpochs(epochs);
    }

    @Test
    void a_run_resumed_after_epoch_2_equals_the_uninterrupted_one_bit_for_bit() {
        for (boolean keeps : new boolean[] {true, false}) {
            RecipeDescription.Builder builder = LinearRegression.recipe();
            RecipeDescription recipe = (keeps ? builder.keep(new KeepRule("val", "total", true)) : builder).build();
            Path file = folder.resolve("checkpoint.safetensors");
            TrainingBench whole = bench(recipe);
            TrainingResult wholeResult = whole.run(epochs(recipe, 5));

            TrainingBench first = bench(recipe);
            first.run(first.request().checkpointFile(file), epochs(recipe, 2));
            TrainingBench second = bench(recipe);
            second.trainer().weights().set("w", 99, 99);
            TrainingResult resumed = second.run(second.request().resume(Checkpoint.open(folder)), epochs(recipe, 5));

            assertArrayEquals(
                    whole.trainer().weights().floats(),
                    second.trainer().weights().floats());
            assertArrayEquals(
                    whole.trainer().state().floats(), second.trainer().state().floats());
            assertEquals(wholeResult.metrics(), resumed.metrics());
            assertEquals(wholeResult.bestEpoch(), resumed.bestEpoch());
            assertEquals(wholeResult.steps(), resumed.steps());
        }
    }

    @Test
    void another_run_is_not_resumed() {
        RecipeDescription recipe = LinearRegression.recipe().build();
        Path file = folder.resolve("c.safetensors");
        TrainingBench first = bench(recipe);
        first.run(first.request().checkpointFile(file), epochs(recipe, 1));

        assertResumeFails(recipe, file, epochs(recipe, 2).withSeed(1), "its seed is 42, but now it is 1");
        assertResumeFails(recipe, file, epochs(recipe, 2).withBatch(4), "its batch is 8, but now it is 4");
        assertResumeFails(
                recipe,
                file,
                epochs(recipe, 2).withHyper("lr", 1),
                "its hyper values is {lr=0.05}, but now it is {lr=1.0}");
    }

    private void assertResumeFails(RecipeDescription recipe, Path file, RunSettings settings, String expected) {
        TrainingBench bench = bench(recipe);
        double[] before = bench.weights();
        String message = assertThrows(
                        StoredFileException.class,
                        () -> bench.run(bench.request().resume(Checkpoint.open(file)), settings))
                .getMessage();

        assertTrue(message.contains(expected), message);
        assertArrayEquals(before, bench.weights());
    }

    @Test
    void a_checkpoint_that_is_damaged_or_none_is_refused() throws IOException {
        RecipeDescription recipe = LinearRegression.recipe().build();
        Path file = folder.resolve("c.safetensors");
        TrainingBench bench = bench(recipe);
        bench.run(bench.request().checkpointFile(file), epochs(recipe, 1));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] ^= 4;
        Files.write(file, bytes);
        assertThrows(StoredFileException.class, () -> Checkpoint.open(file));

        Path weights = folder.resolve("w.safetensors");
        bench.trainer().weights().save(weights);
        String message = assertThrows(StoredFileException.class, () -> Checkpoint.open(weights))
                .getMessage();
        assertTrue(message.contains("holds weights, but it is not a checkpoint"), message);
        assertThrows(StoredFileException.class, () -> Checkpoint.open(folder.resolve("empty")));
    }
}
