package org.dlm.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dlm.runtime.model.OptimizerState;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.problem.StoredFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path parent;

    private static Checkpoint.Values values(int size) {
        Weights weights = new Weights(Precision.F32, List.of(new TensorSlot("w", Shape.of(size), 0, true)), size);
        return new Checkpoint.Values(weights, new OptimizerState(Precision.F32, List.of(), 0), Optional.empty());
    }

    @Test
    void a_folder_is_held_by_one_run_at_a_time() {
        Path folder = parent.resolve("deep/run");
        try (RunFolder first = RunFolder.open(folder)) {
            String message = assertThrows(StoredFileException.class, () -> RunFolder.open(folder))
                    .getMessage();
            assertTrue(
                    message.contains("another training (process "
                            + ProcessHandle.current().pid() + ") is writing"),
                    message);
            assertEquals(folder.resolve("checkpoint.safetensors"), first.checkpoint());
        }
        RunFolder.open(folder).close();
    }

    /** The lock is the operating system's: what is left of a process that was killed blocks nobody. */
    @Test
    void a_lock_file_of_a_dead_process_blocks_nobody() throws IOException {
        Files.writeString(parent.resolve(".dlm-lock"), "4711\n");
        RunFolder.open(parent).close();

        assertEquals(ProcessHandle.current().pid() + "\n", Files.readString(parent.resolve(".dlm-lock")));
    }

    @Test
    void an_earlier_run_is_seen_and_cleared() throws IOException {
        Path other = Files.writeString(parent.resolve("notes.txt"), "mine");
        assertFalse(RunFolder.holdsRun(parent));
        try (RunFolder folder = RunFolder.open(parent)) {
            assertFalse(RunFolder.holdsRun(parent));
            Files.writeString(folder.checkpoint(), "");
            assertTrue(RunFolder.holdsRun(parent));
            folder.clear();
            Files.writeString(folder.weights(), "");
            assertTrue(RunFolder.holdsRun(parent));
            folder.clear();
            assertFalse(RunFolder.holdsRun(parent));
        }
        assertTrue(Files.exists(other));
    }

    @Test
    void space_is_tried_and_the_probe_taken_away() throws IOException {
        try (RunFolder folder = RunFolder.open(parent)) {
            folder.requireSpace(values(1000), 10);
        }
        try (var files = Files.list(parent)) {
            assertEquals(List.of(parent.resolve(".dlm-lock")), files.toList());
        }
    }

    /** A run of endless epochs, which a rule stops, once asked for terabytes and filled the disk to see whether they are there. */
    @Test
    void scores_of_epochs_that_may_never_come_ask_for_no_space() {
        try (RunFolder folder = RunFolder.open(parent)) {
            folder.requireSpace(values(1000), Integer.MAX_VALUE);
        }
    }

    @Test
    void a_file_in_the_way_is_told() throws IOException {
        Path file = Files.writeString(parent.resolve("run"), "a file");

        String message = assertThrows(StoredFileException.class, () -> RunFolder.open(file))
                .getMessage();
        assertTrue(message.contains("cannot write to the folder " + file), message);
    }
}
