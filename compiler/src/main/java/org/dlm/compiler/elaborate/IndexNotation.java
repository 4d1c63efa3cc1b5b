package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.dlm.compiler.ast.Binder;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Target;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.source.Span;

/** Index definitions, reductions and the matrix product. */
final class IndexNotation {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;
    private final Ranges ranges;
    private final KnownReductions knownReductions;

    IndexNotation(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
        this.ranges = new Ranges(elaboration, values, evaluator);
        this.knownReductions = new KnownReductions(elaboration, values, evaluator, ranges);
    }

    /** The value of {@code y[i, j < n] = rhs}: the dimensions of the right side follow the free indices. */
    TensorValue define(Target target, Expr rhs, Body body) {
        return defined(ranges.elements(target.binders(), rhs, body));
    }

    /** {@code m[i] := rhs}: the kept name's dimensions are the ranges. */
    TensorValue defineKept(Target target, List<Extent> shape, Expr rhs, Body body) {
        List<BoundIndex> bound = new ArrayList<>();
        int dimension = 0;
        for (Binder binder : target.binders()) {
            int length = binder.group() ? shape.size() - target.binders().size() + 1 : 1;
            if (length < 0 || dimension + length > shape.size()) {
                throw elaboration.error(
                        DiagnosticId.RANK_MISMATCH,
                        target.span(),
                        target.name().text() + " has " + shape.size() + " dimensions");
            }
            List<Extent> extents = shape.subList(dimension, dimension + length);
            bound.add(BoundIndex.create(elaboration.indices(), binder, extents, false));
            dimension += length;
        }
        Body inner =
                body.within(bound.stream().flatMap(b -> b.indices().stream()).toList());
        bound.forEach(b -> inner.scope().hide(b.name(), b.value()));
        return defined(new Ranges.Elements(bound, evaluator.tensor(rhs, inner)));
    }

    /** The free indices, then the dimensions of the right side. */
    private TensorValue defined(Ranges.Elements elements) {
        List<Integer> free = elements.indices();
        TensorValue right = elements.right();
        List<Integer> own = new ArrayList<>(free);
        own.addAll(right.own());
        List<Extent> shape = new ArrayList<>();
        free.forEach(i -> shape.add(elaboration.indices().axis(i).extent()));
        shape.addAll(right.shape());
        return new TensorValue(own, shape, right.body());
    }

    Value reduce(Expr.Reduction reduction, Body body) {
        for (Binder binder : reduction.binders()) {
            if (binder.name().text().equals("examples")) {
                throw evaluator.notBuiltYet(binder.span(), "a reduction over all examples");
            }
        }
        Optional<Value> known = knownReductions.reduce(reduction, body);
        if (known.isPresent()) {
            return known.get();
        }
        Ranges.Elements elements = ranges.elements(reduction.binders(), reduction.body(), body);
        return reduce(reduction.kind().text(), elements.indices(), elements.right(), reduction.span());
    }

