package org.dlm.compiler.lower;

import java.util.List;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.loop.Place;

/** Addresses in dense row-major buffers. */
final class Addresses {
    private Addresses() {}

    /** The distance of {@code x[at]} from the first element of {@code x}. */
    static Place rowMajor(List<Place> at, TensorType type) {
        Place sum = Place.ZERO;
        int stride = 1;
        int[] strides = new int[type.rank()];
        for (int i = type.rank() - 1; i >= 0; i--) {
            strides[i] = stride;
            stride = product(stride, type, i);
        }
        for (int i = 0; i < at.size(); i++) {
            sum = sum.plus(at.get(i).times(strides[i]));
        }
        return sum;
    }

    private static int product(int stride, TensorType type, int axis) {
        Extent extent = type.shape().get(axis);
        if (extent.isBatch() && axis > 0) {
            throw new IllegalArgumentException("the batch is not the leading axis of " + type);
        }
        return extent.isBatch() ? stride : Math.multiplyExact(stride, extent.fixedSize());
    }
}
