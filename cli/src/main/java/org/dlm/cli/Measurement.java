package org.dlm.cli;

import java.util.Arrays;

/**
 * What steps cost.
 *
 * @param steps how many were measured
 * @param medianMillis half of the steps took no longer than this
 * @param p99Millis 99 of 100 steps took no longer than this
 * @param allocatedBytesPerStep heap bytes, by all threads of this JVM, in the steadiest round
 */
record Measurement(int steps, double medianMillis, double p99Millis, double allocatedBytesPerStep) {
    static Measurement of(long[] nanos, double allocatedBytesPerStep) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Measurement(
                sorted.length, quantile(sorted, 0.5) / 1e6, quantile(sorted, 0.99) / 1e6, allocatedBytesPerStep);
    }

    /** The smallest value that at least this share of the values does not exceed. */
    private static double quantile(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
