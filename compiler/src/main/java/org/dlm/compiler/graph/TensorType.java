package org.dlm.compiler.graph;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Element kind and shape of a value; rank 0 is a scalar. Memory is dense and row-major. */
public record TensorType(ElementType element, List<Extent> shape) {
    public TensorType {
        shape = List.copyOf(shape);
    }

    public static TensorType of(ElementType element, int... shape) {
        return new TensorType(
                element, java.util.Arrays.stream(shape).mapToObj(Extent::of).toList());
    }

    public int rank() {
        return shape.size();
    }

    /** Whether the first axis is the batch. */
    public boolean batched() {
        return !shape.isEmpty() && shape.getFirst().isBatch();
    }

    /** How far apart neighbours along each axis are in memory. */
    public List<Stride> strides() {
        List<Stride> strides = new ArrayList<>();
        Stride stride = Stride.of(1);
        for (Extent extent : shape.reversed()) {
            strides.addFirst(stride);
            stride = switch (extent) {
                case Extent.Fixed fixed -> stride.times(fixed.size());
                case Extent.Batch _ -> new Stride(stride.factor(), stride.batches() + 1);
            };
        }
        return List.copyOf(strides);
    }

    /** Product of the fixed extents: the elements of one example where the value is batched, else of all. */
    public long fixedElements() {
        return exactElements().longValueExact();
    }

    /** As {@link #fixedElements}, however large. */
    public BigInteger exactElements() {
        BigInteger product = BigInteger.ONE;
        for (Extent extent : shape) {
            if (!extent.isBatch()) {
                product = product.multiply(BigInteger.valueOf(extent.fixedSize()));
            }
        }
        return product;
    }

    /** Whether a Java array has a place for each element. */
    public boolean fitsArray() {
        return exactElements().bitLength() < Integer.SIZE;
    }

    /** {@code float[6, 28, 28]}, as messages print it. */
    @Override
    public String toString() {
        String name = element.name().toLowerCase(java.util.Locale.ROOT);
        return shape.isEmpty()
                ? name
                : name + shape.stream().map(Extent::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
