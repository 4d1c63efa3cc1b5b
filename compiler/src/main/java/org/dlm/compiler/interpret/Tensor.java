package org.dlm.compiler.interpret;

import java.util.List;

/** A value at run time: its extents with the batch as a number, and its elements in row-major order. Truth values are 0 or 1. */
public record Tensor(List<Integer> shape, double[] elements) {
    public Tensor {
        shape = List.copyOf(shape);
        if (elements.length != size(shape)) {
            throw new IllegalArgumentException(elements.length + " elements for shape " + shape);
        }
    }

    /** The element at a place. */
    public double at(int... place) {
        int offset = 0;
        for (int axis = 0; axis < place.length; axis++) {
            offset = offset * shape.get(axis) + place[axis];
        }
        return elements[offset];
    }

    /** The number of elements of a shape. */
    static int size(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
