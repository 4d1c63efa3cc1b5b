package org.dlm.runtime.program;

/**
 * {@code keep max val.accuracy}: which epoch's weights are the result of a run.
 *
 * @param split name of the split, such as {@code val}
 * @param measure name of a loss or metric
 * @param isMax whether larger is better
 */
public record KeepRule(String split, String measure, boolean isMax) {
    /** Whether a value is better than the best so far; only a finite one ever is, and any such is better than NaN, which is none. */
    public boolean isBetter(double value, double best) {
        return Double.isFinite(value) && (Double.isNaN(best) || (isMax ? value > best : value < best));
    }
}
