package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.EpochScores;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.TrainingProgram;
import org.dlm.runtime.train.EpochReport;
import org.dlm.runtime.train.TrainingStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bar draws once more when it is closed, so that what it showed last is known without waiting for its thread. */
class TerminalProgressTest {
    private static final long MILLISECOND = 1_000_000;
    private static final int NARROW = 80;
    private static final int WIDE = 120;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ModelFactory model = new MoonsModel(Precision.F32, true);
    private final TrainingProgram trainer =
            model.trainer("Moons", new ProgramRequest(model.newWeights(1), 20, Team.single()));
    private long now;
    private TerminalProgress progress = begin(NARROW);

    private TerminalProgress begin(int width) {
        Console console = new Console(new PrintStream(out, true), new PrintStream(err, true), true);
        TerminalProgress begun = new TerminalProgress(console, model.recipe("Moons"), width, () -> now);
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put("train", 2000);
        sizes.put("val", 60);
        begun.onStart(new TrainingStart(4, 0, 100, sizes));
        return begun;
    }

    @AfterEach
    void end() {
        progress.close();
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

    /** What stood on the line, one drawing after the other. */
    private List<String> drawings() {
        return Arrays.stream(drawn().split("\r"))
                .map(line -> line.replace("\033[K", ""))
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** 100 of 400 steps in 10 s: 10 steps of 20 examples in a second, 300 steps left. */
    @Test
    void the_bar_tells_share_loss_speed_and_time_left() {
        step(100, 10_000, 0.5);
        progress.close();

        String last = drawings().getLast();
        assertTrue(last.matches(" *25% \\[=+ +] 1/4 epochs .*"), last);
        assertTrue(last.endsWith(" 0:30 left  loss 0.50000  200 samples/s"), last);
    }

    @Test
    void a_wide_terminal_shows_the_measures_of_the_last_epoch_too() {
        progress = begin(WIDE);
        step(100, 10_000, 0.5);
        progress.onEpoch(report());
        step(200, 20_000, 0.5);
        progress.close();

        String last = drawings().getLast();
        assertTrue(last.matches(" *50% \\[=+ +] 2/4 epochs .*"), last);
        assertTrue(last.endsWith(" 0:20 left  loss 0.50000  200 samples/s  val accuracy 0.87500"), last);
    }

    @Test
    void the_words_are_made_at_most_ten_times_a_second() {
        step(1, 100, 0.5);
        step(2, 199, 99);
        progress.close();

        assertTrue(drawings().getLast().contains("loss 0.50000"), drawn());
    }

    @Test
    void no_line_is_as_wide_as_the_terminal() {
        step(100, 10_000, 1.23456e-12);
        progress.onEpoch(report());
        step(101, 10_100_000, 1.23456e-12);
        step(399, 39_900_000, 12345.6789);
        progress.close();

        assertFalse(drawings().isEmpty());
        drawings().forEach(line -> assertTrue(line.length() < NARROW, line));
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

    @Test
    void nothing_is_drawn_after_it_is_closed() {
        step(100, 10_000, 0.5);
        progress.close();
        String before = drawn();

        step(101, 11_000, 0.5);
        progress.close();

        assertEquals(before, drawn());
        assertTrue(before.endsWith("\r\033[K"), before);
    }
}
