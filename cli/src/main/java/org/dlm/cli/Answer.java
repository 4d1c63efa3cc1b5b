package org.dlm.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of a command in the order in which they were added: the JSON object of {@code --json}. JSON has no
 * infinities and no NaN: those become strings.
 */
final class Answer {
    private final Map<String, Object> members = new LinkedHashMap<>();

    Answer with(String name, String value) {
        return add(name, value);
    }

    Answer with(String name, long value) {
        return add(name, value);
    }

    Answer with(String name, double value) {
        return add(name, value);
    }

    Answer with(String name, boolean value) {
        return add(name, value);
    }

    /** Of texts, numbers, lists and members. */
    Answer with(String name, List<?> values) {
        return add(name, values);
    }

    /** A row of cells, each a text or a number, below their titles. */
    Answer withRow(List<String> titles, List<Object> cells) {
        for (int c = 0; c < titles.size(); c++) {
            add(titles.get(c), cells.get(c));
        }
        return this;
    }

    /** Measures by split, such as <code>{"test": {"accuracy": 0.991}}</code>. */
    Answer withScores(String name, Map<String, Map<String, Double>> splits) {
        return add(name, splits);
    }

    private Answer add(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** As a part of another answer. */
    Map<String, Object> members() {
        return Collections.unmodifiableMap(members);
    }

    /** One line. */
    String text() {
        try {
            return JSON.std.asString(members);
        } catch (IOException cannotHappenInMemory) {
            throw new UncheckedIOException(cannotHappenInMemory);
        }
    }
}
