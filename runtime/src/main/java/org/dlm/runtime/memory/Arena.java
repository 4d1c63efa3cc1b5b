package org.dlm.runtime.memory;

import java.util.Optional;
import java.util.function.IntFunction;
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

    /** HotSpot refuses arrays that are a little longer. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private static final long MIB = 1 << 20;

    private Arena() {}

    /** Zeros. */
    public static float[] floats(long length) {
        return allocated(length, Float.BYTES, float[]::new);
    }

    /** Zeros. */
    public static double[] doubles(long length) {
        return allocated(length, Double.BYTES, double[]::new);
    }

    /** Zeros. */
    public static int[] ints(long length) {
        return allocated(length, Integer.BYTES, int[]::new);
    }

    private static <A> A allocated(long length, int bytes, IntFunction<A> array) {
        if (length > LONGEST) {
            throw new ProblemException("an arena of " + length + " values does not fit into one Java array (at most "
                    + LONGEST + "); use a smaller batch: maxBatch decides on the length");
        }
        if (length * bytes > Runtime.getRuntime().maxMemory()) {
            throw tooLarge(length * bytes, Optional.empty());
        }
        try {
            return array.apply((int) length);
        } catch (OutOfMemoryError full) {
            throw tooLarge(length * bytes, Optional.of(full));
        }
    }

    private static ProblemException tooLarge(long bytes, Optional<OutOfMemoryError> cause) {
        String message = "an arena of " + bytes / MIB + " MiB does not fit into the heap of "
                + Runtime.getRuntime().maxMemory() / MIB
                + " MiB; use a smaller batch (maxBatch) or start Java with a larger -Xmx";
        return cause.map(full -> new ProblemException(message, full)).orElseGet(() -> new ProblemException(message));
    }
}
