package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.IntValue;
import org.dlm.compiler.elaborate.Value.Known;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.RealValue;
import org.dlm.compiler.elaborate.Value.ResultsValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.elaborate.Value.TextValue;
import org.dlm.compiler.elaborate.Value.TruthValue;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.source.Span;

/** Brings values to the kind that a place needs, with an error that says what was found. */
final class Values {
    private final Elaboration elaboration;

    Values(Elaboration elaboration) {
        this.elaboration = elaboration;
    }

    /** One value where several may stand: the first. Errors pass through in silence. */
    static Value single(Value value) {
        return switch (value) {
            case ResultsValue results -> single(results.values().getFirst());
            case Value.ErrorValue error -> throw ElaborationException.poisoned();
            default -> value;
        };
    }

    /** The same of floats, ints becoming floats. */
    TensorValue floats(Value value, Span span) {
        TensorValue tensor = tensor(value, span);
        if (tensor.element() == ElementType.BOOL) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    span,
                    "a number is expected here, found " + describe(value)
                            + "; where(…, 1, 0) makes a number of a condition");
        }
        return Tensors.as(tensor, ElementType.FLOAT);
    }

    /** The value as a tensor: known numbers and lists become constants. */
    TensorValue tensor(Value value, Span span) {
        return switch (single(value)) {
            case TensorValue tensor -> tensor;
            case IntValue i -> TensorValue.scalar(Scalars.literal(Math.toIntExact(i.value())));
            case RealValue r -> TensorValue.scalar(Scalars.literal(r.value()));
            case TruthValue t -> TensorValue.scalar(Scalars.literal(t.value()));
            case Value.ReaderValue reader ->
                elaboration
                        .columns()
                        .orElseThrow(() -> elaboration.error(
                                DiagnosticId.TYPE_MISMATCH,
                                span,
                                "a reader stands where a number or tensor is expected"))
                        .column(reader);
            case ListValue list
            when list.elements().stream().allMatch(e -> e instanceof Value.ReaderValue)
                    && elaboration.columns().isPresent() ->
                elaboration
                        .columns()
                        .get()
                        .inside(() -> stack(
                                list.elements().stream()
                                        .map(e -> tensor(e, span))
                                        .toList(),
                                span));
            case ListValue list ->
                stack(list.elements().stream().map(e -> tensor(e, span)).toList(), span);
            default ->
                throw elaboration.error(
                        DiagnosticId.TYPE_MISMATCH,
                        span,
                        describe(value) + " stands where a number or tensor is expected");
        };
    }

    /** A tensor without dimensions. */
    Scalar scalar(Value value, Span span) {
        TensorValue tensor = tensor(value, span);
        if (tensor.rank() != 0) {
            throw elaboration.error(
                    DiagnosticId.SHAPE_MISMATCH, span, "one number is expected here, found " + describe(tensor));
        }
        return tensor.body();
    }

    /** Tensors of one shape along a new first dimension. */
    TensorValue stack(List<TensorValue> tensors, Span span) {
        if (tensors.isEmpty()) {
            List<Extent> none = List.of(Extent.of(0));
            return new TensorValue(elaboration.tensors().fresh(none), none, Scalars.literal(0));
        }
        TensorValue first = Tensors.longest(tensors);
        for (TensorValue tensor : tensors) {
            if (tensor.rank() != 0 && !tensor.shape().equals(first.shape())) {
                throw elaboration.error(
                        DiagnosticId.SHAPE_MISMATCH,
                        span,
                        "the elements of a stack must have one shape, found " + describe(first) + " and "
                                + describe(tensor));
            }
        }
        return stacked(tensors, first.shape());
    }

    /** At most {@link Joining#MOST} in one expression; more are stacked in pieces, which are joined. */
    private TensorValue stacked(List<TensorValue> tensors, List<Extent> elementShape) {
        if (tensors.size() > Joining.MOST) {
            List<TensorValue> pieces = Joining.pieces(tensors).stream()
                    .map(piece -> stacked(piece, elementShape))
                    .toList();
            return new Joining(elaboration.tensors()).join(pieces, 0);
        }
        List<Extent> shape = new ArrayList<>(List.of(Extent.of(tensors.size())));
        shape.addAll(elementShape);
        Tensors algebra = elaboration.tensors();
        List<Integer> own = algebra.fresh(shape);
        List<Integer> inner = own.subList(1, own.size());
        Scalar body = algebra.suffixAt(tensors.getLast(), inner);
        Scalar place = new Scalar.IndexValue(org.dlm.compiler.graph.Affine.axis(own.getFirst()));
        for (int k = tensors.size() - 2; k >= 0; k--) {
            Scalar here = Scalars.apply(org.dlm.compiler.graph.Primitive.EQ, place, Scalars.literal(k));
            body = Scalars.where(here, algebra.suffixAt(tensors.get(k), inner), body);
        }
        return new TensorValue(own, shape, body);
    }

    int integer(Value value, Span span) {
        if (single(value) instanceof IntValue i) {
            return Math.toIntExact(i.value());
        }
        throw elaboration.error(
                DiagnosticId.NOT_COMPILE_TIME,
                span,
                "an int known when the model is compiled is expected here, found " + describe(value));
    }

    boolean truth(Value value, Span span) {
        if (single(value) instanceof TruthValue t) {
            return t.value();
        }
        throw elaboration.error(
                DiagnosticId.NOT_COMPILE_TIME,
                span,
                "a condition known when the model is compiled is expected here, found " + describe(value)
                        + "; choose between values with where(c, a, b)");
    }

    String text(Value value, Span span) {
        if (single(value) instanceof TextValue t) {
            return t.value();
        }
        throw elaboration.error(
                DiagnosticId.TYPE_MISMATCH, span, "a string is expected here, found " + describe(value));
    }

    /** A list of known ints; one int is a list of itself. */
    List<Integer> integers(Value value, Span span) {
        Value one = single(value);
        if (one instanceof ListValue list) {
            return list.elements().stream().map(e -> integer(e, span)).toList();
        }
        return List.of(integer(one, span));
    }

    /** Whether the value and all that it contains is known when the model is compiled. */
    static boolean known(Value value) {
        return switch (value) {
            case Known known -> true;
            case ListValue list -> list.elements().stream().allMatch(Values::known);
            default -> false;
        };
    }

    /** Kind, shape and origin for messages: {@code float[6, 28, 28] (conv1, line 9)}. */
    String describe(Value value) {
        return switch (value) {
            case IntValue i -> "int " + i.value();
            case RealValue r -> "float " + r.value();
            case TruthValue t -> "bool " + t.value();
            case TextValue t -> "string \"" + t.value() + "\"";
            case ListValue list ->
                list.elements().stream()
                        .map(e -> e instanceof IntValue i ? Long.toString(i.value()) : describe(e))
                        .collect(Collectors.joining(", ", "[", "]"));
            case TensorValue tensor -> type(tensor) + source(tensor);
            case Value.StageValue stage ->
                stage.callable().kind().name().toLowerCase(java.util.Locale.ROOT) + " "
                        + stage.callable().name().text();
            case Value.PrimitiveStage stage -> "fn " + stage.name();
            case Value.OpenGroup group -> "index group " + group.cell().name() + "..";
            case ResultsValue results -> describe(results.values().getFirst());
            case Value.ReaderValue reader -> "column of " + reader.call().reader();
            case Value.DeferredValue deferred -> "value";
            case Value.ErrorValue error -> "value";
        };
    }

    static TensorType type(TensorValue tensor) {
        ElementType element = tensor.element() == ElementType.NUMBER ? ElementType.FLOAT : tensor.element();
        return new TensorType(element, tensor.shape());
    }

    private static String source(TensorValue tensor) {
        if (!(tensor.body() instanceof Scalar.Load load)) {
            return "";
        }
        var origin = load.source().origin();
        String what = load.source().kind() instanceof org.dlm.compiler.graph.OpKind.Source
                ? load.source().kind().toString()
                : origin.instances().isEmpty() ? origin.name() : origin.path();
        String line = "line " + origin.span().line();
        return " (" + (what.isEmpty() ? line : what + ", " + line) + ")";
    }
}
