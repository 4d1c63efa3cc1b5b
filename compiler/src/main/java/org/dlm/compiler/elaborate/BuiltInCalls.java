package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dlm.compiler.ast.Argument;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.IntValue;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.elaborate.Value.TruthValue;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.source.Span;

/** Calls of what the language itself knows. */
final class BuiltInCalls {
    private static final Map<String, Primitive> POINTWISE = Map.ofEntries(
            Map.entry("exp", Primitive.EXP),
            Map.entry("expm1", Primitive.EXPM1),
            Map.entry("log", Primitive.LOG),
            Map.entry("log1p", Primitive.LOG1P),
            Map.entry("sin", Primitive.SIN),
            Map.entry("cos", Primitive.COS),
            Map.entry("tanh", Primitive.TANH),
            Map.entry("erf", Primitive.ERF),
            Map.entry("sqrt", Primitive.SQRT),
            Map.entry("abs", Primitive.ABS),
            Map.entry("sign", Primitive.SIGN),
            Map.entry("floor", Primitive.FLOOR),
            Map.entry("min", Primitive.MIN),
            Map.entry("max", Primitive.MAX),
            Map.entry("div", Primitive.FLOOR_DIV),
            Map.entry("ceilDiv", Primitive.CEIL_DIV),
            Map.entry("stop", Primitive.STOP));

    private static final Set<String> OTHERS = Set.of(
            "where",
            "int",
            "float",
            "known",
            "rank",
            "length",
            "bound",
            "offset",
            "params",
            "gradient",
            "uniform",
            "uniformLike",
            "concat",
            "split",
            "reshape",
            "inBatch",
            "inBatchIndex");

    /** All names that can be called without a declaration. */
    static final Set<String> NAMES = names();

    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;
    private final ShapeCalls shapes;

    BuiltInCalls(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
        this.shapes = new ShapeCalls(elaboration, values);
    }

    Value call(String name, List<Value> piped, List<Argument> arguments, Span span, Body body) {
        if (name.equals("where") && piped.isEmpty() && arguments.size() == 3) {
            return where(arguments, span, body);
        }
        List<Value> given = new ArrayList<>(piped);
        List<Span> spans = new ArrayList<>();
        piped.forEach(p -> spans.add(span));
        Optional<Value> axis = Optional.empty();
        for (Argument argument : arguments) {
            Value value = Values.single(evaluator.evaluate(argument.value(), body));
            if (argument.name().isPresent()) {
                if (!argument.name().get().text().equals("axis")) {
                    throw elaboration.error(
                            DiagnosticId.BAD_ARGUMENT,
                            argument.span(),
                            name + " has no setting " + argument.name().get().text());
                }
                axis = Optional.of(value);
            } else {
                given.add(value);
                spans.add(argument.value().span());
            }
        }
        Primitive primitive = POINTWISE.get(name);
        if (primitive != null) {
            count(name, primitive.arity(), given, span);
            return evaluator.arithmetic().apply(primitive, given, spans, span);
        }
        return other(name, given, spans, axis, span, body);
    }

