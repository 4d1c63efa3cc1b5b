package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.dlm.cli.Launcher.Ended;
import org.dlm.cli.Launcher.Running;
import org.dlm.runtime.checkpoint.Checkpoint;
import org.dlm.runtime.safetensors.SafetensorsFile;
import org.dlm.runtime.vector.VectorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script as a process: what signals, closed streams and an odd environment do to it. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
    private static final String MOONS = """
            model Moons {
              input  point: float[2]
              target moon: class[2]
              logits = point -> dense(8) -> tanh -> dense(2)
              output probability = softmax(logits)
              loss   total = crossEntropy(logits, moon)
            }

            train Moons {
              data { point, moon = synthetic.moons(400)  split train = 300, val = 100 }
              epochs = 1000000  batch = 30
              minimize total using adam(1e-3)
              keep min val.total
            }
            """;

    /** By which a run of any length may be interrupted. */
    private static final int LONGEST_WAIT_MILLIS = 3000;

    @TempDir
    Path folder;

    private Path out;
    private String model;

    @BeforeEach
    void write() throws IOException {
        model = Files.writeString(folder.resolve("moons.dlm"), MOONS).toString();
        out = folder.resolve("run");
    }

    @AfterEach
    void unlink() throws IOException {
        Launcher.unlink(folder);
    }

    @Test
    void a_stage_is_shown_with_the_kernels_that_this_machine_uses() throws Exception {
        assumeTrue(VectorSupport.preferredBits() > 0, "there are vectors here");

        Ended ended = Launcher.built(folder.resolve("dlm"))
                .start("check", model, "--emit=scheduled")
                .awaitEnd();

        assertEquals("", ended.err());
        assertTrue(ended.out().contains(" = lanes "), ended.out());
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void a_signal_ends_a_training_with_its_weights_and_its_last_words(String signal, int code) throws Exception {
        Running run = Launcher.built(folder.resolve("dlm"))
                .start("train", model, "--out", out.toString())
                .awaitOutput(" 3/1000000: ");
        assertTrue(run.process().info().command().orElse("").endsWith("/java"), "the JVM took the script's place");

        run.signal(signal);
        Ended ended = run.awaitEnd();

        assertEquals(code, ended.code(), ended.toString());
        assertEquals("interrupted: this step is the last one; writing the weights ...\n", ended.err());
        assertTrue(ended.out().stripTrailing().lines().toList().getLast().startsWith("weights: " + out), ended.out());
        assertWhole();
        assertEquals(List.of(".dlm-lock", "checkpoint.safetensors", "weights.safetensors"), Launcher.names(out));
    }

    /** The build of Java, the start of the JVM, the compiler, the first epochs, a checkpoint being written. */
    @Test
    void at_any_moment_a_signal_leaves_whole_files_and_no_process() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("LauncherTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<String> signals = List.of("INT", "TERM", "HUP");
        Launcher launcher = Launcher.built(folder.resolve("dlm"));
        long end = System.nanoTime() + Long.getLong("dlm.fuzz.seconds", 0) * 1_000_000_000L;
        int runs = 0;
        while (runs < 3 || System.nanoTime() < end) {
            String signal = signals.get(runs++ % 3);
            Running run = launcher.start("train", model, "--out", out.toString());
            int wait = random.nextInt(LONGEST_WAIT_MILLIS);
            Thread.sleep(wait);

            run.signal(signal);
            Ended ended = run.awaitEnd();

            String when = "seed " + seed + ", run " + runs + ", " + signal + " after " + wait + " ms: " + ended;
            assertTrue(List.of(129, 130, 143).contains(ended.code()), when);
            assertFalse(ended.err().contains("at org.dlm"), when);
            assertWhole();
        }
    }

    private void assertWhole() throws IOException {
        if (Files.exists(out.resolve("weights.safetensors"))) {
            SafetensorsFile.open(out.resolve("weights.safetensors")).close();
        }
        if (Files.exists(out.resolve("checkpoint.safetensors"))) {
            assertTrue(Checkpoint.open(out).progress().step() > 0);
        }
    }

    @Test
    void what_nohup_ignores_stays_ignored() throws Exception {
        Launcher launcher = Launcher.built(folder.resolve("dlm"));
        Running run = launcher.startCommand(
                        List.of("nohup", launcher.script(), "train", model, "--out", out.toString()))
                .awaitOutput(" 2/1000000: ");

        run.signal("HUP");
        Thread.sleep(300);
        assertTrue(run.process().isAlive());
        run.signal("TERM");

        assertEquals(143, run.awaitEnd().code());
    }

    /** As in a container: process 1 has no meaning of a signal but the one it gives it. */
    @Test
    void as_process_1_it_ends_too() throws Exception {
        Launcher launcher = Launcher.built(folder.resolve("dlm"));
        List<String> unshare = List.of("unshare", "--pid", "--fork", "--kill-child");
        assumeTrue(launcher.startCommand(with(unshare, "true")).awaitEnd().code() == 0, "unshare is not permitted");
        Running run = launcher.startCommand(with(unshare, launcher.script(), "train", model, "--out", out.toString()))
                .awaitOutput(" 2/1000000: ");

        Running.signal(
                "TERM", run.process().children().findFirst().orElseThrow().pid());
        Ended ended = run.awaitEnd();

        assertEquals(143, ended.code(), ended.toString());
        assertTrue(ended.out().contains("weights: " + out), ended.toString());
    }

    private static List<String> with(List<String> command, String... more) {
        return java.util.stream.Stream.concat(command.stream(), List.of(more).stream())
                .toList();
    }

    @Test
    void a_reader_that_goes_away_ends_a_training_in_silence() throws Exception {
        Launcher launcher = Launcher.built(folder.resolve("dlm"));
        String train = "'" + launcher.script() + "' train '" + model + "' --out '" + out + "'";

        Ended ended = launcher.startCommand(List.of("bash", "-c", train + " | head -1; exit ${PIPESTATUS[0]}"))
                .awaitEnd();

        assertEquals(StandardOutput.READER_GONE, ended.code(), ended.toString());
        assertEquals(1, ended.out().lines().count(), ended.out());
        assertFalse(ended.err().contains("dlmc:"), ended.err());
        assertWhole();
    }

    @Test
    void results_that_cannot_be_written_are_an_error() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/full")), "there is no /dev/full");
        Launcher launcher = Launcher.built(folder.resolve("dlm"));

        Ended ended = launcher.startCommand(
                        List.of("bash", "-c", "'" + launcher.script() + "' check '" + model + "' > /dev/full"))
                .awaitEnd();

        assertEquals(ExitCode.MODEL_OR_DATA, ended.code(), ended.toString());
        assertTrue(ended.err().startsWith("dlmc: cannot write the results to standard output: "), ended.err());
    }

    @ParameterizedTest
    @CsvSource({"<&- >&-", "2>&-"})
    void closed_streams_do_no_harm(String closed) throws Exception {
        Launcher launcher = Launcher.built(folder.resolve("dlm"));

        Ended ended = launcher.startCommand(
                        List.of("bash", "-c", "'" + launcher.script() + "' check '" + model + "' " + closed))
                .awaitEnd();

        assertEquals(0, ended.code(), ended.toString());
        assertEquals("", ended.err(), "not even a warning of the JVM");
    }

    @Test
    void it_needs_no_home_and_no_language() throws Exception {
        Path named = Files.writeString(folder.resolve("größe.dlm"), MOONS);
        Launcher launcher = Launcher.built(folder.resolve("dlm"));
        List<String> bare = List.of("env", "-u", "HOME", "-u", "LANG", "-u", "LC_CTYPE", "LC_ALL=C");

        Ended ended = launcher.startCommand(with(bare, launcher.script(), "check", named.toString()))
                .awaitEnd();

        assertEquals(0, ended.code(), ended.toString());
        assertEquals("", ended.err());
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void a_signal_during_the_build_ends_maven_and_what_it_started(String signal, int code) throws Exception {
        Launcher launcher = Launcher.notBuilt(folder.resolve("dlm"));
        Path maven = Files.createDirectories(launcher.root().resolve("bin")).resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\nsleep 1000 &\necho building away\nwait\n");
        maven.toFile().setExecutable(true);
        Running run = launcher.start("check", model).awaitOutput("building away");

        List<ProcessHandle> children = run.process().descendants().toList();
        run.signal(signal);
        Ended ended = run.awaitEnd();

        assertTrue(children.size() >= 2, "the stand-in for Maven and what it started: " + children);
        assertEquals(code, ended.code(), ended.toString());
        assertEquals(
                List.of("build.lock", "classes", "lib"),
                Launcher.names(launcher.root().resolve("cli/target")),
                "no mark of a build that was not finished");
    }

    @Test
    void the_heap_that_is_asked_for_suffices_and_less_is_refused() throws Exception {
        String wide = Files.writeString(
                        folder.resolve("wide.dlm"),
                        MOONS.replace("dense(8) -> tanh", "dense(1500) -> tanh -> dense(1500) -> tanh")
                                .replace("1000000", "1")
                                .replace("split train = 300", "split train = 60"))
                .toString();
        Launcher launcher = Launcher.built(folder.resolve("dlm"));
        List<String> train = List.of(launcher.script(), "train", wide, "--out", out.toString());

        Ended refused = launcher.startCommand(
                        with(List.of("env", "DLMC_JAVA_OPTS=-Xmx96m"), train.toArray(String[]::new)))
                .awaitEnd();

        assertEquals(ExitCode.MODEL_OR_DATA, refused.code(), refused.toString());
        assertTrue(refused.err().startsWith("dlmc: training Moons at batch 30 takes "), refused.err());
        String option = refused.err().replaceAll("(?s).*(DLMC_JAVA_OPTS=-Xmx[0-9]+m).*", "$1");

        Ended accepted = launcher.startCommand(with(List.of("env", option), train.toArray(String[]::new)))
                .awaitEnd();

        assertEquals(0, accepted.code(), option + ": " + accepted);
    }
}
