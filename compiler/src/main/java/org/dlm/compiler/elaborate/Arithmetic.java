package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.source.Span;

/** Operators on any values: known numbers are computed at once, lists element by element, tensors by suffix broadcasting. */
final class Arithmetic {
    private final Elaboration elaboration;
    private final Values values;

    Arithmetic(Elaboration elaboration, Values values) {
        this.elaboration = elaboration;
        this.values = values;
    }

    static Primitive primitive(Expr.BinaryOperator operator) {
        return switch (operator) {
            case ADD -> Primitive.ADD;
            case SUBTRACT -> Primitive.SUBTRACT;
            case MULTIPLY -> Primitive.MULTIPLY;
            case DIVIDE -> Primitive.DIVIDE;
            case REMAINDER -> Primitive.REMAINDER;
            case POWER -> Primitive.POWER;
            case EQ -> Primitive.EQ;
            case NE -> Primitive.NE;
            case LT -> Primitive.LT;
            case LE -> Primitive.LE;
            case GT -> Primitive.GT;
            case GE -> Primitive.GE;
            case AND -> Primitive.AND;
            case OR -> Primitive.OR;
            case MATMUL -> throw new IllegalArgumentException("a matrix product is index notation");
        };
    }

    Value apply(Primitive primitive, List<Value> given, List<Span> spans, Span span) {
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Value one = Values.single(given.get(i));
            arguments.add(columns(one) ? values.tensor(one, spans.get(i)) : one);
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Value.OpenGroup group) {
                throw elaboration.error(
                        DiagnosticId.RANGE_UNKNOWN,
                        spans.get(i),
                        "the length of the index group " + group.cell().name() + ".. is not known here");
            }
        }
        if (arguments.stream().allMatch(KnownArithmetic::known)) {
            return known(primitive, arguments, span);
        }
        boolean lists = arguments.stream().anyMatch(a -> a instanceof ListValue);
        boolean tensors = arguments.stream().anyMatch(a -> a instanceof TensorValue t && t.rank() > 0);
        if (lists && !tensors) {
            return elementwise(primitive, arguments, spans, span);
        }
        List<TensorValue> operands = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            operands.add(values.tensor(arguments.get(i), spans.get(i)));
        }
        return tensors(primitive, operands, span);
    }

    /** A column of a reader, or several, which together are a tensor. */
    private static boolean columns(Value value) {
        return value instanceof Value.ReaderValue
                || value instanceof ListValue list
                        && list.elements().stream().anyMatch(e -> e instanceof Value.ReaderValue);
    }

    TensorValue tensors(Primitive primitive, List<TensorValue> operands, Span span) {
        checkKinds(primitive, operands, span);
        TensorValue longest = Tensors.longest(operands);
        for (TensorValue operand : operands) {
            if (!Tensors.broadcastable(operand.shape(), longest.shape())) {
                throw mismatch(primitive, operands, span);
            }
        }
        return elaboration.tensors().apply(primitive, operands);
    }

    private ElaborationException mismatch(Primitive primitive, List<TensorValue> operands, Span span) {
        String verb = switch (primitive) {
            case ADD -> " adds ";
            case SUBTRACT -> " subtracts ";
            case MULTIPLY -> " multiplies ";
            case DIVIDE -> " divides ";
            default -> " joins ";
        };
        String found = operands.stream().map(values::describe).collect(java.util.stream.Collectors.joining(" and "));
        String cure =
                "; shapes must be equal or one a suffix of the other (a dimension of length 1 is never stretched)";
        return elaboration.error(DiagnosticId.SHAPE_MISMATCH, span, Words.shortened(span.text()) + verb + found + cure);
    }

    private void checkKinds(Primitive primitive, List<TensorValue> operands, Span span) {
        List<TensorValue> numeric = switch (primitive) {
            case AND, OR, NOT -> List.of();
            case EQ, NE, TO_FLOAT, TO_INT, STOP -> List.of();
            case WHERE -> List.of();
            default -> operands;
        };
        for (TensorValue operand : numeric) {
            if (operand.element() == ElementType.BOOL) {
                throw elaboration.error(
                        DiagnosticId.TYPE_MISMATCH,
                        span,
                        primitive.word() + " takes numbers, found " + values.describe(operand)
                                + "; float(b) or where(b, 1.0, 0.0) makes a number of a truth value");
            }
        }
        boolean logical = primitive.logical();
        for (TensorValue operand : operands) {
            if (logical && operand.element() != ElementType.BOOL) {
                throw elaboration.error(
                        DiagnosticId.TYPE_MISMATCH,
                        span,
                        primitive.word() + " takes truth values, found " + values.describe(operand));
            }
        }
        boolean whole = primitive == Primitive.FLOOR_DIV || primitive == Primitive.CEIL_DIV;
        for (TensorValue operand : operands) {
            if (whole && operand.element() == ElementType.FLOAT) {
                throw elaboration.error(
                        DiagnosticId.TYPE_MISMATCH,
                        span,
                        primitive.word() + " takes ints, found " + values.describe(operand)
                                + "; use / or floor(a / b)");
            }
        }
    }

    private Value known(Primitive primitive, List<Value> arguments, Span span) {
        return KnownArithmetic.apply(primitive, arguments)
                .orElseThrow(() -> elaboration.error(
                        DiagnosticId.TYPE_MISMATCH,
                        span,
                        primitive.word() + " does not take "
                                + arguments.stream()
                                        .map(values::describe)
                                        .collect(java.util.stream.Collectors.joining(" and "))));
    }

    private Value elementwise(Primitive primitive, List<Value> arguments, List<Span> spans, Span span) {
        Optional<Integer> length = Optional.empty();
        for (Value argument : arguments) {
            if (argument instanceof ListValue list) {
                int size = list.elements().size();
                if (length.isPresent() && length.get() != size) {
                    throw elaboration.error(
                            DiagnosticId.SHAPE_MISMATCH,
                            span,
                            Words.shortened(span.text()) + " joins lists of " + length.get() + " and " + size
                                    + " elements");
                }
                length = Optional.of(size);
            }
        }
        elaboration.list(length.orElseThrow(), span);
        List<Value> result = new ArrayList<>();
        for (int i = 0; i < length.orElseThrow(); i++) {
            int element = i;
            List<Value> row = arguments.stream()
                    .map(a -> a instanceof ListValue list ? list.elements().get(element) : a)
                    .toList();
            result.add(apply(primitive, row, spans, span));
        }
        return new ListValue(result);
    }
}
