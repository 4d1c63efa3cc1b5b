package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Interval;
import org.dlm.compiler.graph.KindMismatch;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.source.Span;

/** {@code x[i, 2:5, s.. | 0]}: places are resolved, ranges found, bounds checked. */
final class Access {
    /** One dimension's place: read at it, or kept as a dimension of the result from {@code from} on. */
    private sealed interface Place {
        record At(Subscript subscript, Span span) implements Place {}

        record Slice(int from, int to) implements Place {}
    }

    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;
    private final ListAccess lists;

    Access(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
        this.lists = new ListAccess(elaboration, values, evaluator);
    }

    Value access(Expr.Index index, Body body) {
        Value object = Values.single(evaluator.evaluate(index.object(), body));
        if (object instanceof Value.ReaderValue reader) {
            return select(reader, index, body);
        }
        if (object instanceof ListValue list && index.otherwise().isEmpty()) {
            Optional<Value> element = lists.of(list, index.subscripts(), body);
            if (element.isPresent()) {
                return element.get();
            }
        }
        return ofTensor(values.tensor(object, index.object().span()), index, body);
    }

    private Value select(Value.ReaderValue reader, Expr.Index index, Body body) {
        if (index.subscripts().size() != 1) {
            throw elaboration.error(
                    DiagnosticId.BAD_RECIPE,
                    index.span(),
                    "columns are chosen by one name, number or range: t[\"age\"], t[0:4]");
        }
        return switch (index.subscripts().getFirst()) {
            case org.dlm.compiler.ast.Subscript.At at ->
                switch (Values.single(evaluator.evaluate(at.index(), body))) {
                    case Value.TextValue name -> reader.at(new DataPlan.ColumnChoice.Named(name.value()));
                    case Value other -> reader.at(new DataPlan.ColumnChoice.At(values.integer(other, at.span())));
                };
            case org.dlm.compiler.ast.Subscript.Part part
            when part.from().isPresent() && part.to().isPresent() -> {
                int from = values.integer(evaluator.evaluate(part.from().get(), body), part.span());
                int to = values.integer(evaluator.evaluate(part.to().get(), body), part.span());
                elaboration.list((long) to - from, part.span());
                List<Value> columns = new ArrayList<>();
                for (int c = from; c < to; c++) {
                    columns.add(reader.at(new DataPlan.ColumnChoice.At(c)));
                }
                yield new ListValue(columns);
            }
            default ->
                throw elaboration.error(
                        DiagnosticId.BAD_RECIPE, index.span(), "a range of columns needs both ends: t[0:4]");
        };
    }

    private Value ofTensor(TensorValue tensor, Expr.Index index, Body body) {
        List<Place> places = places(tensor, index, body);
        boolean guarded = index.otherwise().isPresent() && !inside(tensor, places);
        List<Integer> own = new ArrayList<>();
        List<Extent> shape = new ArrayList<>();
        List<Subscript> at = new ArrayList<>();
        for (Place place : places) {
            switch (place) {
                case Place.At here -> at.add(here.subscript());
                case Place.Slice slice -> {
                    int number = elaboration.indices().add("k", Extent.of(slice.to() - slice.from()));
                    own.add(number);
                    shape.add(Extent.of(slice.to() - slice.from()));
                    at.add(Affine.axis(number).plus(slice.from()));
                }
            }
        }
        if (index.otherwise().isEmpty()) {
            checkBounds(tensor, places, index);
        }
        Optional<Scalar> otherwise =
                guarded ? Optional.of(otherwise(tensor, index.otherwise().get(), body)) : Optional.empty();
        return new TensorValue(own, shape, read(tensor, at, otherwise));
    }

