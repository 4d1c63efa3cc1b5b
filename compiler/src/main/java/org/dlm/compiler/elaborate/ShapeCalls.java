package org.dlm.compiler.elaborate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.source.Span;

/** {@code reshape}, {@code concat}, {@code split} and the draws: index maps, and values of a given shape. */
final class ShapeCalls {
    private final Elaboration elaboration;
    private final Values values;

    ShapeCalls(Elaboration elaboration, Values values) {
        this.elaboration = elaboration;
        this.values = values;
    }

    Value reshape(TensorValue tensor, List<Integer> sizes, Span span) {
        BigInteger elements = Values.type(tensor).exactElements();
        BigInteger wanted =
                sizes.stream().map(size -> BigInteger.valueOf(size)).reduce(BigInteger.ONE, BigInteger::multiply);
        if (sizes.stream().anyMatch(size -> size < 0)) {
            throw elaboration.error(
                    DiagnosticId.OUT_OF_BOUNDS, span, "the shape " + sizes + " has a dimension that is negative");
        }
        if (!elements.equals(wanted)) {
            throw elaboration.error(
                    DiagnosticId.SHAPE_MISMATCH,
                    span,
                    "reshape keeps the number of elements: " + values.describe(tensor) + " has " + elements
                            + ", the shape " + sizes + " has " + wanted);
        }
        return elaboration
                .tensors()
                .reshape(tensor, sizes.stream().map(Extent::of).toList());
    }

    Value concat(List<Value> given, Optional<Value> axis, Span span) {
        List<TensorValue> parts = given.stream()
                .map(v -> elaboration.tensors().materialize(values.tensor(v, span)))
                .toList();
        if (parts.isEmpty() || parts.getFirst().rank() == 0) {
            throw elaboration.error(
                    DiagnosticId.BAD_ARGUMENT, span, "concat joins tensors with at least one dimension");
        }
        int dimension = dimension(axis, parts.getFirst().rank(), span);
        long total = 0;
        for (TensorValue part : parts) {
            List<Extent> expected = new ArrayList<>(parts.getFirst().shape());
            if (part.rank() == expected.size()) {
                expected.set(dimension, part.shape().get(dimension));
            }
            if (!part.shape().equals(expected)) {
                throw elaboration.error(
                        DiagnosticId.SHAPE_MISMATCH,
                        span,
                        "concat along dimension " + dimension + " joins " + values.describe(parts.getFirst()) + " and "
                                + values.describe(part) + ", whose other dimensions differ");
            }
            total += part.shape().get(dimension).fixedSize();
        }
        if (total > Integer.MAX_VALUE) {
            throw elaboration.error(
                    DiagnosticId.TENSOR_TOO_LARGE,
                    span,
                    "dimension " + dimension + " of what is joined has " + total + " elements; it has at most "
                            + Integer.MAX_VALUE);
        }
        return new Joining(elaboration.tensors()).join(parts, dimension);
    }

    /** Equal pieces where one number is given, pieces of the given lengths where it is a list. */
    Value split(TensorValue tensor, Value given, Optional<Value> axis, Span span) {
        int dimension = dimension(axis, tensor.rank(), span);
        List<Integer> lengths = lengths(tensor, dimension, given, span);
        Tensors tensors = elaboration.tensors();
        TensorValue whole = tensors.materialize(tensor);
        List<Value> results = new ArrayList<>();
        int begin = 0;
        for (int length : lengths) {
            List<Extent> shape = new ArrayList<>(whole.shape());
            shape.set(dimension, Extent.of(length));
            List<Integer> own = tensors.fresh(shape);
            List<Affine> places = new ArrayList<>();
            for (int d = 0; d < own.size(); d++) {
                places.add(Affine.axis(own.get(d)).plus(d == dimension ? begin : 0));
            }
            results.add(new TensorValue(own, shape, tensors.at(whole, places)));
            begin += length;
        }
        return new Value.ResultsValue(results);
    }

    private List<Integer> lengths(TensorValue tensor, int dimension, Value given, Span span) {
        int size = tensor.shape().get(dimension).fixedSize();
        List<Integer> numbers = values.integers(given, span);
        if (Values.single(given) instanceof Value.ListValue) {
            if (numbers.stream().anyMatch(n -> n <= 0)
                    || numbers.stream().mapToLong(n -> n).sum() != size) {
                throw unequal(tensor, dimension, "pieces of lengths " + numbers, span);
            }
            return numbers;
        }
        int pieces = numbers.getFirst();
        if (pieces <= 0 || size % pieces != 0) {
            throw unequal(tensor, dimension, pieces + " equal pieces", span);
        }
        elaboration.list(pieces, span);
        return Collections.nCopies(pieces, size / pieces);
    }

    private ElaborationException unequal(TensorValue tensor, int dimension, String wanted, Span span) {
        return elaboration.error(
                DiagnosticId.SHAPE_MISMATCH,
                span,
                "split cuts dimension " + dimension + " of " + values.describe(tensor) + " into " + wanted
                        + ", which does not go");
    }

    private int dimension(Optional<Value> axis, int rank, Span span) {
        int given = axis.map(a -> values.integer(a, span)).orElse(0);
        int dimension = given < 0 ? rank + given : given;
        if (dimension < 0 || dimension >= rank) {
            throw elaboration.error(
                    DiagnosticId.RANK_MISMATCH, span, "there is no dimension " + given + " among " + rank);
        }
        return dimension;
    }

    /** One draw for each element and each index in scope; in a model, for each example. */
    Value uniform(List<Integer> sizes, List<Integer> context, Span span) {
        if (sizes.stream().anyMatch(size -> size < 0)) {
            throw elaboration.error(
                    DiagnosticId.OUT_OF_BOUNDS, span, "the shape " + sizes + " has a dimension that is negative");
        }
        List<Extent> shape = new ArrayList<>();
        context.forEach(i -> shape.add(elaboration.indices().axis(i).extent()));
        sizes.forEach(n -> shape.add(Extent.of(n)));
        boolean perExample = elaboration.mode() != Mode.START;
        Op op = elaboration.graph().draw(elaboration.nextDraw(), perExample, shape, elaboration.origin());
        return elaboration.tensors().of(op, context);
    }

    Value uniformLike(TensorValue like) {
        List<Integer> context = elaboration.tensors().context(like, List.of());
        List<Extent> shape = new ArrayList<>();
        context.forEach(i -> shape.add(elaboration.indices().axis(i).extent()));
        shape.addAll(like.shape());
        boolean perExample = elaboration.perExample(like.body());
        Op op = elaboration.graph().draw(elaboration.nextDraw(), perExample, shape, elaboration.origin());
        return elaboration.tensors().of(op, context);
    }
}
