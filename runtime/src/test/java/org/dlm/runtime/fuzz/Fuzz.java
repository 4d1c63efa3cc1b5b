package org.dlm.runtime.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Random;

/**
 * Runs a case for many seeds: fixed ones, and fresh ones for {@code -Ddlm.fuzz.seconds=N} (1 unless said). A failure names
 * its seed; {@code -Ddlm.fuzz.seed=7} repeats it.
 */
public final class Fuzz {
    private static final int FIXED_SEEDS = 400;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Fuzz() {}

    /** One input and what is expected of it. */
    public interface Case {
        /** Whether the input was taken, in place of being refused. */
        boolean run(Random random) throws IOException;
    }

    public static void run(String name, Case one) throws IOException {
        int taken = 0;
        for (int seed = 0; seed < FIXED_SEEDS; seed++) {
            taken += run(name, seed, one);
        }
        long fresh = Long.getLong("dlm.fuzz.seed", System.nanoTime());
        long end = System.nanoTime() + Long.getLong("dlm.fuzz.seconds", 1) * 1_000_000_000;
        int more = 0;
        for (; System.nanoTime() < end; more++) {
            taken += run(name, fresh + more, one);
        }
        System.out.println("fuzz " + name + ": " + FIXED_SEEDS + " fixed seeds, and " + more + " from " + fresh + "; "
                + taken + " inputs were taken, the others refused, nothing escaped");
    }

    private static int run(String name, long seed, Case one) throws IOException {
        try {
            return one.run(new Random(seed)) ? 1 : 0;
        } catch (RuntimeException | Error failure) {
            throw new AssertionError("fuzz " + name + ": seed " + seed + ": " + failure, failure);
        }
    }

    /** Bytes that this thread has allocated so far. */
    public static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
