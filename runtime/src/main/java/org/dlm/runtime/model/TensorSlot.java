package org.dlm.runtime.model;

/**
 * The place of one named tensor in the array of a {@link TensorStorage}.
 *
 * @param path the name in files, such as {@code stage.0.1/conv2/W}
 * @param shape its extents
 * @param offset index of its first value in the array
 * @param trained true for a parameter, false for a buffer (kept but not trained) and for optimizer state
 */
public record TensorSlot(String path, Shape shape, int offset, boolean trained) {
    /** The index after its last value. */
    public int end() {
        return offset + shape.size();
    }
}
