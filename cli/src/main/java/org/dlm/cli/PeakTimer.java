package org.dlm.cli;

import org.dlm.runtime.vector.FmaPeak;

/** Measures how many floating point operations one thread can do here in a second: what a share of the peak is a share of. */
final class PeakTimer {
    /** Half a millisecond or less: what interrupts a run spoils one of many. */
    private static final int ROUNDS = 100_000;

    private static final int RUNS = 400;

    private PeakTimer() {}

    /** In operations per second: those of the fastest run. */
    static double flopsPerSecond() {
        long fastest = Long.MAX_VALUE;
        float sum = 0;
        for (int run = 0; run < RUNS; run++) {
            long begin = System.nanoTime();
            sum += FmaPeak.run(ROUNDS);
            fastest = Math.min(fastest, System.nanoTime() - begin);
        }
        if (Float.isNaN(sum)) {
            throw new IllegalStateException("this is a bug in dlmc: the peak was measured with NaN");
        }
        return FmaPeak.flops(ROUNDS) / (fastest / 1e9);
    }
}
