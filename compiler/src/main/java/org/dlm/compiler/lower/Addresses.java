package org.dlm.compiler.lower;

import java.util.List;
import org.dlm.compiler.graph.Stride;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.loop.Place;

/** Addresses in dense row-major buffers. */
final class Addresses {
    private Addresses() {}

    /** The distance of {@code x[at]} from the first element of {@code x}. */
    static Place rowMajor(List<Place> at, TensorType type) {
        List<Stride> strides = type.strides();
        Place sum = Place.ZERO;
        for (int i = 0; i < at.size(); i++) {
            if (!strides.get(i).isFixed()) {
                throw new IllegalArgumentException("the batch is not the leading axis of " + type);
            }
            sum = sum.plus(at.get(i).times(strides.get(i).factor()));
        }
        return sum;
    }
}
