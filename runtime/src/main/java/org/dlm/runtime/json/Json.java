package org.dlm.runtime.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value (RFC 8259): just enough for the headers of our files, so that the runtime needs no library. */
public sealed interface Json {
    /** Members in their written order. */
    record Members(Map<String, Json> members) implements Json {
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** The member of this name. */
        public Optional<Json> member(String name) {
            return Optional.ofNullable(members.get(name));
        }
    }

    /** An array. */
    record Items(List<Json> items) implements Json {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A string. */
    record Text(String value) implements Json {}

    /** A number as it is written, so that no digit is lost. */
    record Numeral(String digits) implements Json {
        /** Its value, rounded to a double. */
        public double value() {
            return Double.parseDouble(digits);
        }

        /** Its value where it is a whole number of 64 bits. */
        public long whole() {
            return Long.parseLong(digits);
        }
    }

    /** {@code true} or {@code false}. */
    record Truth(boolean value) implements Json {}

    /** {@code null}. */
    record Nothing() implements Json {}

    /** A whole number. */
    static Json of(long value) {
        return new Numeral(Long.toString(value));
    }

    /**
     * A number that reads back as the same double. JSON has no infinities and no NaN: those become strings, which
     * {@link #number} understands.
     */
    static Json of(double value) {
        return Double.isFinite(value) ? new Numeral(Double.toString(value)) : new Text(Double.toString(value));
    }

    /** The double that {@link #of(double)} wrote. */
    static Optional<Double> number(Json json) {
        return switch (json) {
            case Numeral numeral -> Optional.of(numeral.value());
            case Text(String text)
            when List.of("NaN", "Infinity", "-Infinity").contains(text) -> Optional.of(Double.parseDouble(text));
            case Text text -> Optional.empty();
            case Members members -> Optional.empty();
            case Items items -> Optional.empty();
            case Truth truth -> Optional.empty();
            case Nothing nothing -> Optional.empty();
        };
    }

    /** Reads a whole document. */
    static Json parse(String text) {
        return new JsonParser(text).document();
    }

    /** The shortest way to write it, without line ends. */
    default String write() {
        StringBuilder out = new StringBuilder();
        JsonWriter.write(this, out);
        return out.toString();
    }
}
