package org.dlm.compiler.pipeline;

import java.util.Random;

/** How long random tests go on: {@code -Ddlm.fuzz.seconds=600} lets each run for ten minutes more. */
public final class FuzzTime {
    private final long end = System.nanoTime() + Long.getLong("dlm.fuzz.seconds", 0) * 1_000_000_000L;

    public boolean isLeft() {
        return System.nanoTime() < end;
    }

    /** Whether a long run was asked for. */
    public static boolean isLong() {
        return Long.getLong("dlm.fuzz.seconds", 0) > 0;
    }

    /** Another one each time; {@code -Ddlm.fuzz.seed=7} repeats a run. */
    public static long freshSeed() {
        return Long.getLong("dlm.fuzz.seed", new Random().nextLong());
    }
}
