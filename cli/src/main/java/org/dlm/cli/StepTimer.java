package org.dlm.cli;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

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

    /** Gives the number of steps that one round has time for. */
    private int warmUp(Runnable step) {
        long[] lastNanos = new long[FEWEST_STEPS];
        long end = System.nanoTime() + (long) (seconds * 1e9);
        do {
            time(step, lastNanos, 0, FEWEST_STEPS);
        } while (System.nanoTime() < end);
        double secondsOfStep = Arrays.stream(lastNanos).average().orElseThrow() / 1e9;
        return (int) Math.clamp(seconds / ROUNDS / secondsOfStep, FEWEST_STEPS, MOST_STEPS);
    }
}
