package org.dlm.cli;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.dlm.runtime.vector.ModelForms;

/**
 * Runs a step again and again: first until the JIT compiler has had its time, then in rounds. Times are taken in all
 * rounds; the allocation is that of the round that allocated least, because the JVM itself allocates now and then, while
 * what a step needs it needs in each round.
 */
final class StepTimer {
    private static final int ROUNDS = 5;

    /** Enough for a p99 that is not just the slowest step. */
    private static final int FEWEST_STEPS = 20;

    private static final int MOST_STEPS = 1_000_000;

    /** The warm-up is watched in slices, this many in its usual time. */
    private static final int SLICES = 5;

    /** HotSpot's last compiler comes to a method after some thousand calls, or rounds of its loops. */
    private static final int WARM_STEPS = 5_000;

    /** A slice that needs less than this share of the one before was still getting faster. */
    private static final double STEADY = 0.9;

    private static final int STEADY_SLICES = 3;

    private static final int MOST_WARM_UPS = 5;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final double seconds;

    StepTimer(double seconds) {
        this.seconds = seconds;
    }

    Measurement measure(Runnable step) {
        int stepsOfRound = warmUp(step);
        long[] nanos = new long[stepsOfRound * ROUNDS];
        double least = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            // The first question may itself allocate; the answers to the others are plain numbers.
            threads.getTotalThreadAllocatedBytes();
            long before = threads.getTotalThreadAllocatedBytes();
            time(step, nanos, round * stepsOfRound, stepsOfRound);
            long allocated = threads.getTotalThreadAllocatedBytes() - before;
            least = Math.min(least, (double) allocated / stepsOfRound);
        }
        return Measurement.of(nanos, least);
    }

    private static void time(Runnable step, long[] nanos, int from, int count) {
        long last = System.nanoTime();
        for (int i = from; i < from + count; i++) {
            step.run();
            long now = System.nanoTime();
            nanos[i] = now - last;
            last = now;
        }
    }

    /**
     * Gives the number of steps that one round has time for. Ends when the time is over, the JIT compiler has seen enough
     * steps, no kernel is prepared any more, and some slices in a row were equally fast; a machine on which they never are must do.
     */
    private int warmUp(Runnable step) {
        long start = System.nanoTime();
        double before = Double.POSITIVE_INFINITY;
        int steadySlices = 0;
        for (int steps = 0; ; ) {
            long sliceStart = System.nanoTime();
            int stepsOfSlice = slice(step, sliceStart);
            steps += stepsOfSlice;
            double secondsOfStep = (System.nanoTime() - sliceStart) / 1e9 / stepsOfSlice;
            double elapsed = (System.nanoTime() - start) / 1e9;
            steadySlices = secondsOfStep > before * STEADY ? steadySlices + 1 : 0;
            boolean isWarm = steps >= WARM_STEPS && steadySlices >= STEADY_SLICES && !ModelForms.isWarmingUp();
            if (elapsed >= seconds && isWarm || elapsed >= MOST_WARM_UPS * seconds) {
                return (int) Math.clamp(seconds / ROUNDS / secondsOfStep, FEWEST_STEPS, MOST_STEPS);
            }
            before = secondsOfStep;
        }
    }

    private int slice(Runnable step, long start) {
        long[] nanos = new long[FEWEST_STEPS];
        int steps = 0;
        do {
            time(step, nanos, 0, FEWEST_STEPS);
            steps += FEWEST_STEPS;
        } while (System.nanoTime() - start < seconds / SLICES * 1e9);
        return steps;
    }
}
