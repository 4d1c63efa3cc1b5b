package org.dlm.compiler.graph;

import java.util.List;

/** What can be proven of places. */
public final class Places {
    private Places() {}

    /**
     * Whether a place lies in a dimension for all values of the axes; so it does where an axis is empty, since then nothing is
     * computed. A batch dimension is reached by a batch axis alone.
     */
    public static boolean inside(Affine place, Extent dimension, List<Axis> axes) {
        boolean nothing = axes.stream().anyMatch(axis -> axis.extent().equals(Extent.of(0)));
        return nothing
                || switch (dimension) {
                    case Extent.Fixed fixed -> Interval.of(place, axes).within(fixed.size());
                    case Extent.Batch batch -> isBatchAxis(place, axes);
                };
    }

    private static boolean isBatchAxis(Affine place, List<Axis> axes) {
        for (int axis = 0; axis < axes.size(); axis++) {
            if (axes.get(axis).extent().isBatch() && place.isAxis(axis)) {
                return true;
            }
        }
        return false;
    }
}
