package org.dlm.compiler.optimize;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Stride;

/**
 * Where an access lies in memory: element {@code constant + sum(axis : strides[axis] * axis)} of the dense, row-major value
 * {@code root}. {@code x[b, c, i + 1, j]} of {@code x: [batch, 3, 8, 8]} has the strides {@code 192, 64, 8, 1} and the constant 8.
 *
 * <p>A reshape has the elements of its source in the same order, so that an access to it has the same place in the source:
 * {@code root} is never a reshape.
 *
 * @param strides one for each axis of the op, free axes first; zero where the access does not move along the axis
 */
public record LinearAccess(Op root, List<Stride> strides, Stride constant) {
    public LinearAccess {
        strides = List.copyOf(strides);
    }

    /**
     * The place of a load in an op with these axes; empty where a place is data or keeps a quotient or remainder. A guard is not
     * looked at: of a guarded load this is the place where it is inside.
     */
    public static Optional<LinearAccess> of(Scalar.Load load, List<Axis> axes) {
        return byPhases(load, axes).filter(access -> access.strides().stream().allMatch(Stride::isRegular));
    }

    /** The same where quotients and remainders may be kept: an axis under one has the stride {@link Stride#IRREGULAR}. */
    static Optional<LinearAccess> byPhases(Scalar.Load load, List<Axis> axes) {
        List<Stride> steps = load.source().type().strides();
        LinearPlace place = new LinearPlace();
        for (int d = 0; d < steps.size(); d++) {
            if (!(load.at().get(d) instanceof Affine affine) || !place.add(affine, steps.get(d))) {
                return Optional.empty();
            }
        }
        return Optional.of(new LinearAccess(load.source().root(), place.strides(axes.size()), place.constant()));
    }

    public Stride stride(int axis) {
        return strides.get(axis);
    }
}
