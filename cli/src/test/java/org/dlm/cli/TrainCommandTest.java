package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    @TempDir
    Path folder;

    Session session;
    String model;

    @BeforeEach
    void begin() throws IOException {
        session = new Session(folder);
        model = session.file("moons.dlm", "model Moons");
    }

    @Test
    void it_tells_each_epoch_and_ends_with_test_scores_and_the_weights() throws IOException {
        assertEquals(ExitCode.GOOD, session.run("train", model, "--out", session.path("run")), session.err());

        List<String> lines = session.out().lines().toList();
        assertTrue(lines.getFirst().startsWith("training Moons at batch 20 takes "), lines.getFirst());
        assertEquals("training after Moons: 240 train, 60 val, 100 test; 3 epochs of 12 steps", lines.get(1));
        assertEquals(3, lines.stream().filter(line -> line.startsWith("epoch ")).count());
        assertTrue(
                lines.get(2).matches("epoch 1/3: train total \\S+, val total .*samples/s, best so far"), lines.get(2));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("test: total ")), session.out());
        assertTrue(lines.getLast().startsWith("weights: " + session.path("run/weights.safetensors")), lines.getLast());
        assertTrue(Files.size(folder.resolve("run/weights.safetensors")) > 0);
        assertFalse(session.out().contains("\r"), "no bar where nobody watches");
    }

    @Test
    void with_json_the_last_line_has_the_results() {
        session.run("train", model, "--out", session.path("run"), "--epochs", "2", "--json");

        assertEquals("Moons", session.text("model"));
        assertEquals(2, session.number("epochs"));
        assertEquals(24, session.number("steps"));
        assertTrue(session.number("seconds") > 0);
        assertTrue(session.number("samplesPerSecond") > 0);
        assertTrue(Files.isRegularFile(Path.of(session.text("weights"))));
        assertTrue(session.text("metrics").matches(".*\"test\":\\{\"total\":[0-9.]+,\"accuracy\":0\\.[0-9]+}.*"));
    }

    @Test
    void the_log_has_a_row_for_each_step() throws IOException {
        session.run("train", model, "--out", session.path("run"), "--epochs", "2", "--log", session.path("log.csv"));

        List<String> rows = Files.readAllLines(folder.resolve("log.csv"));
        assertEquals(1 + 24, rows.size());
        assertEquals("step,epoch,loss,lr", rows.getFirst());
        assertTrue(rows.get(1).matches("1,0,0\\.\\d+,0\\.5"), rows.get(1));
        assertTrue(rows.getLast().startsWith("24,1,"), rows.getLast());
    }

    @Test
    void a_resumed_run_ends_with_the_same_weights() throws IOException {
        session.run("train", model, "--out", session.path("whole"), "--epochs", "4", "--seed", "3");
        session.run("train", model, "--out", session.path("parts"), "--epochs", "2", "--seed", "3");

        int code = session.run("train", model, "--resume", session.path("parts"), "--epochs", "4", "--json");

        assertEquals(ExitCode.GOOD, code, session.err());
        assertEquals(4, session.number("epochs"));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("whole/checkpoint.safetensors")),
                Files.readAllBytes(folder.resolve("parts/checkpoint.safetensors")));
        assertTrue(session.out().contains("going on after epoch 2"), session.out());
    }

    @Test
    void a_resumed_run_has_the_epochs_of_the_one_it_goes_on_with() {
        session.run("train", model, "--out", session.path("run"), "--epochs", "2");

        int code = session.run("train", model, "--resume", session.path("run"), "--json");

        assertEquals(ExitCode.GOOD, code, session.err());
        assertEquals(2, session.number("epochs"));
        assertEquals(
                ExitCode.MODEL_OR_DATA, session.run("train", model, "--resume", session.path("run"), "--epochs", "1"));
        assertTrue(session.err().contains("it has done 2 epochs, and now it shall have 1"), session.err());
    }

    @Test
    void an_earlier_training_is_neither_lost_nor_taken_for_a_new_one() throws IOException {
        String run = session.path("run");
        session.run("train", model, "--out", run, "--epochs", "3");
        byte[] weights = Files.readAllBytes(folder.resolve("run/weights.safetensors"));

        assertEquals(ExitCode.USAGE, session.run("train", model, "--out", run, "--epochs", "1"));
        assertTrue(
                session.err().contains("holds an earlier training: go on with it by --resume " + run), session.err());
        assertArrayEquals(weights, Files.readAllBytes(folder.resolve("run/weights.safetensors")));

        // the new one fails in its first epoch and has no checkpoint, so there is none to go on with
        session.file("data/moons.csv", "x,y,moon\n" + "1e38,1,upper\n1,-0.5,lower\n".repeat(20));
        assertEquals(
                ExitCode.TRAINING_FAILED,
                session.run("train", model, "--out", run, "--overwrite", "--recipe", "fromFile"),
                session.err());
        assertEquals(ExitCode.MODEL_OR_DATA, session.run("train", model, "--resume", run));
        assertTrue(session.err().contains("there is no checkpoint"), session.err());
        assertEquals(
                ExitCode.GOOD,
                session.run("train", model, "--out", run, "--overwrite", "--epochs", "1"),
                session.err());
    }

    @Test
    void a_run_goes_on_in_another_folder_if_asked() {
        session.run("train", model, "--out", session.path("run"), "--epochs", "1");
        String[] again = {
            "train", model, "--resume", session.path("run"), "--out", session.path("more"), "--epochs", "2"
        };

        assertEquals(ExitCode.GOOD, session.run(again), session.err());
        assertEquals(ExitCode.USAGE, session.run(again));
        assertTrue(Files.exists(folder.resolve("run/checkpoint.safetensors")), "the first one is left as it is");
        assertEquals(
                ExitCode.GOOD,
                session.run("train", model, "--resume", session.path("more/checkpoint.safetensors")),
                session.err());
    }

    /** The recipe of files reads {@code steps}, as one with a cosine does; the first one does not. */
    @Test
    void more_epochs_than_a_schedule_knew_of_are_warned_of() throws IOException {
        session.file("data/moons.csv", "x,y,moon\n" + "0,1,upper\n1,-0.5,lower\n".repeat(20));
        String run = session.path("run");
        session.run("train", model, "--recipe", "fromFile", "--out", run, "--epochs", "1");

        assertEquals(ExitCode.GOOD, session.run("train", model, "--resume", run), session.err());
        assertEquals("", session.err());
        assertEquals(ExitCode.GOOD, session.run("train", model, "--resume", run, "--epochs", "3"), session.err());
        assertTrue(
                session.err()
                        .startsWith(
                                "warning: the recipe reads steps, the length of the run, in a schedule or an optimizer;"
                                        + " so the epochs done so far (1 of 1) are not the first ones of a run of 3"),
                session.err());
        session.run("train", model, "--out", session.path("other"), "--epochs", "1");
        session.run("train", model, "--resume", session.path("other"), "--epochs", "2");
        assertEquals("", session.err());
    }

    @Test
    void options_that_contradict_each_other_are_refused() {
        assertEquals(ExitCode.USAGE, session.run("train", model, "--resume", session.path("run"), "--overwrite"));
        assertTrue(session.err().contains("--overwrite and --resume exclude each other"), session.err());
    }

    @Test
    void a_former_name_without_the_weights_that_have_it_is_refused() {
        assertEquals(ExitCode.USAGE, session.run("train", model, "--former-name", "acme.Suns"));
        assertTrue(session.err().contains("--weights, which is not given; add it"), session.err());
        assertEquals(
                ExitCode.USAGE,
                session.run("train", model, "--former-name", "acme.Suns", "--resume", session.path("run")));
        assertTrue(session.err().contains("a resumed run keeps the name of its model"), session.err());
    }

    @Test
    void a_copy_of_a_checkpoint_goes_on_in_no_folder_of_another_run() throws IOException {
        session.run("train", model, "--out", session.path("run"), "--epochs", "1");
        session.run("train", model, "--out", session.path("other"), "--epochs", "1", "--seed", "9");
        Path copy = folder.resolve("other/copy.safetensors");
        Files.copy(folder.resolve("run/checkpoint.safetensors"), copy);
        byte[] other = Files.readAllBytes(folder.resolve("other/checkpoint.safetensors"));
        String[] resumed = {"train", model, "--resume", copy.toString(), "--epochs", "2"};

        assertEquals(ExitCode.USAGE, session.run(resumed));
        assertTrue(session.err().contains("say with --out DIR where the run goes on"), session.err());
        List<String> there = new ArrayList<>(List.of(resumed));
        there.addAll(List.of("--out", session.path("other")));
        assertEquals(ExitCode.USAGE, session.run(there.toArray(String[]::new)));
        assertTrue(session.err().contains("holds an earlier training"), session.err());
        assertArrayEquals(other, Files.readAllBytes(folder.resolve("other/checkpoint.safetensors")));

        there.set(there.size() - 1, session.path("new"));
        assertEquals(ExitCode.GOOD, session.run(there.toArray(String[]::new)), session.err());
        assertTrue(Files.exists(folder.resolve("new/checkpoint.safetensors")));
    }

    @Test
    void other_data_are_another_run() throws IOException {
        session.file("data/moons.csv", "x,y,moon\n" + "0,1,upper\n1,-0.5,lower\n".repeat(20));
        session.run("train", model, "--recipe", "fromFile", "--out", session.path("run"), "--epochs", "1");
        session.file("data/moons.csv", "x,y,moon\n" + "0,1,upper\n1,-0.25,lower\n".repeat(20));

        String log = session.file("log.csv", "step,epoch,loss,lr\n1,0,0.5,0.5\n99,1,0.5,0.5\n");
        int code = session.run("train", model, "--resume", session.path("run"), "--epochs", "2", "--log", log);

        assertEquals(ExitCode.MODEL_OR_DATA, code);
        assertEquals(3, Files.readAllLines(folder.resolve("log.csv")).size(), "a run that is refused cuts no log");
        assertTrue(
                session.err().matches("(?s).*cannot go on: its data \\(digest\\) is \\w+, but now it is .*"),
                session.err());
    }

    @Test
    void a_log_goes_on_after_the_checkpoint() throws IOException {
        String[] whole = {
            "train", model, "--out", session.path("whole"), "--epochs", "3", "--log", session.path("whole.csv")
        };
        String[] part = {"train", model, "--out", session.path("run"), "--epochs", "2", "--log", session.path("log.csv")
        };
        assertEquals(ExitCode.GOOD, session.run(whole), session.err());
        assertEquals(ExitCode.GOOD, session.run(part), session.err());
        Path log = folder.resolve("log.csv");
        // as after a crash in the third epoch: two more steps, one of them cut off
        Files.writeString(log, Files.readString(log) + "25,2,0.5,0.5\n26,2,0.");

        assertEquals(
                ExitCode.GOOD,
                session.run(
                        "train",
                        model,
                        "--resume",
                        session.path("run"),
                        "--epochs",
                        "3",
                        "--log",
                        session.path("log.csv")),
                session.err());
        assertEquals(Files.readString(folder.resolve("whole.csv")), Files.readString(log));
    }

    @Test
    void a_file_that_is_no_log_is_not_cut() throws IOException {
        session.run("train", model, "--out", session.path("run"), "--epochs", "1");
        String notes = session.file("notes.txt", "my notes\n");

        int code = session.run("train", model, "--resume", session.path("run"), "--epochs", "2", "--log", notes);

        assertEquals(ExitCode.MODEL_OR_DATA, code);
        assertTrue(session.err().contains("is not the log of a training"), session.err());
        assertEquals("my notes\n", Files.readString(folder.resolve("notes.txt")));
    }

    @Test
    void numbers_that_are_not_finite_are_no_settings() {
        for (String value : List.of("NaN", "Infinity", "-Infinity", "1e999")) {
            assertEquals(ExitCode.USAGE, session.run("train", model, "--set", "lr=" + value));
            assertTrue(session.err().contains("'--set' (NAME=VALUE): '" + value + "' is"), session.err());
        }
    }

    @Test
    void the_learning_rate_can_be_set() {
        session.run("train", model, "--out", session.path("slow"), "--set", "lr=0", "--json");
        String slow = session.text("metrics");
        session.run("train", model, "--out", session.path("fast"), "--json");

        assertFalse(slow.equals(session.text("metrics")));
    }

    @Test
    void an_unknown_hyper_or_one_out_of_range_is_refused() {
        assertEquals(ExitCode.MODEL_OR_DATA, session.run("train", model, "--set", "rate=1"));
        assertTrue(session.err().contains("there is no hyper called rate; there is lr"), session.err());
        assertEquals(ExitCode.MODEL_OR_DATA, session.run("train", model, "--set", "lr=-1"));
    }

    @Test
    void a_missing_data_file_is_one_message_without_a_stack_trace() {
        int code = session.run("train", model, "--recipe", "fromFile", "--out", session.path("run"), "--json");

        assertEquals(ExitCode.MODEL_OR_DATA, code);
        assertTrue(session.err().contains("moons.csv"), session.err());
        assertTrue(session.err().contains("--data DIR"), session.err());
        assertEquals(1, session.err().lines().count(), session.err());
        assertTrue(session.text("error").contains("moons.csv"));
    }

    @Test
    void data_lie_beside_the_source_unless_said() throws IOException {
        session.file("data/moons.csv", "x,y,moon\n" + "0,1,upper\n1,-0.5,lower\n".repeat(20));

        int code = session.run("train", model, "--recipe", "fromFile", "--out", session.path("run"));

        assertEquals(ExitCode.GOOD, code, session.err());
        assertEquals(
                List.of("lower", "upper"),
                ClassNames.in(folder.resolve("run/weights.safetensors"))
                        .byPort()
                        .get("moon"));
    }

    @Test
    void an_unknown_recipe_is_told_with_those_there_are() {
        assertEquals(ExitCode.MODEL_OR_DATA, session.run("train", model, "--recipe", "fromfile"));
        assertTrue(session.err().contains("did you mean `fromFile`?"), session.err());
    }

    @Test
    void a_loss_that_is_not_finite_fails_with_its_step() {
        int code = session.run("train", model, "--set", "lr=1e6", "--out", session.path("run"), "--epochs", "9");

        assertEquals(ExitCode.TRAINING_FAILED, code, session.err());
        assertTrue(session.err().contains("at step "), session.err());
    }

    @Test
    void a_terminal_shows_lines_of_epochs_and_no_rest_of_the_bar() {
        int code = session.runOnTerminal("train", model, "--out", session.path("run"));

        assertEquals(ExitCode.GOOD, code, session.err());
        assertTrue(session.out().contains("epoch 3/3: "), session.out());
        assertTrue(session.err().endsWith("\r\033[K"), "the bar is taken away at the end");
    }

    @Test
    void a_message_does_not_stand_beside_the_bar() {
        int code =
                session.runOnTerminal("train", model, "--set", "lr=1e6", "--out", session.path("run"), "--epochs", "9");

        assertEquals(ExitCode.TRAINING_FAILED, code, session.err());
        String lastLine = session.err().substring(session.err().lastIndexOf("\r\033[K"));
        assertTrue(lastLine.contains("dlmc:"), session.err());
        assertFalse(lastLine.contains("epochs ("), session.err());
    }
}