    private TensorValue reduce(String kind, List<Integer> indices, TensorValue element, Span span) {
        Tensors tensors = elaboration.tensors();
        if (indices.isEmpty()) {
            return kind.equals("count") ? count(element) : element;
        }
        boolean truth = element.element() == ElementType.BOOL;
        boolean wantsTruth = kind.equals("any") || kind.equals("all") || kind.equals("count");
        if (truth != wantsTruth) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    span,
                    kind
                            + (wantsTruth ? " takes truth values, found " : " takes numbers, found ")
                            + values.describe(element));
        }
        return switch (kind) {
            case "sum" -> sum(indices, element);
            case "prod" -> tensors.reduce(Reduction.PROD, indices, element);
            case "max" -> tensors.reduce(Reduction.MAX, indices, element);
            case "min" -> tensors.reduce(Reduction.MIN, indices, element);
            case "argmax" -> tensors.reduce(Reduction.ARGMAX, indices, element);
            case "argmin" -> tensors.reduce(Reduction.ARGMIN, indices, element);
            case "any" -> tensors.reduce(Reduction.ANY, indices, element);
            case "all" -> tensors.reduce(Reduction.ALL, indices, element);
            case "count" -> sum(indices, count(element));
            case "mean" -> mean(indices, element);
            default ->
                throw elaboration.error(
                        DiagnosticId.UNKNOWN_NAME,
                        span,
                        "there is no reduction " + kind
                                + "; there are sum mean prod max min argmax argmin any all count");
        };
    }

    private static TensorValue count(TensorValue element) {
        Scalar one = Scalars.where(element.body(), Scalars.literal(1), Scalars.literal(0));
        return new TensorValue(element.own(), element.shape(), one);
    }

    /** A constant summed is the constant times the number of elements. */
    private TensorValue sum(List<Integer> indices, TensorValue element) {
        if (!(element.body() instanceof Scalar.Literal)) {
            return elaboration.tensors().reduce(Reduction.SUM, indices, element);
        }
        Scalar product = Scalars.multiply(element.body(), Scalars.coerce(size(indices), element.element()));
        return new TensorValue(element.own(), element.shape(), product);
    }

    private TensorValue mean(List<Integer> indices, TensorValue element) {
        TensorValue number = element.element() == ElementType.INT ? Tensors.as(element, ElementType.FLOAT) : element;
        if (number.body() instanceof Scalar.Literal) {
            return number;
        }
        TensorValue sum = elaboration.tensors().reduce(Reduction.SUM, indices, number);
        Scalar size = Scalars.coerce(size(indices), number.element());
        // The mean of nothing is 0.
        boolean empty = size instanceof Scalar.Literal literal && literal.value() == 0;
        Scalar mean = empty ? Scalars.zero(number.element()) : Scalars.divide(sum.body(), size);
        return new TensorValue(sum.own(), sum.shape(), mean);
    }

    private Scalar size(List<Integer> indices) {
        int fixed = 1;
        Optional<Scalar> batch = Optional.empty();
        for (int index : indices) {
            switch (elaboration.indices().axis(index).extent()) {
                case Extent.Fixed extent -> fixed = Math.multiplyExact(fixed, extent.size());
                case Extent.Batch extent -> batch = Optional.of(new Scalar.Size(extent));
            }
        }
        Scalar count = Scalars.literal(fixed);
        return batch.map(b -> Scalars.multiply(b, count)).orElse(count);
    }

    /** {@code a @ b}: joins the last dimension of a with the first of b; of stacks of matrices, matrix by matrix. */
    TensorValue matmul(TensorValue a, TensorValue b, Span span) {
        Tensors tensors = elaboration.tensors();
        if (a.rank() == 0 || b.rank() == 0) {
            throw elaboration.error(
                    DiagnosticId.RANK_MISMATCH,
                    span,
                    "@ joins vectors and matrices, found " + values.describe(a) + " and " + values.describe(b));
        }
        int stacked = b.rank() > 2 ? b.rank() - 2 : 0;
        Extent inner = a.shape().getLast();
        Extent joined = b.shape().get(stacked);
        boolean stacksFit = stacked == 0
                || a.rank() == b.rank()
                        && a.shape().subList(0, stacked).equals(b.shape().subList(0, stacked));
        if (!inner.equals(joined) || !stacksFit) {
            throw elaboration.error(
                    DiagnosticId.SHAPE_MISMATCH,
                    span,
                    "@ joins the last dimension of " + values.describe(a) + " with dimension " + stacked + " of "
                            + values.describe(b) + ", which differ");
        }
        TensorValue left = tensors.materialize(a);
        TensorValue right = tensors.materialize(b);
        List<Integer> rows = tensors.fresh(left.shape().subList(0, left.rank() - 1));
        List<Integer> columns = tensors.fresh(right.shape().subList(stacked + 1, right.rank()));
        int shared = elaboration.indices().add("k", inner);
        List<Integer> leftPlaces = new ArrayList<>(rows);
        leftPlaces.add(shared);
        List<Integer> rightPlaces = new ArrayList<>(rows.subList(0, stacked));
        rightPlaces.add(shared);
        rightPlaces.addAll(columns);
        Scalar product = ScalarArithmetic.apply(
                Primitive.MULTIPLY,
                List.of(tensors.atIndices(left, leftPlaces), tensors.atIndices(right, rightPlaces)));
        List<Integer> own = new ArrayList<>(rows);
        own.addAll(columns);
        List<Extent> shape =
                own.stream().map(i -> elaboration.indices().axis(i).extent()).toList();
        return tensors.reduce(Reduction.SUM, List.of(shared), new TensorValue(own, shape, product));
    }

    /** The value of an index name: a place used as a number, or the list of them for a group. */
    static ListValue group(List<Integer> indices) {
        return new ListValue(indices.stream().map(i -> (Value) index(i)).toList());
    }

    static TensorValue index(int index) {
        return TensorValue.scalar(new Scalar.IndexValue(Affine.axis(index)));
    }

    /** A bound index or group with its numbers. */
    record BoundIndex(String name, boolean group, List<Integer> indices) {
        Value value() {
            return group ? IndexNotation.group(indices) : index(indices.getFirst());
        }

        static BoundIndex create(Indices indices, Binder binder, List<Extent> extents, boolean inferred) {
            Function<Integer, String> name = d -> binder.group() && extents.size() > 1
                    ? binder.name().text() + d
                    : binder.name().text();
            List<Integer> numbers = new ArrayList<>();
            for (int d = 0; d < extents.size(); d++) {
                numbers.add(
                        inferred
                                ? indices.addInferred(name.apply(d), extents.get(d))
                                : indices.add(name.apply(d), extents.get(d)));
            }
            return new BoundIndex(binder.name().text(), binder.group(), numbers);
        }
    }
}
