package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with the real compiler: text in, a trained network out, on data that are made here. */
class WholeRoadTest {
    private static final String SPIRALS = """
            package acme

            model Spirals(classes: int = 3) {
              input  point: float[2]
              target arm: class[classes]
              logits = point -> dense(32) -> tanh -> dense(32) -> tanh -> dense(classes) as head
              output probability = softmax(logits)
              loss   total    = crossEntropy(logits, arm)
              metric accuracy = correct(logits, arm)
            }

            train Spirals {
              hyper lr: float = 1e-2 in log(1e-5 .. 1)
              data {
                point, arm = synthetic.spirals(1500, arms = 3)
                split train = 0.8, val = 0.2
              }
              test { point, arm = synthetic.spirals(500, arms = 3, seed = 1) }
              seed = 1   epochs = 10   batch = 32
              minimize total using adam(lr)
              keep max val.accuracy
            }
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("spirals.dlm"), SPIRALS).toString();
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return Dlmc.run(arguments, new PrintStream(out, true), new PrintStream(err, true));
    }

    private Map<String, Object> answer() throws IOException {
        return JSON.std.mapFrom(
                out.toString(StandardCharsets.UTF_8).lines().toList().getLast());
    }

    /** Guessing is right in a third of the cases; the arms can be told apart almost always. */
    @Test
    void a_network_learns_spirals_and_its_weights_can_be_used() throws IOException {
        String folderOfRun = folder.resolve("run").toString();

        assertEquals(ExitCode.GOOD, run("train", file, "--out", folderOfRun, "--json"), err::toString);
        String metrics = JSON.std.asString(answer().get("metrics"));
        double accuracy = Double.parseDouble(metrics.replaceAll(".*\"test\":.*\"accuracy\":([0-9.]+).*", "$1"));
        assertTrue(accuracy > 0.8, metrics);

        assertEquals(ExitCode.GOOD, run("eval", file, "--weights", folderOfRun, "--json"), err::toString);
        assertTrue(metrics.contains(JSON.std.asString(answer().get("metrics")).replaceAll("^\\{|}$", "")), metrics);

        assertEquals(ExitCode.GOOD, run("predict", file, "--weights", folderOfRun, "--limit", "2"), err::toString);
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("example,arm,probability["), out::toString);
    }

    @Test
    void its_gradient_is_right() {
        assertEquals(ExitCode.GOOD, run("gradcheck", file, "--seed", "1"), () -> out.toString() + err);
    }

    @Test
    void its_summary_counts_the_parameters() throws IOException {
        assertEquals(ExitCode.GOOD, run("summary", file, "--json"), err::toString);
        // 2 * 32 + 32, 32 * 32 + 32, 32 * 3 + 3
        assertEquals(96 + 1056 + 99, answer().get("parameters"));
    }

    @Test
    void the_same_text_gives_the_same_sources() throws IOException {
        assertEquals(
                ExitCode.GOOD, run("compile", file, "-d", folder.resolve("a").toString()), err::toString);
        assertEquals(
                ExitCode.GOOD, run("compile", file, "-d", folder.resolve("b").toString()), err::toString);

        List<String> list = Files.readAllLines(folder.resolve("a/.dlmc-files"));
        assertTrue(list.stream().anyMatch(line -> line.endsWith("  acme/Spirals.java")), list::toString);
        assertEquals(list, Files.readAllLines(folder.resolve("b/.dlmc-files")));
    }

    @Test
    void a_shape_that_does_not_fit_is_told_with_its_place() throws IOException {
        String text = SPIRALS.replace("logits = point", "logits = (point + reshape(point, [3]))");
        String wrong = Files.writeString(folder.resolve("wrong.dlm"), text).toString();

        assertEquals(ExitCode.MODEL_OR_DATA, run("check", wrong));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("wrong.dlm:6:"), err::toString);
    }
}
