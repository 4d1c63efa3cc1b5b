package org.dlm.compiler.memory;

import org.dlm.compiler.graph.Precision;

/**
 * Where values may begin in an array. The data of a {@code float[]} mostly begins 16 bytes after a multiple of 64, so index 12
 * (6 of a {@code double[]}) is the first that is aligned for vectors, and every 16th after it.
 */
public final class Alignment {
    /** Offsets differ from the base by multiples of so many elements. */
    public static final int ELEMENTS = 16;

    /** Elements after the last value that a vector may touch. */
    public static final int SLACK = 64;

    private static final int BASE_OF_FOUR_BYTES = 12;
    private static final int BASE_OF_EIGHT_BYTES = 6;

    private Alignment() {}

    /** Index of the first aligned element of an array of FLOAT values. */
    public static int base(Precision precision) {
        return switch (precision) {
            case F32 -> BASE_OF_FOUR_BYTES;
            case F64 -> BASE_OF_EIGHT_BYTES;
        };
    }

    /** Index of the first aligned element of an array of ints. */
    public static int baseOfInts() {
        return BASE_OF_FOUR_BYTES;
    }

    /** The next multiple of {@link #ELEMENTS}. */
    public static long up(long elements) {
        return Math.multiplyExact(Math.ceilDiv(elements, ELEMENTS), (long) ELEMENTS);
    }
}
