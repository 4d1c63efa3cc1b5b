package org.dlm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dlm.runtime.train.TrainingResult;

/** The end of a training: what it came to, how good it is, and where the weights are. */
record TrainingReport(String model, TrainingResult result, Path weights) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(ending() + ": " + Words.count(result.epochs(), "epoch") + ", " + Words.count(result.steps(), "step")
                + " in " + Words.duration(Math.round(result.seconds())) + ", "
                + Words.whole(Math.round(result.samplesPerSecond())) + " samples/s");
        result.metrics().forEach((split, scores) -> lines.add(Scores.line(split, scores)));
        lines.add("weights: " + weights + ofEpoch());
        return lines;
    }

    private String ending() {
        return switch (result.ending()) {
            case COMPLETED -> "done";
            case STOPPED_BY_RULE -> "stopped early, as the recipe says";
            case INTERRUPTED -> "interrupted";
        };
    }

    private String ofEpoch() {
        if (result.bestEpoch() >= 0) {
            return " (of epoch " + (result.bestEpoch() + 1) + ", the best one)";
        }
        return result.ending() == TrainingResult.Ending.INTERRUPTED ? " (of the last step)" : "";
    }

    Answer answer() {
        return new Answer()
                .with("model", model)
                .with("epochs", result.epochs())
                .with("steps", result.steps())
                .with("seconds", result.seconds())
                .with("samplesPerSecond", result.samplesPerSecond())
                .with("ending", result.ending().name().toLowerCase(Locale.ROOT))
                .with("weights", weights.toString())
                .withScores("metrics", result.metrics());
    }
}
