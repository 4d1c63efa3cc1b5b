package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.model.Weights;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with the weights of a training: {@code eval} and {@code predict}. */
class TrainedWeightsTest {
    @TempDir
    Path folder;

    Session session;
    String model;
    String weights;

    @BeforeEach
    void train() throws IOException {
        session = new Session(folder);
        model = session.file("moons.dlm", "model Moons");
        weights = session.path("run");
        assertEquals(ExitCode.GOOD, session.run("train", model, "--out", weights, "--json"), session.err());
    }

    @Test
    void eval_finds_the_scores_that_the_training_told() {
        String test = session.text("metrics").replaceAll(".*(\"test\":\\{[^}]*}).*", "$1");

        assertEquals(ExitCode.GOOD, session.run("eval", model, "--weights", weights, "--json"), session.err());
        assertTrue(session.out().startsWith("test: total 0."), session.out());
        assertTrue(session.out().contains("(100 examples)"), session.out());
        assertEquals("{" + test + "}", session.text("metrics"));
    }

    @Test
    void eval_measures_another_split_on_demand() {
        assertEquals(ExitCode.GOOD, session.run("eval", model, "--weights", weights, "--split", "val"));
        assertTrue(session.out().startsWith("val: "), session.out());
        assertEquals(ExitCode.MODEL_OR_DATA, session.run("eval", model, "--weights", weights, "--split", "dev"));
        assertTrue(session.err().contains("it has train, val, test"), session.err());
    }

    @Test
    void weights_that_are_missing_are_a_usage_or_a_data_error() {
        assertEquals(ExitCode.USAGE, session.run("eval", model));
        assertEquals(ExitCode.MODEL_OR_DATA, session.run("eval", model, "--weights", session.path("none")));
    }

    @Test
    void weights_of_another_model_are_refused_unless_its_name_is_a_former_one() {
        Path file = folder.resolve("suns.safetensors");
        Weights.of(ModelDescription.named("Suns")
                        .graphHash("1")
                        .parameter("W", Shape.of(2), 0)
                        .parameter("b", Shape.SCALAR, 2)
                        .build())
                .save(file);
        String suns = file.toString();

        for (String command : List.of("eval", "predict", "train --out " + session.path("second"))) {
            List<String> words = new ArrayList<>(List.of(command.split(" ")));
            words.addAll(List.of(model, "--weights", suns));
            assertEquals(ExitCode.MODEL_OR_DATA, session.run(words.toArray(String[]::new)), command);
            assertTrue(session.err().contains("holds weights of the model Suns, not of Moons"), session.err());
            assertTrue(session.err().contains("--former-name Suns"), session.err());

            words.addAll(List.of("--former-name", "Suns"));
            assertEquals(ExitCode.GOOD, session.run(words.toArray(String[]::new)), session.err());
        }
    }

    @Test
    void predict_prints_class_names_and_probabilities() {
        assertEquals(ExitCode.GOOD, session.run("predict", model, "--weights", weights, "--limit", "3"), session.err());

        List<String> lines = session.out().lines().toList();
        assertEquals("example,moon,probability[upper],probability[lower]", lines.getFirst());
        assertEquals(4, lines.size());
        assertTrue(lines.get(1).matches("0,(upper|lower),0\\.\\d+,0\\.\\d+"), lines.get(1));
    }

    @Test
    void predict_with_json_has_the_same_rows() {
        session.run("predict", model, "--weights", weights, "--limit", "3", "--json");

        assertEquals(3, session.number("examples"));
        assertTrue(session.text("predictions").startsWith("[{\"example\":0,\"moon\":\""), session.out());
    }

    @Test
    void predict_of_no_number_names_no_class_and_fails_with_the_place() throws IOException {
        // infinity minus infinity in one of the two, whatever the signs of the weights
        String points = session.file("points.csv", "x,y\n0,1\n1e38,1e38\n1e38,-1e38\n");

        int code = session.run(
                "predict", model, "--weights", weights, "--recipe", "fromFile", "--input", points, "--json");

        assertEquals(ExitCode.MODEL_OR_DATA, code, session.out());
        assertTrue(session.out().lines().anyMatch(line -> line.matches("[12],NaN,NaN,NaN")), session.out());
        assertTrue(
                session.err()
                        .matches("(?s).*outputs of 1 example are not a number; the first: probability.upper. of example"
                                + " [12] is NaN.*"),
                session.err());
        assertEquals("false", session.text("succeeded"));
    }

    @Test
    void eval_of_no_number_fails_with_the_example() throws IOException {
        session.file(
                "data/moons.csv", "x,y,moon\n" + "0,1,upper\n1,-0.5,lower\n".repeat(19) + "0,1,upper\n1e38,0,lower\n");

        int code =
                session.run("eval", model, "--weights", weights, "--recipe", "fromFile", "--split", "train", "--json");

        assertEquals(ExitCode.MODEL_OR_DATA, code, session.out());
        assertTrue(
                session.err()
                        .matches(
                                "(?s).*train has measures that are not finite: total is (NaN|Infinity).*; the first example that gives"
                                        + " such a number is \\d+ with total (NaN|Infinity).*"),
                session.err());
        assertEquals("false", session.text("succeeded"));
    }

    @Test
    void predict_takes_inputs_without_labels_from_a_file() throws IOException {
        String points = session.file("points.csv", "x,y\n0,1\n1,-0.5\n0.5,0.5\n");

        int code = session.run(
                "predict", model, "--weights", weights, "--recipe", "fromFile", "--input", points, "--json");

        assertEquals(ExitCode.GOOD, code, session.err());
        List<String> lines = session.out().lines().toList();
        assertTrue(lines.get(1).startsWith("0,upper,"), lines.get(1));
        assertTrue(lines.get(2).startsWith("1,lower,"), lines.get(2));
        assertEquals(3, session.number("examples"));
    }
}
