package org.dlm.compiler.pipeline.random;

import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Reduction;

/** The error of a reduction, in whatever order its terms are joined. */
final class BoundedReduction {
    private final Reduction reduction;
    private final ElementType type;
    private final Roundoff roundoff;
    private int count;
    private double value;
    private double error;
    private double absolute;
    private boolean whole;
    private double second;

    BoundedReduction(Reduction reduction, ElementType type, Roundoff roundoff) {
        this.reduction = reduction;
        this.type = type;
        this.roundoff = roundoff;
    }

    void start() {
        count = 0;
        error = 0;
        absolute = 0;
        whole = true;
        second = Double.POSITIVE_INFINITY;
        value = switch (reduction) {
            case PROD -> 1;
            case MAX, ARGMAX -> Double.NEGATIVE_INFINITY;
            case MIN, ARGMIN -> Double.POSITIVE_INFINITY;
            case NONE, SUM, ANY, ALL -> 0;
        };
    }

    void add(Bounded term) {
        count++;
        whole &= Math.rint(term.value) == term.value;
        switch (reduction) {
            case SUM -> {
                error += term.error;
                absolute += Math.abs(term.value);
            }
            case PROD -> {
                error = Math.abs(value) * term.error + Math.abs(term.value) * error + error * term.error;
                value *= term.value;
                absolute = Math.max(absolute, Math.abs(value));
            }
            case MAX, MIN, ANY, ALL -> error = Math.max(error, term.error);
            case ARGMAX, ARGMIN -> {
                double signed = reduction == Reduction.ARGMAX ? term.value : -term.value;
                double best = reduction == Reduction.ARGMAX ? value : -value;
                second = Math.min(second, Math.abs(signed - best));
                value = signed > best || Double.isNaN(term.value) ? term.value : value;
                error = Math.max(error, term.error);
            }
            case NONE -> throw new IllegalStateException("no reduction");
        }
    }

    double error() {
        double all = switch (reduction) {
            case SUM ->
                error + (whole && absolute < roundoff.limit() || type == ElementType.INT ? 0 : rounding(absolute));
            case PROD ->
                error + (whole && absolute < roundoff.limit() || type == ElementType.INT ? 0 : rounding(absolute));
            case ARGMAX, ARGMIN -> error == 0 ? 0 : second <= 2 * error ? Double.POSITIVE_INFINITY : 0;
            case NONE, MAX, MIN, ANY, ALL -> error;
        };
        boolean sums = reduction == Reduction.SUM || reduction == Reduction.PROD;
        return Double.isNaN(all) || sums && roundoff.isLost(type, absolute, all) ? Double.POSITIVE_INFINITY : all;
    }

    private double rounding(double size) {
        return (count + 2) * (roundoff.unit() * size + roundoff.smallest());
    }
}
