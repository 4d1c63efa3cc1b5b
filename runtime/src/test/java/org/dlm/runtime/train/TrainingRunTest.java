package org.dlm.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.problem.ProblemException;
import org.dlm.runtime.problem.TrainingFailedException;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.KeepRule;
import org.dlm.runtime.program.LinearRegression;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.StopRule;
import org.dlm.runtime.program.TrainingProgram;
import org.dlm.runtime.train.TrainingResult.Ending;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of a linear regression on {@code y = 2 a - b + 1/2}; 40 examples, 30 of them for training, batches of 8. */
@Timeout(60)
class TrainingRunTest {
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
    void training_finds_the_line() {
        RecipeDescription recipe = LinearRegression.recipe().build();
        TrainingBench bench = bench(recipe);
        TrainingResult result = bench.run(epochs(recipe, 60));

        assertEquals(Ending.COMPLETED, result.ending());
        assertEquals(60, result.epochs());
        assertEquals(60 * 4, result.steps(), "30 examples in batches of 8 are 4 steps");
        // noise of at most 0.005 on one input moves the best line by less than that
        assertArrayEquals(new double[] {2, -1, 0.5}, bench.weights(), 0.01);
        assertTrue(result.metrics().get("val").get("distance") < 0.02);
        assertTrue(result.samplesPerSecond() > 0 && result.seconds() > 0);
    }

