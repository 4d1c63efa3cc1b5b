package org.dlm.runtime.program;

/**
 * {@code keep max val.accuracy}: which epoch's weights are the result of a run.
 *
 * @param split name of the split, such as {@code val}
 * @param measure name of a loss or metric
 * @param isMax whether larger is better
 */
public record KeepRule(String split, String measure, boolean isMax) {
    /** Whether a value is better than the best so far; NaN never is, anything else is better than NaN. */
    public boolean isBetter(double value, double best) {
        return Double.isNaN(best) ? !Double.isNaN(value) : isMax ? value > best : value < best;
    }
}
