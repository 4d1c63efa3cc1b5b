package org.dlm.runtime.model;

import java.util.List;

/** The values that a {@link Hyper} may take. */
public sealed interface HyperRange {
    /** No range was stated. */
    record Any() implements HyperRange {}

    /** {@code in 0 .. 4}: both ends belong to it. */
    record Between(double low, double high) implements HyperRange {}

    /** {@code in log(1e-5 .. 1)}: both ends belong to it; searched on a logarithmic scale. */
    record LogBetween(double low, double high) implements HyperRange {}

    /** {@code in [16, 32]}. */
    record OneOf(List<Double> values) implements HyperRange {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /** Whether the value may be set: it is finite, whatever the range. */
    default boolean contains(double value) {
        return Double.isFinite(value)
                && switch (this) {
                    case Any() -> true;
                    case Between(double low, double high) -> low <= value && value <= high;
                    case LogBetween(double low, double high) -> low <= value && value <= high;
                    case OneOf(List<Double> values) -> values.contains(value);
                };
    }

    /** As in the language: {@code 0.0 .. 4.0}. */
    default String text() {
        return switch (this) {
            case Any() -> "any finite number";
            case Between(double low, double high) -> low + " .. " + high;
            case LogBetween(double low, double high) -> "log(" + low + " .. " + high + ")";
            case OneOf(List<Double> values) -> values.toString();
        };
    }
}