    private Value where(List<Argument> arguments, Span span, Body body) {
        Value condition = Values.single(evaluator.evaluate(arguments.get(0).value(), body));
        if (condition instanceof TruthValue truth) {
            return Values.single(
                    evaluator.evaluate(arguments.get(truth.value() ? 1 : 2).value(), body));
        }
        Value a = Values.single(evaluator.evaluate(arguments.get(1).value(), body));
        Value b = Values.single(evaluator.evaluate(arguments.get(2).value(), body));
        List<TensorValue> operands = new ArrayList<>();
        List<Value> given = List.of(condition, a, b);
        for (int i = 0; i < 3; i++) {
            operands.add(values.tensor(given.get(i), arguments.get(i).span()));
        }
        boolean conditionFits = operands.get(0).element() == ElementType.BOOL;
        boolean sidesFit = (operands.get(1).element() == ElementType.BOOL)
                == (operands.get(2).element() == ElementType.BOOL);
        if (!conditionFits || !sidesFit) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    span,
                    "where takes a condition and two values of one kind, found "
                            + operands.stream().map(values::describe).toList());
        }
        return evaluator.arithmetic().tensors(Primitive.WHERE, operands, span);
    }

    private Value other(String name, List<Value> given, List<Span> spans, Optional<Value> axis, Span span, Body body) {
        return switch (name) {
            case "where" -> {
                count(name, 3, given, span);
                List<TensorValue> operands =
                        given.stream().map(v -> values.tensor(v, span)).toList();
                yield evaluator.arithmetic().tensors(Primitive.WHERE, operands, span);
            }
            case "int" -> {
                count(name, 1, given, span);
                yield evaluator.arithmetic().apply(Primitive.TO_INT, given, spans, span);
            }
            case "float" -> {
                count(name, 1, given, span);
                yield toFloat(given.getFirst(), spans, span);
            }
            case "rank" -> {
                count(name, 1, given, span);
                yield new IntValue(
                        given.getFirst() instanceof ListValue list
                                ? list.elements().size()
                                : values.tensor(given.getFirst(), span).rank());
            }
            case "length" -> {
                count(name, 1, given, span);
                yield length(given.getFirst(), span);
            }
            case "reshape" -> {
                count(name, 2, given, span);
                yield shapes.reshape(values.tensor(given.get(0), span), values.integers(given.get(1), span), span);
            }
            case "concat" -> shapes.concat(given, axis, span);
            case "split" -> {
                count(name, 2, given, span);
                yield shapes.split(values.tensor(given.get(0), span), given.get(1), axis, span);
            }
            case "uniform" -> {
                count(name, 1, given, span);
                yield shapes.uniform(values.integers(given.getFirst(), span), body.context(), span);
            }
            case "uniformLike" -> {
                count(name, 1, given, span);
                yield shapes.uniformLike(values.tensor(given.getFirst(), span));
            }
            case "params" -> {
                count(name, 1, given, span);
                yield parameters(values.text(given.getFirst(), span), span);
            }
            case "known", "bound", "offset", "gradient", "inBatch", "inBatchIndex" ->
                throw evaluator.notBuiltYet(span, name + "(…)");
            default -> throw elaboration.error(DiagnosticId.UNKNOWN_NAME, span, "there is no function " + name);
        };
    }

    private Value toFloat(Value value, List<Span> spans, Span span) {
        if (Values.known(value)) {
            return evaluator.arithmetic().apply(Primitive.TO_FLOAT, List.of(value), spans, span);
        }
        TensorValue tensor = values.tensor(value, span);
        return tensor.element() == ElementType.FLOAT || tensor.element() == ElementType.NUMBER
                ? tensor
                : elaboration.tensors().apply(Primitive.TO_FLOAT, List.of(tensor));
    }

    private Value length(Value value, Span span) {
        if (value instanceof ListValue list) {
            return new IntValue(list.elements().size());
        }
        TensorValue tensor = values.tensor(value, span);
        if (tensor.rank() == 0) {
            throw elaboration.error(DiagnosticId.RANK_MISMATCH, span, "a single number has no length");
        }
        return new IntValue(tensor.shape().getFirst().fixedSize());
    }

    private Value parameters(String pattern, Span span) {
        PathPattern paths = new PathPattern(pattern);
        List<Value> found = new ArrayList<>();
        for (Registry.Owned owned : elaboration.knownParameters()) {
            if (paths.matches(owned.path())) {
                found.add(elaboration
                        .tensors()
                        .of(elaboration
                                .graph()
                                .source(
                                        org.dlm.compiler.graph.OpKind.Role.PARAMETER,
                                        owned.path(),
                                        owned.type(),
                                        false,
                                        elaboration.origin())));
            }
        }
        if (found.isEmpty() && elaboration.parametersComplete()) {
            throw elaboration.error(
                    DiagnosticId.NO_MATCH, span, "no parameter of the model matches \"" + pattern + "\"");
        }
        return new ListValue(found);
    }

    private void count(String name, int arity, List<Value> given, Span span) {
        if (given.size() != arity) {
            throw elaboration.error(
                    DiagnosticId.BAD_ARGUMENT,
                    span,
                    name + " takes " + arity + (arity == 1 ? " argument" : " arguments") + ", found " + given.size());
        }
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>(POINTWISE.keySet());
        names.addAll(OTHERS);
        return java.util.Collections.unmodifiableSet(names);
    }
}
