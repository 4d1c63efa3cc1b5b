package org.dlm.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.dlm.runtime.checkpoint.Checkpoint;
import org.dlm.runtime.checkpoint.RunFolder;
import org.dlm.runtime.model.OptimizerState;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.problem.StoredFileException;
import org.dlm.runtime.program.LinearRegression;
import org.dlm.runtime.program.RecipeDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk of 64 KB that gets full. It is a tmpfs, for which one must be root on Linux; elsewhere the tests are left out. */
@Timeout(60)
class FullDiskTest {
    private static final int DISK = 64 << 10;

    @TempDir
    private Path folder;

    private Path disk;
    private boolean isMounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        String answer = run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "tmpfs", disk.toString());
        isMounted = answer.isEmpty();
        if (!isMounted) {
            System.out.println("FullDiskTest is left out, since there can be no small disk here: " + answer);
        }
        assumeTrue(isMounted, answer);
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            assertEquals("", run("umount", disk.toString()));
        }
    }

    /** Why a command failed; empty if it did not. */
    private static String run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : output.strip() + " (exit code " + process.exitValue() + ")";
        } catch (IOException notThere) {
            return notThere.toString();
        }
    }

    private static Weights weights(int size, double value) {
        Weights weights = new Weights(Precision.F32, List.of(new TensorSlot("w", Shape.of(size), 0, true)), size);
        weights.set(
                "w",
                java.util.stream.DoubleStream.generate(() -> value).limit(size).toArray());
        return weights;
    }

    private TreeSet<String> names() throws IOException {
        try (var files = Files.list(disk)) {
            return new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    /** One file of 40 KB has room, a second one beside it has none. */
    @Test
    void weights_that_have_no_room_leave_the_older_ones() throws IOException {
        Path file = disk.resolve("w.safetensors");
        weights(10_000, 1).save(file);
        String message = assertThrows(
                        StoredFileException.class, () -> weights(10_000, 2).save(file))
                .getMessage();

        assertTrue(message.contains("is there space?"), message);
        assertEquals(new TreeSet<>(List.of("w.safetensors")), names());
        Weights loaded = weights(10_000, 3);
        loaded.load(file);
        assertEquals(1, loaded.get("w")[9999]);
    }

    @Test
    void a_folder_without_room_is_told_before_the_first_step() throws IOException {
        Weights weights = weights(10_000, 1);
        Checkpoint.Values values =
                new Checkpoint.Values(weights, new OptimizerState(Precision.F32, List.of(), 0), Optional.empty());
        try (RunFolder run = RunFolder.open(disk)) {
            String message = assertThrows(StoredFileException.class, () -> run.requireSpace(values, 1))
                    .getMessage();
            assertTrue(message.contains("there is no space for the weights and the checkpoint"), message);
        }
        assertEquals(new TreeSet<>(List.of(".dlm-lock")), names());
    }

    /** Leaves one page of 4 KB: each epoch writes to the real disk, which is slow where others do too, so they shall be few. */
    private void fillButOnePage() throws IOException {
        Files.write(disk.resolve("filler"), new byte[DISK - (4 << 10)]);
    }

    /** The log is what fills the disk, in some 30 epochs; the run ends with a sentence and goes on from its checkpoint where there is room. */
    @Test
    void a_log_that_fills_the_disk_ends_the_run_and_loses_none_of_it() throws IOException {
        fillButOnePage();
        LinearRegression.writeData(folder, 40);
        RecipeDescription recipe = LinearRegression.recipe().build();
        RunSettings settings = RunSettings.of(recipe).withEpochs(60);
        TrainingBench whole = TrainingBench.of(recipe, folder);
        whole.run(settings);
        TrainingBench bench = TrainingBench.of(recipe, folder);
        try (StepLog log = new StepLog(disk.resolve("log.csv"))) {
            String message = assertThrows(
                            StoredFileException.class,
                            () -> bench.run(
                                    bench.request().listener(log).checkpointFile(folder.resolve("c.safetensors")),
                                    settings))
                    .getMessage();
            assertTrue(message.startsWith("cannot write the log"), message);
        } catch (StoredFileException stillFull) {
            assertTrue(stillFull.getMessage().startsWith("cannot write the log"), stillFull.getMessage());
        }

        TrainingBench resumed = TrainingBench.of(recipe, folder);
        resumed.run(resumed.request().resume(Checkpoint.open(folder.resolve("c.safetensors"))), settings);
        assertArrayEquals(whole.weights(), resumed.weights());
    }
}
