package org.dlm.compiler.interpret;

import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Reduction;

/** Joins the values of a reduction one after the other. */
final class Accumulator {
    private final Reduction reduction;
    private final ElementType type;
    private final Rounding rounding;
    private double value;
    private int count;
    private int place;

    Accumulator(Reduction reduction, ElementType type, Rounding rounding) {
        this.reduction = reduction;
        this.type = type;
        this.rounding = rounding;
    }

    void start() {
        count = 0;
        place = 0;
        value = switch (reduction) {
            case NONE, SUM, ANY -> 0;
            case PROD, ALL -> 1;
            case MAX -> type == ElementType.INT ? Integer.MIN_VALUE : Double.NEGATIVE_INFINITY;
            case MIN -> type == ElementType.INT ? Integer.MAX_VALUE : Double.POSITIVE_INFINITY;
            case ARGMAX -> Double.NEGATIVE_INFINITY;
            case ARGMIN -> Double.POSITIVE_INFINITY;
        };
    }

    void add(double next) {
        switch (reduction) {
            case NONE -> value = next;
            case SUM -> value = type == ElementType.INT ? (int) value + (int) next : rounding.round(type, value + next);
            case PROD ->
                value = type == ElementType.INT ? (int) value * (int) next : rounding.round(type, value * next);
            case MAX -> value = Math.max(value, next);
            case MIN -> value = Math.min(value, next);
            case ARGMAX -> choose(next, !(next <= value));
            case ARGMIN -> choose(next, !(next >= value));
            case ANY -> value = value != 0 || next != 0 ? 1 : 0;
            case ALL -> value = value != 0 && next != 0 ? 1 : 0;
        }
        count++;
    }

    double result() {
        return switch (reduction) {
            case ARGMAX, ARGMIN -> place;
            case NONE, SUM, PROD, MAX, MIN, ANY, ALL -> value;
        };
    }

    /** A NaN is beyond every number, and nothing is beyond a NaN: the extreme of these values is the NaN. */
    private void choose(double next, boolean beyond) {
        if (beyond && !Double.isNaN(value)) {
            value = next;
            place = count;
        }
    }
}
