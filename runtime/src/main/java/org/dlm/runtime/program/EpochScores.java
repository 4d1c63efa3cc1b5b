package org.dlm.runtime.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured after an epoch.
 *
 * @param epoch the epoch's number, from 0
 * @param splits measures by split name, then by the measure's name: {@code splits().get("val").get("accuracy")}
 */
public record EpochScores(int epoch, Map<String, Map<String, Double>> splits) {
    public EpochScores {
        Map<String, Map<String, Double>> copy = new LinkedHashMap<>();
        splits.forEach((name, scores) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(scores))));
        splits = Collections.unmodifiableMap(copy);
    }

    /** One measure; NaN where it was not measured. */
    public double value(String split, String measure) {
        return splits.getOrDefault(split, Map.of()).getOrDefault(measure, Double.NaN);
    }
}
