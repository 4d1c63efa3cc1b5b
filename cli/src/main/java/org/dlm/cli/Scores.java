package org.dlm.cli;

import java.util.Map;
import java.util.stream.Collectors;

/** Measures of splits as text. */
final class Scores {
    private Scores() {}

    /** {@code test: total 0.0312, accuracy 0.9910}. */
    static String line(String split, Map<String, Double> scores) {
        return split + ": "
                + scores.entrySet().stream()
                        .map(score -> score.getKey() + " " + Words.number(score.getValue()))
                        .collect(Collectors.joining(", "));
    }

    /** {@code train total 0.0712, val total 0.0650, val accuracy 0.9860}: split by split on one line. */
    static String line(Map<String, Map<String, Double>> splits) {
        return splits.entrySet().stream()
                .flatMap(split -> split.getValue().entrySet().stream()
                        .map(score -> split.getKey() + " " + score.getKey() + " " + Words.number(score.getValue())))
                .collect(Collectors.joining(", "));
    }
}
