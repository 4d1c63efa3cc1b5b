package org.dlm.runtime.model;

import java.util.Optional;

/**
 * Finds numbers that are infinite or not a number, before they pass for results.
 *
 * <pre>{@code
 * Finite.firstOther(weights).ifPresent(place -> System.err.println(place));    // conv1/W[2, 0, 1] is NaN
 * }</pre>
 *
 * <p>A look at numbers that are all finite is one pass at the speed of memory: the largest size is finite exactly if each
 * number is, for {@link Math#max} hands on NaN.
 */
public final class Finite {
    /** Small enough to search again, large enough to be found in a loop without branches. */
    private static final int CHUNK = 4096;

    private Finite() {}

    /**
     * A number that is not finite.
     *
     * @param path the tensor that it is in
     * @param shape the tensor's extents
     * @param index its place in the tensor, row-major
     * @param value infinite or NaN
     */
    public record Place(String path, Shape shape, int index, double value) {
        /** {@code conv1/W[2, 0, 1] is NaN}. */
        @Override
        public String toString() {
            return path + indices() + " is " + value;
        }

        private String indices() {
            StringBuilder text = new StringBuilder();
            int rest = index;
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                int extent = shape.extents().get(axis);
                text.insert(0, (axis == 0 ? "[" : ", ") + rest % extent);
                rest /= extent;
            }
            return shape.rank() == 0 ? "" : text.append(']').toString();
        }
    }

    /** The first number of a storage's tensors that is not finite. */
    public static Optional<Place> firstOther(TensorStorage storage) {
        return storage.slots().stream()
                .flatMap(slot -> firstOther(storage, slot).stream())
                .findFirst();
    }

    /** The first number of a tensor that is not finite. */
    public static Optional<Place> firstOther(TensorStorage storage, TensorSlot slot) {
        int at = storage.precision() == Precision.F32
                ? firstOther(storage.floats(), slot.offset(), slot.end())
                : firstOther(storage.doubles(), slot.offset(), slot.end());
        return at < 0
                ? Optional.empty()
                : Optional.of(new Place(slot.path(), slot.shape(), at - slot.offset(), storage.at(at)));
    }

    /** The index of the first number from {@code from} to before {@code to} that is not finite; -1 if all are. */
    public static int firstOther(float[] values, int from, int to) {
        for (int start = from; start < to; start += CHUNK) {
            int end = Math.min(start + CHUNK, to);
            if (!Float.isFinite(largest(values, start, end))) {
                return search(values, start);
            }
        }
        return -1;
    }

    /** The index of the first number from {@code from} to before {@code to} that is not finite; -1 if all are. */
    public static int firstOther(double[] values, int from, int to) {
        for (int start = from; start < to; start += CHUNK) {
            int end = Math.min(start + CHUNK, to);
            if (!Double.isFinite(largest(values, start, end))) {
                return search(values, start);
            }
        }
        return -1;
    }

    private static float largest(float[] values, int from, int to) {
        float largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }

    private static double largest(double[] values, int from, int to) {
        double largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }

    private static int search(float[] values, int from) {
        int i = from;
        while (Float.isFinite(values[i])) {
            i++;
        }
        return i;
    }

    private static int search(double[] values, int from) {
        int i = from;
        while (Double.isFinite(values[i])) {
            i++;
        }
        return i;
    }
}
