package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.ast.Dimension;
import org.dlm.compiler.ast.Parameter;
import org.dlm.compiler.ast.ValueSpace;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.IntValue;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.RealValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.elaborate.Value.TruthValue;
import org.dlm.compiler.source.Span;

/** Values of settings: of the declared kind, repeated to the declared shape, within the declared range. */
final class SettingValues {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;

    SettingValues(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
    }

    Value ofType(Parameter parameter, Value value, Body callee, Span call) {
        Value element = value instanceof TensorValue tensor && tensor.rank() == 0
                ? elaboration.tensors().compact(tensor)
                : mapLeaves(value, v -> leaf(parameter, v, call));
        List<Dimension> dimensions = Dimensions.dimensions(parameter.type());
        return repeat(element, sizes(dimensions, callee), 0, parameter, call);
    }

    /** The sizes that a setting's type states; empty from the first {@code ..} on. */
    private List<Integer> sizes(List<Dimension> dimensions, Body callee) {
        List<Integer> sizes = new ArrayList<>();
        for (Dimension dimension : dimensions) {
            if (!(dimension instanceof Dimension.Fixed fixed)) {
                break;
            }
            sizes.add(values.integer(evaluator.evaluate(fixed.size(), callee), fixed.span()));
        }
        return sizes;
    }

    private Value repeat(Value value, List<Integer> sizes, int depth, Parameter parameter, Span call) {
        if (depth == sizes.size()) {
            return value;
        }
        if (value instanceof ListValue list) {
            if (list.elements().size() != sizes.get(depth)) {
                throw elaboration.error(
                        DiagnosticId.BAD_ARGUMENT,
                        call,
                        "the setting " + parameter.name().text() + " takes " + sizes.get(depth)
                                + " elements here, found " + values.describe(value));
            }
            return new ListValue(list.elements().stream()
                    .map(e -> repeat(e, sizes, depth + 1, parameter, call))
                    .toList());
        }
        if (sizes.get(depth) < 0) {
            throw elaboration.error(
                    DiagnosticId.OUT_OF_BOUNDS,
                    parameter.type().span(),
                    "a list of " + sizes.get(depth) + " elements is asked for here");
        }
        Value inner = repeat(value, sizes, depth + 1, parameter, call);
        elaboration.list(sizes.get(depth), parameter.type().span());
        return new ListValue(java.util.Collections.nCopies(sizes.get(depth), inner));
    }

    static Value mapLeaves(Value value, java.util.function.UnaryOperator<Value> f) {
        return value instanceof ListValue list
                ? new ListValue(
                        list.elements().stream().map(e -> mapLeaves(e, f)).toList())
                : f.apply(value);
    }

    private Value leaf(Parameter parameter, Value value, Span call) {
        String base = parameter.type().base().text();
        return switch (base) {
            case "float" ->
                value instanceof IntValue i
                        ? new RealValue(i.value())
                        : require(value instanceof RealValue, value, parameter, call);
            case "int" -> require(value instanceof IntValue, value, parameter, call);
            case "bool" -> require(value instanceof TruthValue, value, parameter, call);
            case "string" -> require(value instanceof Value.TextValue, value, parameter, call);
            default ->
                throw elaboration.error(
                        DiagnosticId.TYPE_MISMATCH,
                        parameter.type().span(),
                        "a setting is a float, int, bool, string, fn, layer or init, not " + base);
        };
    }

    private Value require(boolean fits, Value value, Parameter parameter, Span call) {
        if (fits) {
            return value;
        }
        throw elaboration.error(
                value instanceof TensorValue ? DiagnosticId.NOT_COMPILE_TIME : DiagnosticId.TYPE_MISMATCH,
                call,
                "the setting " + parameter.name().text() + " is declared as "
                        + parameter.type().span().text() + ", found " + values.describe(value));
    }

    void checkSpace(Parameter parameter, Value value, ValueSpace space, Body callee, Span call) {
        if (!(value instanceof IntValue || value instanceof RealValue)) {
            return;
        }
        double number = number(value);
        boolean inside = switch (space) {
            case ValueSpace.Range range ->
                number >= number(evaluator.evaluate(range.low(), callee))
                        && number <= number(evaluator.evaluate(range.high(), callee));
            case ValueSpace.Choices choices ->
                choices.items().stream().anyMatch(i -> number(evaluator.evaluate(i.value(), callee)) == number);
        };
        if (!inside) {
            throw elaboration.error(
                    DiagnosticId.SETTING_OUT_OF_RANGE,
                    call,
                    "the setting " + parameter.name().text() + " = " + values.describe(value) + " is not in "
                            + space.span().text());
        }
    }

    static double number(Value value) {
        return switch (value) {
            case IntValue i -> i.value();
            case RealValue r -> r.value();
            default -> Double.NaN;
        };
    }
}
