package org.dlm.runtime.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The extents of a dense, row-major value; no extents is a scalar. {@code Shape.of(1, 28, 28).size()} is 784.
 *
 * @param extents the extents, outermost first
 */
public record Shape(List<Integer> extents) {
    /** The shape of a single number. */
    public static final Shape SCALAR = of();

    public Shape {
        extents = List.copyOf(extents);
    }

    /** The shape with these extents. */
    public static Shape of(int... extents) {
        List<Integer> list = new ArrayList<>();
        for (int extent : extents) {
            list.add(extent);
        }
        return new Shape(list);
    }

    /** The number of axes. */
    public int rank() {
        return extents.size();
    }

    /** The number of values: the product of the extents. */
    public int size() {
        long size = 1;
        // by index, since an iterator would be an allocation and this is asked for in every batch
        for (int axis = 0; axis < extents.size(); axis++) {
            size = Math.multiplyExact(size, (long) extents.get(axis));
        }
        return Math.toIntExact(size);
    }

    /** {@code [1, 28, 28]}; a scalar is {@code []}. */
    @Override
    public String toString() {
        return extents.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
