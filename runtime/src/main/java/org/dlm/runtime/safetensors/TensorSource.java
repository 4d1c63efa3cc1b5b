package org.dlm.runtime.safetensors;

import java.util.List;

/** A tensor to be written: a part of an array. */
public sealed interface TensorSource {
    /** Its name in the file. */
    String name();

    /** Its extents. */
    List<Integer> shape();

    /** The number of its values. */
    default int count() {
        int count = 1;
        for (int extent : shape()) {
            count *= extent;
        }
        return count;
    }

    /** Values of 32 bits, from an offset on. */
    record Floats(String name, List<Integer> shape, float[] values, int offset) implements TensorSource {}

    /** Values of 64 bits, from an offset on. */
    record Doubles(String name, List<Integer> shape, double[] values, int offset) implements TensorSource {}

    /** {@code F32} or {@code F64}. */
    default String type() {
        return switch (this) {
            case Floats floats -> "F32";
            case Doubles doubles -> "F64";
        };
    }

    /** Bytes of one value. */
    default int width() {
        return switch (this) {
            case Floats floats -> Float.BYTES;
            case Doubles doubles -> Double.BYTES;
        };
    }
}
