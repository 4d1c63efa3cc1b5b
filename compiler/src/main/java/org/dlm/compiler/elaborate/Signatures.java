package org.dlm.compiler.elaborate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Parameter;
import org.dlm.compiler.ast.TypeRef;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.IntValue;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.RealValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.source.Span;

/**
 * Brings arguments and parameters together: dimensions named in the types of data are bound, defaults are computed, settings are checked and
 * repeated to their shape, results are compared with what was declared.
 */
final class Signatures {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;
    private final Dimensions dimensions;
    private final SettingValues settingValues;
    private final ResultTypes results;

    Signatures(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
        this.dimensions = new Dimensions(elaboration, values, evaluator);
        this.settingValues = new SettingValues(elaboration, values, evaluator);
        this.results = new ResultTypes(elaboration, values, evaluator);
    }

    Dimensions dimensions() {
        return dimensions;
    }

    ResultTypes results() {
        return results;
    }

    /** Binds all parameters in the scope of the callee's body. */
    void bind(
            Declaration.Callable callable,
            Map<String, Value> data,
            Map<String, Value> settings,
            Body callee,
            Span call) {
        Scope scope = callee.scope();
        for (Parameter parameter : callable.signature().configuration()) {
            Value given = settings.get(parameter.name().text());
            if (given != null) {
                bindSetting(parameter, given, scope);
            }
        }
        for (Parameter parameter : callable.signature().data()) {
            Value given = data.get(parameter.name().text());
            if (given != null) {
                dimensions.bind(callable, parameter, given, callee, call);
            }
        }
        for (Parameter parameter : callable.signature().data()) {
            bindData(
                    callable,
                    parameter,
                    Optional.ofNullable(data.get(parameter.name().text())),
                    callee,
                    call);
        }
        for (Parameter parameter : callable.signature().configuration()) {
            bindConfiguration(callable, parameter, settings, callee, call);
        }
    }

    static boolean isStage(TypeRef type) {
        return List.of("fn", "layer", "init").contains(type.base().text());
    }

    private static void bindSetting(Parameter parameter, Value value, Scope scope) {
        if (isStage(parameter.type())) {
            scope.bindCallable(parameter.name().text(), value);
        } else {
            scope.hide(parameter.name().text(), value);
        }
    }

    private void bindConfiguration(
            Declaration.Callable callable, Parameter parameter, Map<String, Value> settings, Body callee, Span call) {
        String name = parameter.name().text();
        Value value = settings.get(name);
        if (value == null) {
            Expr expression = parameter
                    .defaultValue()
                    .orElseThrow(() -> elaboration.error(
                            DiagnosticId.BAD_ARGUMENT, call, callable.name().text() + " needs the setting " + name));
            value = isStage(parameter.type())
                    ? evaluator.calls().stage(expression, callee)
                    : Values.single(evaluator.evaluate(expression, callee));
        }
        if (isStage(parameter.type())) {
            callee.scope().bindCallable(name, value);
            return;
        }
        Value shaped = settingValues.ofType(parameter, value, callee, call);
        parameter.space().ifPresent(space -> settingValues.checkSpace(parameter, shaped, space, callee, call));
        callee.scope().hide(name, shaped);
    }

    private void bindData(
            Declaration.Callable callable, Parameter parameter, Optional<Value> given, Body callee, Span call) {
        String name = parameter.name().text();
        if (given.isPresent()) {
            callee.scope().hide(name, data(callable, parameter, given.get(), call));
            return;
        }
        Expr expression = parameter
                .defaultValue()
                .orElseThrow(() -> elaboration.error(
                        DiagnosticId.BAD_ARGUMENT, call, callable.name().text() + " needs its input " + name));
        Value value = Values.single(evaluator.evaluate(expression, callee));
        List<Extent> shape = dimensions.shape(parameter.type(), callee);
        TensorValue tensor = element(parameter, values.tensor(value, expression.span()), callable, call);
        callee.scope()
                .hide(
                        name,
                        tensor.rank() == 0 && !shape.isEmpty()
                                ? elaboration.tensors().filled(shape, tensor.body())
                                : tensor);
    }

    private Value data(Declaration.Callable callable, Parameter parameter, Value value, Span call) {
        if (Values.known(value)) {
            boolean scalarGivenForTensor = !(value instanceof ListValue)
                    && !Dimensions.dimensions(parameter.type()).isEmpty();
            if (!scalarGivenForTensor) {
                return parameter.type().base().text().equals("float")
                        ? SettingValues.mapLeaves(value, v -> v instanceof IntValue i ? new RealValue(i.value()) : v)
                        : value;
            }
        }
        TensorValue tensor = element(parameter, values.tensor(value, call), callable, call);
        return elaboration.tensors().materialize(tensor);
    }

    private TensorValue element(Parameter parameter, TensorValue tensor, Declaration.Callable callable, Span call) {
        ElementType element = tensor.element();
        boolean fits = switch (parameter.type().base().text()) {
            case "float" -> element != ElementType.BOOL;
            case "int", "class", "token" -> element == ElementType.INT || element == ElementType.NUMBER;
            case "bool" -> element == ElementType.BOOL;
            default -> false;
        };
        if (!fits) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    call,
                    "the input " + parameter.name().text() + " of "
                            + callable.name().text() + " is declared as "
                            + parameter.type().span().text() + ", found " + values.describe(tensor));
        }
        boolean widen = parameter.type().base().text().equals("float") && element == ElementType.INT;
        return widen ? Tensors.as(tensor, ElementType.FLOAT) : tensor;
    }
}