    private Scalar otherwise(TensorValue tensor, Expr expression, Body body) {
        Scalar scalar = values.scalar(evaluator.evaluate(expression, body), expression.span());
        try {
            return Scalars.coerce(scalar, tensor.element());
        } catch (KindMismatch mismatch) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    expression.span(),
                    "the value for outside must be like the elements of " + values.describe(tensor));
        }
    }

    private Scalar read(TensorValue tensor, List<Subscript> at, Optional<Scalar> otherwise) {
        Tensors tensors = elaboration.tensors();
        boolean affine = at.stream().allMatch(s -> s instanceof Affine);
        if (affine && otherwise.isEmpty()) {
            return tensors.at(tensor, at.stream().map(s -> (Affine) s).toList());
        }
        if (Tensors.constant(tensor.body())) {
            return otherwise
                    .map(o -> Scalars.where(insideCondition(tensor, at), tensor.body(), o))
                    .orElse(tensor.body());
        }
        TensorValue plain = tensors.plainView(tensor) ? tensor : tensors.toOp(tensor);
        return tensors.read(plain, at, otherwise);
    }

    /** The condition that every place lies inside, as an expression. */
    private Scalar insideCondition(TensorValue tensor, List<Subscript> at) {
        Scalar all = Scalars.literal(true);
        for (int d = 0; d < at.size(); d++) {
            Scalar place = switch (at.get(d)) {
                case Affine affine -> ScalarArithmetic.of(affine);
                case Subscript.Data data -> data.value();
            };
            Scalar low = Scalars.apply(Primitive.GE, place, Scalars.literal(0));
            Scalar high = Scalars.apply(
                    Primitive.LT, place, Scalars.literal(tensor.shape().get(d).fixedSize()));
            all = Scalars.apply(Primitive.AND, all, Scalars.apply(Primitive.AND, low, high));
        }
        return all;
    }

    private List<Place> places(TensorValue tensor, Expr.Index index, Body body) {
        List<Place> places = new ArrayList<>();
        List<org.dlm.compiler.ast.Subscript> subscripts = index.subscripts();
        boolean guarded = index.otherwise().isPresent();
        for (int s = 0; s < subscripts.size(); s++) {
            int left = subscripts.size() - 1 - s;
            switch (subscripts.get(s)) {
                case org.dlm.compiler.ast.Subscript.At at -> {
                    Value place = Values.single(evaluator.evaluate(at.index(), body));
                    places.add(at(tensor, places.size(), place, guarded, at.span()));
                }
                case org.dlm.compiler.ast.Subscript.Spread spread ->
                    spread(tensor, places, spread, left, guarded, body);
                case org.dlm.compiler.ast.Subscript.Part part -> places.add(slice(tensor, places.size(), part, body));
                case org.dlm.compiler.ast.Subscript.Rest rest -> {
                    while (places.size() < tensor.rank() - left) {
                        places.add(whole(tensor, places.size()));
                    }
                }
            }
        }
        if (places.size() > tensor.rank()) {
            throw elaboration.error(
                    DiagnosticId.RANK_MISMATCH,
                    index.span(),
                    places.size() + " places are given for " + values.describe(tensor) + ", which has " + tensor.rank()
                            + (tensor.rank() == 1 ? " dimension" : " dimensions"));
        }
        while (places.size() < tensor.rank()) {
            places.add(whole(tensor, places.size()));
        }
        return places;
    }

    private void spread(
            TensorValue tensor,
            List<Place> places,
            org.dlm.compiler.ast.Subscript.Spread spread,
            int left,
            boolean guarded,
            Body body) {
        Value value;
        try {
            value = Values.single(evaluator.evaluate(spread.indices(), body));
        } catch (ElaborationException unknownLength) {
            if (!elaboration.isSilent() || elaboration.budget().exhausted()) {
                throw unknownLength;
            }
            // While ranges are being found, a compound of a group of unknown length says nothing.
            elaboration.indices().passOver();
            while (places.size() < tensor.rank() - left) {
                places.add(new Place.At(Affine.constant(0), spread.span()));
            }
            return;
        }
        if (value instanceof Value.OpenGroup group) {
            group.cell().resolve(open(group.cell().name(), Math.max(0, tensor.rank() - left - places.size())));
            value = IndexNotation.group(group.cell().indices().orElseThrow());
        }
        if (!(value instanceof ListValue list)) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    spread.span(),
                    "an index group or a list is expected before .., found " + values.describe(value));
        }
        for (Value element : list.elements()) {
            places.add(at(tensor, places.size(), element, guarded, spread.span()));
        }
    }

    private List<Integer> open(String name, int length) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            indices.add(elaboration.indices().addUnknown(name + i));
        }
        return indices;
    }

    private Place at(TensorValue tensor, int dimension, Value place, boolean guarded, Span span) {
        Scalar scalar = values.scalar(place, span);
        if (scalar.type() != ElementType.INT) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH, span, "a place must be an int, found " + values.describe(place));
        }
        Optional<Affine> affine = ScalarArithmetic.place(scalar);
        if (affine.isEmpty()) {
            return new Place.At(new Subscript.Data(scalar), span);
        }
        if (dimension < tensor.rank()) {
            alone(affine.get()).ifPresent(i -> range(i, tensor, dimension, span));
            if (elaboration.isSilent() && !guarded) {
                elaboration
                        .indices()
                        .uses()
                        .add(new Indices.Use(affine.get(), tensor.shape().get(dimension)));
            }
        }
        return new Place.At(affine.get(), span);
    }

    /** Rule 2: an index that stands alone takes the dimension, and all such places agree. */
    private void range(int index, TensorValue tensor, int dimension, Span span) {
        Indices indices = elaboration.indices();
        Extent extent = tensor.shape().get(dimension);
        Optional<Extent> known = indices.extent(index);
        if (known.isEmpty()) {
            indices.resolve(index, extent);
        } else if (indices.inferred(index) && !known.get().equals(extent) && !elaboration.isSilent()) {
            throw elaboration.error(
                    DiagnosticId.SHAPE_MISMATCH,
                    span,
                    "the index " + indices.name(index) + " runs over a dimension of " + known.get()
                            + " elsewhere and of "
                            + extent + " in " + values.describe(tensor) + "; state its range with "
                            + indices.name(index) + " < n if that is meant");
        }
    }

    private static Optional<Integer> alone(Affine affine) {
        return affine.constant() == 0
                        && affine.coefficients().size() == 1
                        && affine.coefficients().firstKey() instanceof IndexTerm.AxisTerm axis
                        && affine.coefficient(axis.axis()) == 1
                ? Optional.of(axis.axis())
                : Optional.empty();
    }

    private Place slice(TensorValue tensor, int dimension, org.dlm.compiler.ast.Subscript.Part part, Body body) {
        if (dimension >= tensor.rank()) {
            return new Place.Slice(0, 0);
        }
        int size = tensor.shape().get(dimension).fixedSize();
        int from = part.from()
                .map(e -> values.integer(evaluator.evaluate(e, body), e.span()))
                .orElse(0);
        int to = part.to()
                .map(e -> values.integer(evaluator.evaluate(e, body), e.span()))
                .orElse(size);
        if (from < 0 || to > size || from > to) {
            throw elaboration.error(
                    DiagnosticId.OUT_OF_BOUNDS,
                    part.span(),
                    "the part " + from + ":" + to + " is not within 0:" + size + " of " + values.describe(tensor));
        }
        return new Place.Slice(from, to);
    }

    private Place whole(TensorValue tensor, int dimension) {
        return dimension < tensor.rank()
                ? new Place.Slice(0, tensor.shape().get(dimension).fixedSize())
                : new Place.Slice(0, 0);
    }

    private boolean inside(TensorValue tensor, List<Place> places) {
        for (int d = 0; d < places.size(); d++) {
            if (places.get(d) instanceof Place.At at
                    && !(at.subscript() instanceof Affine affine
                            && Interval.of(affine, elaboration.indices().axes())
                                    .within(tensor.shape().get(d).fixedSize()))) {
                return false;
            }
        }
        return true;
    }

    private void checkBounds(TensorValue tensor, List<Place> places, Expr.Index index) {
        if (elaboration.isSilent()) {
            return;
        }
        for (int d = 0; d < places.size(); d++) {
            if (!(places.get(d) instanceof Place.At at) || !(at.subscript() instanceof Affine affine)) {
                continue;
            }
            Interval reached = Interval.of(affine, elaboration.indices().axes());
            int size = tensor.shape().get(d).fixedSize();
            if (!reached.within(size)) {
                throw elaboration.error(
                        DiagnosticId.OUT_OF_BOUNDS,
                        at.span(),
                        "the place " + at.span().text() + " reaches " + reached.low() + " .. " + reached.high()
                                + ", but dimension " + d + " of " + values.describe(tensor) + " has only 0 .. "
                                + (size - 1)
                                + "; narrow the range with <, or give a value for outside: ["
                                + index.subscripts().stream()
                                        .map(s -> s.span().text())
                                        .collect(java.util.stream.Collectors.joining(", "))
                                + " | 0]");
            }
        }
    }
}
