package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.dlm.runtime.checkpoint.Checkpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that is killed at any moment and goes on from its checkpoint ends like one that nothing happened to. Rounds go on for
 * {@code -Ddlm.fuzz.seconds}, at least {@link #KILLS} kills.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KilledTrainingTest {
    private static final int KILLS = 4;
    private static final String EPOCHS = "250";

    /** From before the first checkpoint to the middle of the run. */
    private static final int LONGEST_LIFE_MILLIS = 1200;

    @TempDir
    Path folder;

    private Session session;
    private String model;

    @BeforeEach
    void begin() throws IOException {
        session = new Session(folder);
        model = session.file("moons.dlm", "model Moons");
    }

    @Test
    void it_ends_with_the_same_weights_checkpoint_and_log() throws Exception {
        long seed = Long.getLong("dlm.seed", new Random().nextLong());
        System.out.println("KilledTrainingTest: -Ddlm.seed=" + seed);
        Random random = new Random(seed);
        try (DlmcProcess whole = train("whole", "--out", "whole", "--epochs", EPOCHS)) {
            assertEquals(ExitCode.GOOD, whole.code(), whole.output());
        }
        long end = System.nanoTime() + Long.getLong("dlm.fuzz.seconds", 0) * 1_000_000_000L;
        int kills = 0;
        while (kills < KILLS || System.nanoTime() < end) {
            String name = "run" + kills;
            kills += killAndGoOn(name, random, KILLS);
            try (DlmcProcess last = train(name, next(name))) {
                assertEquals(ExitCode.GOOD, last.code(), last.output());
            }
            assertSame(name);
        }
    }

    /** How often the training was killed before it ended. */
    private int killAndGoOn(String name, Random random, int most) throws Exception {
        for (int kill = 0; kill < most; kill++) {
            try (DlmcProcess training = train(name, next(name))) {
                if (training.ends(random.nextInt(LONGEST_LIFE_MILLIS))) {
                    assertEquals(ExitCode.GOOD, training.code(), training.output());
                    return Math.max(1, kill);
                }
                training.kill();
            }
        }
        return most;
    }

    private String[] next(String name) {
        boolean hasCheckpoint = Files.exists(folder.resolve(name).resolve(Checkpoint.FILE_NAME));
        return hasCheckpoint
                ? new String[] {"--resume", name}
                : new String[] {"--out", name, "--overwrite", "--epochs", EPOCHS};
    }

    private DlmcProcess train(String name, String... how) throws IOException {
        List<String> arguments = new java.util.ArrayList<>(
                List.of("train", model, "--threads", "1", "--log", session.path(name + ".csv")));
        for (String word : how) {
            arguments.add(word.matches("-.*|[0-9]+") ? word : session.path(word));
        }
        return DlmcProcess.start(folder, arguments.toArray(String[]::new));
    }

    private void assertSame(String name) throws IOException {
        for (String file : List.of("weights.safetensors", Checkpoint.FILE_NAME)) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("whole").resolve(file)),
                    Files.readAllBytes(folder.resolve(name).resolve(file)),
                    file);
        }
        assertEquals(
                Files.readAllLines(folder.resolve("whole.csv")),
                Files.readAllLines(folder.resolve(name + ".csv")),
                "log");
        try (var files = Files.list(folder.resolve(name))) {
            assertEquals(
                    new TreeSet<>(List.of(".dlm-lock", Checkpoint.FILE_NAME, "weights.safetensors")),
                    new TreeSet<>(
                            files.map(path -> path.getFileName().toString()).toList()),
                    "nothing is left of what was being written");
        }
    }

    @Test
    void two_trainings_at_once_do_not_share_a_folder() throws Exception {
        try (DlmcProcess first = train("run", "--out", "run", "--epochs", "100000")) {
            while (!Files.exists(folder.resolve("run/" + Checkpoint.FILE_NAME))) {
                assertTrue(!first.ends(1), first.output());
            }
            for (String how : List.of("--overwrite", "--resume")) {
                String[] arguments = how.equals("--resume")
                        ? new String[] {"train", model, how, session.path("run")}
                        : new String[] {"train", model, how, "--out", session.path("run")};
                assertEquals(ExitCode.MODEL_OR_DATA, session.run(arguments), session.err());
                assertTrue(
                        session.err().contains("another training (process " + first.pid() + ") is writing to"),
                        session.err());
            }
            assertTrue(!first.ends(1), "the first one goes on");
        }
    }
}
