package org.dlm.runtime.random;

/** Stub of the generator: implementation follows at once. */
public final class Philox {
    private Philox() {}

    /**
     * Uniform numbers in [0, 1): {@code into[offset + i]} is element {@code firstElement + i} of the draw at a place and
     * step.
     */
    public static void fill(float[] into, int offset, int count, long seed, long step, int place, long firstElement) {
        throw new UnsupportedOperationException();
    }

    /** The same numbers as doubles. */
    public static void fill(double[] into, int offset, int count, long seed, long step, int place, long firstElement) {
        throw new UnsupportedOperationException();
    }
}
