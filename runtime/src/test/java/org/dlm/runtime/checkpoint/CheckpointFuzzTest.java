package org.dlm.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.dlm.runtime.fuzz.Fuzz;
import org.dlm.runtime.fuzz.Mutations;
import org.dlm.runtime.problem.StoredFileException;
import org.dlm.runtime.program.KeepRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a checkpoint, resuming goes on with progress that the run can have made, or refuses it in words. */
class CheckpointFuzzTest {
    private static final RunPlan PLAN = new RunPlan(5, 8, Optional.of(new KeepRule("val", "total", false)));

    @TempDir
    private Path folder;

    @Test
    void a_checkpoint_is_taken_as_it_was_written_or_refused() throws IOException {
        Fuzz.run("checkpoint", random -> {
            Path file = folder.resolve(Checkpoint.FILE_NAME);
            Checkpoint.save(file, CheckpointFiles.progress(), CheckpointFiles.values(1));
            byte[] good = Files.readAllBytes(file);
            byte[] bytes = good;
            for (int m = random.nextInt(3); m > 0; m--) {
                bytes = Mutations.mutate(bytes, random);
            }
            Files.write(file, bytes);
            boolean isTaken = isTaken(file);
            assertEquals(Arrays.equals(good, bytes), isTaken, "taken, of a checkpoint that was or was not damaged");
            return isTaken;
        });
    }

    /** Progress that somebody wrote by hand has a right checksum. */
    @Test
    void progress_of_any_text_is_possible_or_refused() throws IOException {
        String good = RunProgressJson.write(CheckpointFiles.progress()).write();
        Fuzz.run("progress", random -> {
            byte[] text = good.getBytes(StandardCharsets.UTF_8);
            for (int m = random.nextInt(3); m > 0; m--) {
                text = random.nextBoolean() ? digitChanged(text, random) : Mutations.mutate(text, random);
            }
            Path file = folder.resolve(Checkpoint.FILE_NAME);
            CheckpointFiles.write(file, new String(text, StandardCharsets.UTF_8), CheckpointFiles.values(1));
            return isTaken(file);
        });
    }

    private static boolean isTaken(Path file) {
        try {
            Checkpoint checkpoint = Checkpoint.open(file);
            checkpoint.requireSameRun(CheckpointFiles.IDENTITY);
            checkpoint.requireFits(PLAN);
            checkpoint.restore(CheckpointFiles.values(99));
            RunProgress progress = checkpoint.progress();
            assertTrue(progress.epochsDone() >= 1 && progress.epochsDone() <= PLAN.epochs(), progress.toString());
            assertEquals(progress.epochsDone(), progress.history().size(), progress.toString());
            assertEquals(CheckpointFiles.IDENTITY, progress.identity());
            return true;
        } catch (StoredFileException refused) {
            assertTrue(refused.getMessage().contains(Checkpoint.FILE_NAME), refused.getMessage());
            return false;
        }
    }

    private static byte[] digitChanged(byte[] text, Random random) {
        byte[] other = text.clone();
        for (int i = text.length == 0 ? 0 : random.nextInt(text.length); i < text.length; i++) {
            if (Character.isDigit(text[i])) {
                other[i] = (byte) ('0' + random.nextInt(10));
                return other;
            }
        }
        return other;
    }
}
