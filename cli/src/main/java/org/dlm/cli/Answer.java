package org.dlm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dlm.runtime.json.Json;

/** The results of a command in the order in which they were added: the JSON object of {@code --json}. */
final class Answer {
    private final Map<String, Json> members = new LinkedHashMap<>();

    Answer with(String name, String value) {
        return with(name, new Json.Text(value));
    }

    Answer with(String name, long value) {
        return with(name, Json.of(value));
    }

    Answer with(String name, double value) {
        return with(name, Json.of(value));
    }

    Answer with(String name, boolean value) {
        return with(name, new Json.Truth(value));
    }

    Answer with(String name, Json value) {
        members.put(name, value);
        return this;
    }

    /** Measures by split, such as <code>{"test": {"accuracy": 0.991}}</code>. */
    Answer withScores(String name, Map<String, Map<String, Double>> splits) {
        Answer nested = new Answer();
        splits.forEach((split, scores) -> nested.with(split, numbers(scores)));
        return with(name, nested.json());
    }

    private static Json numbers(Map<String, Double> values) {
        Answer numbers = new Answer();
        values.forEach(numbers::with);
        return numbers.json();
    }

    Json json() {
        return new Json.Members(members);
    }
}
