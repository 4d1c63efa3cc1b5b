package org.dlm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.TrainingProgram;
import org.dlm.runtime.train.EpochReport;
import org.dlm.runtime.train.TrainingListener;
import org.dlm.runtime.train.TrainingResult;
import org.dlm.runtime.train.TrainingStart;

/**
 * Progress for a person: a line for each finished epoch, and below it a bar that is drawn anew some times a second. <pre>
 * epoch  3/12 [=======>            ]  38% loss 0.0712  12,345 samples/s  0:42 left
 * </pre>
 */
final class TerminalProgress implements TrainingListener {
    /** The narrowest usual terminal, less one: a line that wraps could not be drawn anew. */
    private static final int WIDTH = 79;

    private static final int NARROWEST_BAR = 8;
    private static final long REDRAW_NANOS = 100_000_000;

    /** Back to the first column, and what is right of it away (ECMA-48: EL). */
    private static final String CLEAR = "\r\033[K";

    /** How much of the shown loss comes from the newest drawn step: single batches jump too much to be read. */
    private static final double FRESHNESS = 0.2;

    private final Console console;
    private final RecipeDescription recipe;
    private final LongSupplier nanoClock;
    private int epochs;
    private int stepsPerEpoch;
    private long startNanos;
    private long startStep;
    private long drawnNanos;
    private double loss = Double.NaN;
    private String measured = "";
    private double examplesPerStep;

    TerminalProgress(Console console, RecipeDescription recipe, LongSupplier nanoClock) {
        this.console = console;
        this.recipe = recipe;
        this.nanoClock = nanoClock;
    }

    @Override
    public void onStart(TrainingStart start) {
        epochs = start.epochs();
        stepsPerEpoch = start.stepsPerEpoch();
        startStep = (long) start.firstEpoch() * stepsPerEpoch;
        examplesPerStep = (double) start.splits().getOrDefault("train", 0) / Math.max(1, stepsPerEpoch);
        startNanos = nanoClock.getAsLong();
        drawnNanos = startNanos;
        console.out().println(PlainProgress.beginning(recipe, start));
    }

    @Override
    public void onStep(long step, int epoch, double newLoss, TrainingProgram trainer) {
        long now = nanoClock.getAsLong();
        if (now - drawnNanos >= REDRAW_NANOS) {
            drawnNanos = now;
            loss = Double.isNaN(loss) ? newLoss : loss + FRESHNESS * (newLoss - loss);
            console.err().print(CLEAR + bar(step, epoch, now));
            console.err().flush();
        }
    }

    @Override
    public void onEpoch(EpochReport report) {
        clear();
        console.out().println(PlainProgress.epochLine(report, epochs));
        Map<String, Map<String, Double>> validation =
                new LinkedHashMap<>(report.scores().splits());
        validation.remove("train");
        measured = Scores.line(validation);
    }

    @Override
    public void onEnd(TrainingResult result) {
        clear();
    }

    private void clear() {
        console.err().print(CLEAR);
        console.err().flush();
    }

    /** The bar takes what the words leave; the measures of the last epoch give way to it. */
    private String bar(long step, int epoch, long now) {
        long steps = (long) epochs * stepsPerEpoch;
        double seconds = (now - startNanos) / 1e9;
        double stepsPerSecond = (step - startStep) / seconds;
        String head = String.format("epoch %" + String.valueOf(epochs).length() + "d/%d ", epoch + 1, epochs);
        String tail = String.format(" %3d%%", 100 * step / steps) + " loss " + Words.number(loss) + "  "
                + Words.whole(Math.round(stepsPerSecond * examplesPerStep)) + " samples/s  "
                + Words.duration(Math.round((steps - step) / stepsPerSecond)) + " left";
        int free = WIDTH - head.length() - tail.length() - 2;
        String scores = measured.isEmpty() || free - measured.length() - 2 < NARROWEST_BAR ? "" : "  " + measured;
        int length = Math.max(NARROWEST_BAR, free - scores.length());
        int filled = (int) (length * step / steps);
        String drawn = "=".repeat(filled) + (filled < length ? ">" + " ".repeat(length - filled - 1) : "");
        String line = head + "[" + drawn + "]" + tail + scores;
        return line.substring(0, Math.min(line.length(), WIDTH));
    }
}
