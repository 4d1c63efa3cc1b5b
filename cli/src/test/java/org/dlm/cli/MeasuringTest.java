package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench} and {@code gradcheck}. */
class MeasuringTest {
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
    void bench_measures_training_steps() {
        assertEquals(ExitCode.GOOD, session.run("bench", model, "--seconds", "0.2", "--json"), session.err());
        assertTrue(session.number("medianMillis") > 0);
        assertTrue(session.number("p99Millis") >= session.number("medianMillis"));
        assertEquals(20, session.number("batch"), "the recipe's");
        assertEquals(
                20 / (session.number("medianMillis") / 1e3),
                session.number("samplesPerSecond"),
                1e-6 * session.number("samplesPerSecond"));
        assertTrue(session.number("allocatedBytesPerStep") >= 0);
    }

    @Test
    void bench_sees_what_a_step_allocates() {
        byte[][] kept = new byte[1][];

        Measurement measured = new StepTimer(0.05).measure(() -> kept[0] = new byte[1000]);

        // an array of 1000 bytes and its header of 16, in units of 8
        assertEquals(1016, measured.allocatedBytesPerStep(), 1);
    }

    @Test
    void bench_sees_that_a_step_allocates_nothing() {
        int[] count = new int[1];

        Measurement measured = new StepTimer(0.2).measure(() -> count[0]++);

        assertTrue(measured.allocatedBytesPerStep() < 1, "bytes per step: " + measured.allocatedBytesPerStep());
    }

    @Test
    void bench_measures_predictions_of_one_example_unless_said() {
        assertEquals(
                ExitCode.GOOD,
                session.run("bench", model, "--mode", "infer", "--seconds", "0.1", "--json"),
                session.err());
        assertEquals(1, session.number("batch"));
        assertEquals("infer", session.text("mode"));
    }

    @Test
    void gradcheck_passes_a_right_gradient() {
        assertEquals(ExitCode.GOOD, session.run("gradcheck", model, "--seed", "7", "--json"), session.err());
        assertTrue(session.out().startsWith("gradient of total of Moons, batch 4, --seed 7\n"), session.out());
        assertEquals("true", session.text("passed"));
    }

    @Test
    void gradcheck_tells_which_parameter_is_wrong_and_where() throws IOException {
        String wrong = session.file("wrong.dlm", "model WrongMoons");

        assertEquals(ExitCode.MODEL_OR_DATA, session.run("gradcheck", wrong, "--seed", "7", "--json"));
        assertTrue(session.err().startsWith("dlmc: W: the ratio "), session.err());
        assertTrue(session.err().contains("Worst is value 1 (row-major)"), session.err());
        assertEquals("false", session.text("passed"));
    }
}
