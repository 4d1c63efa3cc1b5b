package org.dlm.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.dlm.runtime.json.Json;
import org.dlm.runtime.problem.StoredFileException;
import org.dlm.runtime.program.KeepRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
    private static final KeepRule KEEP = new KeepRule("val", "total", false);

    @TempDir
    private Path folder;

    private Path saved() {
        Path file = folder.resolve(Checkpoint.FILE_NAME);
        Checkpoint.save(file, CheckpointFiles.progress(), CheckpointFiles.values(1));
        return file;
    }

    @Test
    void a_checkpoint_gives_back_progress_and_values() {
        Checkpoint checkpoint = Checkpoint.open(saved());
        Checkpoint.Values values = CheckpointFiles.values(99);
        checkpoint.restore(values);

        assertEquals(CheckpointFiles.progress(), checkpoint.progress());
        assertArrayEquals(new double[] {1, 2}, values.weights().get("w"));
        assertArrayEquals(new double[] {1, 2}, values.best().orElseThrow().get("w"));
        assertArrayEquals(new double[] {3, 4}, values.state().get("w/v"));
    }

    @Test
    void every_flipped_bit_is_found() throws IOException {
        Path file = saved();
        byte[] good = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] damaged = good.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            assertThrows(
                    StoredFileException.class, () -> Checkpoint.open(file), "bit " + bit + " of " + 8 * good.length);
        }
    }

    @Test
    void every_cut_and_every_rest_is_found() throws IOException {
        Path file = saved();
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length + 20; length++) {
            if (length != good.length) {
                Files.write(file, Arrays.copyOf(good, length));
                assertThrows(StoredFileException.class, () -> Checkpoint.open(file), "cut to " + length);
            }
        }
    }

    /** Progress that a file with a right checksum may still have, such as one written by hand. */
    @ParameterizedTest
    @CsvSource({
        "epochsDone, -1, epochs of 5 are done",
        "epochsDone, 6, 6 epochs of 5 are done",
        "epochsDone, 2, there are scores of 3 epochs of 2",
        "epochsDone, 4294967299, overflow",
        "epochs, 0, at least 1",
        "epochs, 2, 3 epochs of 2 are done",
        "step, -1, steps count from 0",
        "step, 1.5, 1.5",
        "bestEpoch, 3, the best epoch is 3 of 3",
        "bestEpoch, -2, the best epoch is -2",
        "history, [], there are scores of 0 epochs of 3",
        "history, [1], is not",
        "hypers, {}, cannot go on: its hyper values",
        "hypers, [], is not an object",
        "seed, 43, cannot go on: its seed is 43",
        "data, \"beef\", cannot go on: its data (digest) is beef",
        "precision, \"F64\", cannot go on: its precision is F64",
        "sourceHash, \"1235\", cannot go on: its source of the model",
        "step, 23, at step 23 and not at 24",
        "bestEpoch, 0, the best epoch is 1",
        "bestEpoch, -1, the best epoch is 1",
    })
    void impossible_progress_is_refused(String member, String value, String expected) {
        Path file = folder.resolve(Checkpoint.FILE_NAME);
        CheckpointFiles.write(file, changed(member, value), CheckpointFiles.values(1));

        String message = assertThrows(StoredFileException.class, () -> {
                    Checkpoint checkpoint = Checkpoint.open(file);
                    checkpoint.requireSameRun(CheckpointFiles.IDENTITY);
                    checkpoint.requireFits(new RunPlan(5, 8, Optional.of(KEEP)));
                })
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    private static String changed(String member, String value) {
        UnaryOperator<Json> change = json -> {
            Map<String, Json> members = new java.util.LinkedHashMap<>(((Json.Members) json).members());
            members.put(member, Json.parse(value));
            return new Json.Members(members);
        };
        return change.apply(RunProgressJson.write(CheckpointFiles.progress())).write();
    }

    @Test
    void a_run_may_get_longer_but_not_end_before_it_is() {
        Checkpoint checkpoint = Checkpoint.open(saved());
        checkpoint.requireFits(new RunPlan(3, 8, Optional.of(KEEP)));
        checkpoint.requireFits(new RunPlan(50, 8, Optional.of(KEEP)));

        String message = assertThrows(
                        StoredFileException.class, () -> checkpoint.requireFits(new RunPlan(2, 8, Optional.of(KEEP))))
                .getMessage();
        assertTrue(message.contains("it has done 3 epochs, and now it shall have 2"), message);
    }

    @Test
    void a_checkpoint_that_was_replaced_meanwhile_is_not_mixed_with_the_old_one() {
        Path file = saved();
        Checkpoint checkpoint = Checkpoint.open(file);
        RunProgress later = new RunProgress(
                CheckpointFiles.IDENTITY,
                5,
                32,
                4,
                3,
                List.of(
                        CheckpointFiles.scores(0, 0.5),
                        CheckpointFiles.scores(1, 0.25),
                        CheckpointFiles.scores(2, Double.NaN),
                        CheckpointFiles.scores(3, 0.1)));
        Checkpoint.save(file, later, CheckpointFiles.values(7));

        Checkpoint.Values values = CheckpointFiles.values(99);
        assertThrows(StoredFileException.class, () -> checkpoint.restore(values));
        assertArrayEquals(new double[] {99, 2}, values.weights().get("w"));
    }
}
