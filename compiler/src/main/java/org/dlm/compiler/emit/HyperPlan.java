package org.dlm.compiler.emit;

import java.util.List;

/** A run-time number: its start value and what it may be set to. */
public record HyperPlan(String name, double start, Range range) {
    /** The stated range. */
    public sealed interface Range {
        /** None. */
        record Any() implements Range {}

        /** {@code in 0 .. 4}, or {@code in log(1e-5 .. 1)}. */
        record Between(double low, double high, boolean logarithmic) implements Range {}

        /** {@code in [16, 32]}. */
        record OneOf(List<Double> values) implements Range {
            public OneOf {
                values = List.copyOf(values);
            }
        }
    }
}
