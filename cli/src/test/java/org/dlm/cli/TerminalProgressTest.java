package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.EpochScores;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.TrainingProgram;
import org.dlm.runtime.train.EpochReport;
import org.dlm.runtime.train.TrainingStart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private static final long MILLISECOND = 1_000_000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ModelFactory model = new MoonsModel(Precision.F32, true);
    private final TrainingProgram trainer =
            model.trainer("Moons", new ProgramRequest(model.newWeights(1), 20, Team.single()));
    private long now;
    private TerminalProgress progress;

    @BeforeEach
    void begin() {
        Console console = new Console(new PrintStream(out, true), new PrintStream(err, true), true);
        progress = new TerminalProgress(console, model.recipe("Moons"), () -> now);
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put("train", 2000);
        sizes.put("val", 60);
        progress.onStart(new TrainingStart(4, 0, 100, sizes));
    }

    private void step(long step, long milliseconds, double loss) {
        now = milliseconds * MILLISECOND;
        progress.onStep(step, (int) ((step - 1) / 100), loss, trainer);
    }

    private static EpochReport report() {
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        scores.put("train", Map.of("total", 0.7));
        scores.put("val", Map.of("accuracy", 0.875));
        return new EpochReport(new EpochScores(0, scores), 10, 200, true);
    }

    private String drawn() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** 100 of 400 steps in 10 s: 10 steps of 20 examples in a second, 300 steps left. */
    @Test
    void the_bar_tells_share_loss_speed_and_time_left() {
        step(100, 10_000, 0.5);

        assertEquals(
                "\r\033[Kepoch 1/4 [=====>                 ]  25% loss 0.50000  200 samples/s  0:30 left", drawn());
    }

    @Test
    void it_is_drawn_at_most_ten_times_a_second() {
        step(1, 100, 0.5);
        int length = drawn().length();
        step(2, 150, 0.5);
        step(3, 199, 0.5);

        assertEquals(length, drawn().length());

        step(4, 200, 0.5);

        assertTrue(drawn().length() > length);
    }

    @Test
    void no_line_is_wider_than_the_narrowest_terminal() {
        progress.onEpoch(report());
        step(100, 10_000, 1.23456e-12);
        step(399, 20_000, 12345.6789);

        drawn().lines()
                .flatMap(line -> Arrays.stream(line.split("\r")))
                .map(line -> line.replace("\033[K", ""))
                .forEach(line -> assertTrue(line.length() <= 79, line));
    }

    @Test
    void a_finished_epoch_is_a_line_of_its_own() {
        step(100, 10_000, 0.5);
        progress.onEpoch(report());

        assertTrue(drawn().endsWith("\r\033[K"), drawn());
        assertEquals(
                "epoch 1/4: train total 0.70000, val accuracy 0.87500, 200 samples/s, best so far",
                out.toString(StandardCharsets.UTF_8).lines().toList().getLast());
    }
}
