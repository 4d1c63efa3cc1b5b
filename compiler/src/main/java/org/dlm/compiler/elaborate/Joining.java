package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;

/**
 * Joins tensors along a dimension. Each element asks from left to right in which part it lies, so many parts are joined in
 * steps: pieces of up to {@link #MOST} become values of their own, which are joined in turn. A thousand parts then take three
 * steps with a few questions each and not one with a thousand, and no expression reads a thousand values.
 */
record Joining(Tensors tensors) {
    /** Parts in one expression. */
    static final int MOST = 16;

    /** The parts in their order, cut into pieces that are joined first. */
    static <T> List<List<T>> pieces(List<T> parts) {
        List<List<T>> pieces = new ArrayList<>();
        for (int begin = 0; begin < parts.size(); begin += MOST) {
            pieces.add(parts.subList(begin, Math.min(begin + MOST, parts.size())));
        }
        return pieces;
    }

    /** The parts one after the other along the dimension; their other dimensions are equal. */
    TensorValue join(List<TensorValue> parts, int dimension) {
        List<TensorValue> few = parts;
        while (few.size() > MOST) {
            few = pieces(few).stream()
                    .map(piece -> tensors.materialize(joined(piece, dimension)))
                    .toList();
        }
        return joined(few, dimension);
    }

    /** {@code where(p < n, a[p | 0], where(…, b[p - n | 0]))}: guards keep each access inside. */
    private TensorValue joined(List<TensorValue> parts, int dimension) {
        int end = parts.stream()
                .mapToInt(part -> part.shape().get(dimension).fixedSize())
                .sum();
        List<Extent> shape = new ArrayList<>(parts.getFirst().shape());
        shape.set(dimension, Extent.of(end));
        List<Integer> own = tensors.fresh(shape);
        Scalar place = new Scalar.IndexValue(Affine.axis(own.get(dimension)));
        Optional<Scalar> body = Optional.empty();
        for (TensorValue part : parts.reversed()) {
            int begin = end - part.shape().get(dimension).fixedSize();
            Scalar element = shifted(part, own, dimension, begin);
            Scalar inside = Scalars.apply(Primitive.LT, place, Scalars.literal(end));
            body = Optional.of(
                    body.map(later -> Scalars.where(inside, element, later)).orElse(element));
            end = begin;
        }
        return new TensorValue(own, shape, body.orElseThrow());
    }

    private Scalar shifted(TensorValue part, List<Integer> own, int dimension, int begin) {
        if (Tensors.constant(part.body())) {
            return part.body();
        }
        TensorValue plain = tensors.plainView(part) ? part : tensors.toOp(part);
        List<Subscript> places = new ArrayList<>();
        for (int d = 0; d < own.size(); d++) {
            places.add(Affine.axis(own.get(d)).plus(d == dimension ? -begin : 0));
        }
        return tensors.read(plain, places, Optional.of(Scalars.zero(plain.element())));
    }
}
