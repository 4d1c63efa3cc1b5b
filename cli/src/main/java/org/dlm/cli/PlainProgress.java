package org.dlm.cli;

import java.util.stream.Collectors;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.train.EpochReport;
import org.dlm.runtime.train.TrainingStart;

/** Progress where nobody watches, such as in a file or a CI log: a line for each epoch. */
final class PlainProgress implements Progress {
    private final Console console;
    private final RecipeDescription recipe;
    private int epochs;

    PlainProgress(Console console, RecipeDescription recipe) {
        this.console = console;
        this.recipe = recipe;
    }

    @Override
    public void onStart(TrainingStart start) {
        epochs = start.epochs();
        console.out().println(beginning(recipe, start));
    }

    @Override
    public void onEpoch(EpochReport report) {
        console.out().println(epochLine(report, epochs));
    }

    static String beginning(RecipeDescription recipe, TrainingStart start) {
        String sizes = start.splits().entrySet().stream()
                .map(split -> Words.whole(split.getValue()) + " " + split.getKey())
                .collect(Collectors.joining(", "));
        String resumed = start.firstEpoch() == 0 ? "" : ", going on after epoch " + start.firstEpoch();
        return "training after " + recipe.name() + ": " + sizes + "; " + Words.count(start.epochs(), "epoch") + " of "
                + Words.count(start.stepsPerEpoch(), "step") + resumed;
    }

    /** {@code epoch  3/12: train total 0.0712, val accuracy 0.9860, 12,345 samples/s, best so far}. */
    static String epochLine(EpochReport report, int epochs) {
        int width = String.valueOf(epochs).length();
        return String.format("epoch %" + width + "d/%d: ", report.scores().epoch() + 1, epochs)
                + Scores.line(report.scores().splits()) + ", " + Words.whole(Math.round(report.samplesPerSecond()))
                + " samples/s" + (report.isBest() ? ", best so far" : "");
    }
}
