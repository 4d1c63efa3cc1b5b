package org.dlm.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.TrainingProgram;
import org.dlm.runtime.train.EpochReport;
import org.dlm.runtime.train.TrainingResult;
import org.dlm.runtime.train.TrainingStart;

/**
 * Progress for a person: a line for each finished epoch, and below it a bar over the whole run. <pre>
 *  38% [=====>        ] 4/12 epochs (0:00:26)   0:42 left  loss 0.07120  12,345 samples/s  val accuracy 0.98600
 * </pre>
 *
 * <p>The bar draws itself in a thread of its own. So that it never draws into a line of ours, it is closed, which waits
 * for that thread, before anything else is printed; the next step opens another one that goes on from there.
 */
final class TerminalProgress implements Progress {
    private static final int REDRAW_MILLIS = 100;

    /** Back to the first column, and what is right of it away (ECMA-48: EL): also the ^C that a terminal echoes. */
    private static final String CLEAR = "\r\033[K";

    /** What the bar's percentage, epochs, elapsed time and a least number of signs take. */
    private static final int BAR = 40;

    /** How much of the shown loss comes from the newest drawn step: single batches jump too much to be read. */
    private static final double FRESHNESS = 0.2;

    private final Console console;
    private final RecipeDescription recipe;
    private final int width;
    private final LongSupplier nanoClock;
    private Optional<ProgressBar> bar = Optional.empty();
    private boolean isClosed;
    private TrainingStart start = new TrainingStart(0, 0, 0, Map.of());
    private long startNanos;
    private long drawnNanos;
    private double loss = Double.NaN;
    private String measured = "";

    /** @param width columns of the terminal; a line that wraps could not be drawn anew, so the last one stays free */
    TerminalProgress(Console console, RecipeDescription recipe, int width, LongSupplier nanoClock) {
        this.console = console;
        this.recipe = recipe;
        this.width = width - 1;
        this.nanoClock = nanoClock;
    }

    @Override
    public synchronized void onStart(TrainingStart begun) {
        start = begun;
        startNanos = nanoClock.getAsLong();
        drawnNanos = startNanos;
        console.out().println(PlainProgress.beginning(recipe, start));
    }

    @Override
    public synchronized void onStep(long step, int epoch, double newLoss, TrainingProgram trainer) {
        if (isClosed) {
            return;
        }
        long now = nanoClock.getAsLong();
        ProgressBar shown = bar.orElseGet(() -> open(step - 1, Duration.ofNanos(now - startNanos)));
        bar = Optional.of(shown);
        if (now - drawnNanos >= REDRAW_MILLIS * 1_000_000L) {
            drawnNanos = now;
            loss = Double.isNaN(loss) ? newLoss : loss + FRESHNESS * (newLoss - loss);
            shown.setExtraMessage(message(step, (now - startNanos) / 1e9));
        }
        shown.stepTo(step);
    }

    @Override
    public synchronized void onEpoch(EpochReport report) {
        takeAway();
        console.out().println(PlainProgress.epochLine(report, start.epochs()));
        Map<String, Map<String, Double>> validation =
                new LinkedHashMap<>(report.scores().splits());
        validation.remove("train");
        measured = Scores.line(validation);
    }

    @Override
    public void onEnd(TrainingResult result) {
        close();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        takeAway();
    }

    /** Not by the library's own clearing, which leaves a bar that is closed before it was first drawn. */
    private void takeAway() {
        if (bar.isPresent()) {
            bar.get().close();
            bar = Optional.empty();
            draw("");
        }
    }

    private ProgressBar open(long stepsDone, Duration elapsed) {
        return ProgressBar.builder()
                .setTaskName("")
                .setInitialMax((long) start.epochs() * start.stepsPerEpoch())
                .startsFrom(stepsDone, elapsed)
                .setUnit(" epochs", start.stepsPerEpoch())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .hideEta()
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, width))
                .build();
    }

    private void draw(String line) {
        console.err().print(CLEAR + line);
        console.err().flush();
    }

    /** The most wanted part comes first; those that do not fit beside a bar are left out. */
    private String message(long step, double seconds) {
        long stepsDone = step - (long) start.firstEpoch() * start.stepsPerEpoch();
        long stepsLeft = (long) start.epochs() * start.stepsPerEpoch() - step;
        double stepsPerSecond = stepsDone / seconds;
        double examplesPerStep = (double) start.splits().getOrDefault("train", 0) / start.stepsPerEpoch();
        List<String> parts = new ArrayList<>();
        parts.add(Words.duration(Math.round(stepsLeft / stepsPerSecond)) + " left");
        parts.add("loss " + Words.number(loss));
        parts.add(Words.whole(Math.round(stepsPerSecond * examplesPerStep)) + " samples/s");
        parts.add(measured);
        while (String.join("  ", parts).length() > width - BAR) {
            parts.removeLast();
        }
        return " " + String.join("  ", parts);
    }
}