    @Test
    void the_same_seed_gives_the_same_weights_and_another_one_others() {
        RecipeDescription recipe = LinearRegression.recipe().build();
        List<double[]> weights = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            TrainingBench bench = bench(recipe);
            bench.run(epochs(recipe, 3).withSeed(seed));
            weights.add(bench.weights());
        }
        assertArrayEquals(weights.get(0), weights.get(1));
        assertFalse(java.util.Arrays.equals(weights.get(0), weights.get(2)));
    }

    /** {@code keep max val.total} keeps the worst epoch, which is the first: so it is seen that it is not the last one. */
    @Test
    void the_weights_of_the_best_epoch_are_the_result_and_are_on_disk() {
        RecipeDescription recipe = LinearRegression.recipe()
                .keep(new KeepRule("val", "total", true))
                .build();
        Path file = folder.resolve("out/weights.safetensors");
        TrainingBench bench = bench(recipe);
        TrainingResult result = bench.run(bench.request().weightsFile(file), epochs(recipe, 4));
        TrainingBench oneEpoch = bench(recipe);
        oneEpoch.run(epochs(recipe, 1));

        assertEquals(0, result.bestEpoch());
        // schedules aside, the first epoch of 4 is the only one of 1
        assertArrayEquals(oneEpoch.weights(), bench.weights());
        Weights saved = new LinearRegression(recipe).newWeights(0);
        saved.load(file);
        assertArrayEquals(bench.weights(), new double[] {saved.get("w")[0], saved.get("w")[1], saved.get("b")[0]});
    }

    @Test
    void a_stop_rule_ends_the_run_early() {
        RecipeDescription recipe = LinearRegression.recipe()
                .stop(StopRule.stalled(new KeepRule("val", "total", true), 2))
                .build();
        TrainingResult result = bench(recipe).run(epochs(recipe, 50));

        assertEquals(Ending.STOPPED_BY_RULE, result.ending());
        assertEquals(3, result.epochs(), "the largest loss is the first, then 2 epochs of patience");
    }

    @Test
    void an_interrupted_run_keeps_the_best_weights() {
        RecipeDescription recipe = LinearRegression.recipe().build();
        Path file = folder.resolve("weights.safetensors");
        TrainingBench bench = bench(recipe);
        List<TrainingRun> run = new ArrayList<>();
        List<EpochReport> reports = new ArrayList<>();
        TrainingListener stopper = new TrainingListener() {
            @Override
            public void onStep(long step, int epoch, double loss, TrainingProgram trainer) {
                // in the middle of the third epoch, whose 4 steps are 9 to 12
                if (step == 10) {
                    run.getFirst().stopSoon();
                }
            }

            @Override
            public void onEpoch(EpochReport report) {
                reports.add(report);
            }
        };
        run.add(new TrainingRun(
                bench.request().weightsFile(file).listener(stopper).build(recipe, epochs(recipe, 50), bench.data())));
        TrainingResult result = run.getFirst().run();

        assertEquals(Ending.INTERRUPTED, result.ending());
        assertEquals(2, result.epochs());
        assertEquals(10, result.steps());
        assertTrue(reports.getLast().isBest());
        assertEquals(1, result.bestEpoch());
        TrainingBench twoEpochs = bench(recipe);
        twoEpochs.run(epochs(recipe, 2));
        assertArrayEquals(twoEpochs.weights(), bench.weights());
        assertTrue(Files.exists(file));
    }

    @Test
    void an_interrupt_before_the_first_epoch_ends_keeps_the_weights_there_are() {
        RecipeDescription recipe = LinearRegression.recipe().build();
        Path file = folder.resolve("weights.safetensors");
        TrainingBench bench = bench(recipe);
        TrainingRun run =
                new TrainingRun(bench.request().weightsFile(file).build(recipe, epochs(recipe, 5), bench.data()));
        run.stopSoon();
        TrainingResult result = run.run();

        assertEquals(0, result.epochs());
        assertEquals(-1, result.bestEpoch());
        assertTrue(result.metrics().isEmpty());
        assertTrue(Files.exists(file));
    }

    @Test
    void a_loss_that_is_not_finite_stops_with_step_place_and_settings() {
        RecipeDescription recipe = LinearRegression.recipe().build();
        TrainingBench bench = bench(recipe);
        RunSettings settings = epochs(recipe, 200).withHyper("lr", 10);
        Path file = folder.resolve("w.safetensors");
        TrainingFailedException failure = assertThrows(
                TrainingFailedException.class, () -> bench.run(bench.request().weightsFile(file), settings));

        assertTrue(
                failure.getMessage()
                        .matches("loss total is (NaN|Infinity) at step " + failure.step()
                                + " \\(epoch \\d+, batch \\d of 4\\); all parameters are finite, the largest is in [wb],"
                                + " with size [0-9.E]+"
                                + "; settings: lr = 10.0\\. Try a smaller learning rate.*"
                                + "The weights of the best epoch are in .*w.safetensors"),
                failure.getMessage());
    }

    @Test
    void data_that_is_not_finite_is_refused_before_the_first_step() throws IOException {
        RecipeDescription recipe = LinearRegression.recipe().shuffle(false).build();
        Files.writeString(folder.resolve("line.csv"), "a,b,y\n1,2,3\n1,1e300,3\n1,2,3\n1,2,3\n");
        String message = assertThrows(DataException.class, () -> bench(recipe)).getMessage();

        assertTrue(message.contains("line.csv:3:3: \"1e300\" is too large"), message);
    }

    @Test
    void what_the_arithmetic_of_the_data_makes_infinite_is_named_as_the_cause() {
        TrainingBench bench = bench(LinearRegression.recipe().build());
        Batch batch = new Batch(bench.trainer().description().ports(), 4, Precision.F32);
        batch.floats(0)[3] = Float.POSITIVE_INFINITY;
        batch.filled(4, 0);

        assertEquals(
                "; the data is the cause: x of example 1 of the batch holds Infinity",
                NonFinite.describe(bench.trainer(), batch));
    }

    @Test
    void listeners_see_the_start_every_step_every_epoch_and_the_end() {
        RecipeDescription recipe = LinearRegression.recipe().build();
        List<String> seen = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStart(TrainingStart start) {
                seen.add(start.toString());
            }

            @Override
            public void onStep(long step, int epoch, double loss, TrainingProgram trainer) {
                seen.add("step " + step + " of epoch " + epoch + " lr " + trainer.setting("lr"));
            }

            @Override
            public void onEpoch(EpochReport report) {
                seen.add("epoch " + report.scores().epoch() + " in "
                        + report.scores().splits().keySet());
            }

            @Override
            public void onEnd(TrainingResult result) {
                seen.add("end " + result.epochs());
            }
        };
        TrainingBench bench = bench(recipe);
        bench.run(bench.request().listener(listener), epochs(recipe, 1).withBatch(8));

        assertEquals(
                List.of(
                        "TrainingStart[epochs=1, firstEpoch=0, stepsPerEpoch=4, splits={train=30, val=10}]",
                        "step 1 of epoch 0 lr 0.05",
                        "step 2 of epoch 0 lr 0.05",
                        "step 3 of epoch 0 lr 0.05",
                        "step 4 of epoch 0 lr 0.05",
                        "epoch 0 in [train, val]",
                        "end 1"),
                seen);
    }

    @Test
    void the_log_has_one_row_for_each_step() throws IOException {
        RecipeDescription recipe = LinearRegression.recipe().build();
        Path file = folder.resolve("log/steps.csv");
        TrainingBench bench = bench(recipe);
        try (StepLog log = new StepLog(file)) {
            bench.run(bench.request().listener(log), epochs(recipe, 2));
        }
        List<String> lines = Files.readAllLines(file);

        assertEquals(1 + 8, lines.size());
        assertEquals("step,epoch,loss,lr", lines.getFirst());
        assertTrue(lines.getLast().matches("8,1,[0-9.Ee-]+,0.05"), lines.getLast());
    }

    /** A signal ends the process once the run is over, maybe before the log is closed. */
    @Test
    void the_log_is_on_the_disk_when_the_run_ends_early() throws IOException {
        RecipeDescription recipe = LinearRegression.recipe().build();
        Path file = folder.resolve("steps.csv");
        TrainingBench bench = bench(recipe);
        try (StepLog log = new StepLog(file)) {
            TrainingRun[] run = new TrainingRun[1];
            TrainingListener stopping = new TrainingListener() {
                @Override
                public void onStep(long step, int epoch, double loss, TrainingProgram trainer) {
                    if (step == 6) {
                        run[0].stopSoon();
                    }
                }
            };
            run[0] = bench.prepare(bench.request().listener(log).listener(stopping), epochs(recipe, 2));
            run[0].run();

            assertEquals(1 + 6, Files.readAllLines(file).size());
        }
    }

    /** One object a step would be 16,000 bytes; what the JVM allocates on the side is less. */
    @Test
    void steps_allocate_nothing() throws IOException {
        LinearRegression.writeData(folder, 20_000);
        RecipeDescription recipe = LinearRegression.recipe().build();
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long[] allocated = new long[2];
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(long step, int epoch, double loss, TrainingProgram trainer) {
                if (step == 800 || step == 1800) {
                    allocated[step == 800 ? 0 : 1] = threads.getCurrentThreadAllocatedBytes();
                }
            }
        };
        TrainingBench bench = bench(recipe);
        bench.run(bench.request().listener(listener), epochs(recipe, 1));

        assertTrue(allocated[1] > 0 && allocated[1] - allocated[0] < 8_000, allocated[1] - allocated[0] + " bytes");
    }

    /** The clock goes on by 1 s at each look: before and after the run, and before and after the steps of an epoch. */
    @Test
    void times_come_from_the_clock() {
        RecipeDescription recipe = LinearRegression.recipe().build();
        TrainingBench bench = bench(recipe);
        long[] now = {0};
        TrainingResult result = bench.run(bench.request().nanoClock(() -> now[0] += 1_000_000_000L), epochs(recipe, 2));

        assertEquals(5, result.seconds(), 1e-9);
        assertEquals(30, result.samplesPerSecond(), 1e-9);
    }

    @Test
    void settings_are_checked() {
        RunSettings settings = RunSettings.of(LinearRegression.recipe().build());

        assertThrows(ProblemException.class, () -> settings.withEpochs(0));
        assertThrows(ProblemException.class, () -> settings.withBatch(-1));
        String unknown = assertThrows(ProblemException.class, () -> settings.withHyper("rl", 1))
                .getMessage();
        assertEquals("there is no hyper called rl; there is lr", unknown);
        RunSettings plain = RunSettings.of(RecipeDescription.named("Plain")
                .loss("total")
                .epochs(1)
                .batch(8)
                .build());
        String none = assertThrows(ProblemException.class, () -> plain.withHyper("lr", 1))
                .getMessage();
        assertEquals("there is no hyper called lr; neither the model nor the recipe declares one", none);
        String outside = assertThrows(ProblemException.class, () -> settings.withHyper("lr", 11))
                .getMessage();
        assertEquals("hyper lr = 11.0 is not in log(1.0E-5 .. 10.0)", outside);
    }

    @Test
    void a_keep_rule_on_a_split_that_is_not_there_is_told_before_training() {
        RecipeDescription recipe = LinearRegression.recipe()
                .keep(new KeepRule("test", "total", false))
                .build();
        TrainingBench bench = bench(recipe);

        assertThrows(DataException.class, () -> bench.run(RunSettings.of(recipe)));
    }

    @Test
    void shared_weights_are_not_trained() {
        LinearRegression model = new LinearRegression(LinearRegression.recipe().build());
        ProgramRequest request = new ProgramRequest(model.newWeights(1).share(), 8, Team.single());

        assertThrows(IllegalStateException.class, () -> model.trainer("Line", request));
    }
}
