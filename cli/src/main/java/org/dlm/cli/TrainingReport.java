package org.dlm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
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

    /** Weights are finite, but what they give for a split may not be, such as for inputs of unusual size. */
    Optional<String> warning() {
        String wrong = result.metrics().entrySet().stream()
                .flatMap(split -> split.getValue().entrySet().stream()
                        .filter(score -> !Double.isFinite(score.getValue()))
                        .map(score -> split.getKey() + " " + score.getKey()))
                .collect(Collectors.joining(", "));
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of("measures are not finite, although all weights are: " + wrong
                        + "; dlmc eval --split=NAME shows the first example that is the reason");
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
