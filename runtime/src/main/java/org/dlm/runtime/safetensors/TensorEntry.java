package org.dlm.runtime.safetensors;

import java.util.List;

/**
 * A tensor in a safetensors file.
 *
 * @param name its name
 * @param type the format's name of its element type, such as {@code F32}
 * @param shape its extents
 * @param begin its first byte, counted from the end of the header
 * @param end the byte after its last one
 */
public record TensorEntry(String name, String type, List<Integer> shape, long begin, long end) {
    public TensorEntry {
        shape = List.copyOf(shape);
    }

    /** The number of its values. */
    long count() {
        long count = 1;
        for (int extent : shape) {
            count = Math.multiplyExact(count, (long) extent);
        }
        return count;
    }
}
