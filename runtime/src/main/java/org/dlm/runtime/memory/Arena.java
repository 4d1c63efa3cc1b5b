package org.dlm.runtime.memory;

import org.dlm.runtime.problem.ProblemException;

/**
 * The array in which a program's intermediate values live, at offsets that the compiler chose.
 *
 * <p>The data of a {@code float[]} begins 16 bytes after a multiple of 64 in the usual case, so index 12 is the first
 * one at a multiple of 64 bytes: offsets that are {@code BASE_FLOATS + n * ALIGNMENT_FLOATS} are vector aligned.
 */
public final class Arena {
    /** Index of the first aligned float. */
    public static final int BASE_FLOATS = 12;

    /** Floats between aligned indices: 64 bytes. */
    public static final int ALIGNMENT_FLOATS = 16;

    /** Index of the first aligned double. */
    public static final int BASE_DOUBLES = 6;

    /** Doubles between aligned indices: 64 bytes. */
    public static final int ALIGNMENT_DOUBLES = 8;

    private Arena() {}

    /** Zeros. */
    public static float[] floats(long length) {
        return new float[checked(length, Float.BYTES)];
    }

    /** Zeros. */
    public static double[] doubles(long length) {
        return new double[checked(length, Double.BYTES)];
    }

    /** Zeros. */
    public static int[] ints(long length) {
        return new int[checked(length, Integer.BYTES)];
    }

    private static int checked(long length, int bytes) {
        if (length > Integer.MAX_VALUE - 8) {
            throw new ProblemException("an arena of " + length + " values does not fit into one Java array"
                    + " (at most 2147483639); use a smaller batch");
        }
        long available = Runtime.getRuntime().maxMemory();
        if (length * bytes > available) {
            throw new ProblemException(
                    "an arena of " + length * bytes / (1 << 20) + " MiB does not fit into the" + " heap of "
                            + available / (1 << 20) + " MiB; use a smaller batch or start Java with a larger -Xmx");
        }
        return (int) length;
    }
}
