package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Dimension;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Parameter;
import org.dlm.compiler.ast.ResultItem;
import org.dlm.compiler.ast.TypeRef;
import org.dlm.compiler.ast.ValueSpace;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.IntValue;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.RealValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.elaborate.Value.TruthValue;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.source.Span;

/**
 * Brings arguments and parameters together: dimensions named in the types of data are bound, defaults are computed, settings are checked and
 * repeated to their shape, results are compared with what was declared.
 */
final class Signatures {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;

    Signatures(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
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
                bindDimensions(callable, parameter, given, callee, call);
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
        Value shaped = settingOfType(parameter, value, callee, call);
        parameter.space().ifPresent(space -> checkSpace(parameter, shaped, space, callee, call));
        callee.scope().hide(name, shaped);
    }

    private Value settingOfType(Parameter parameter, Value value, Body callee, Span call) {
        Value element = value instanceof TensorValue tensor && tensor.rank() == 0
                ? value
                : mapLeaves(value, v -> leaf(parameter, v, call));
        List<Dimension> dimensions = dimensions(parameter.type());
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
        Value inner = repeat(value, sizes, depth + 1, parameter, call);
        return new ListValue(java.util.Collections.nCopies(sizes.get(depth), inner));
    }

    private static Value mapLeaves(Value value, java.util.function.UnaryOperator<Value> f) {
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

    private void checkSpace(Parameter parameter, Value value, ValueSpace space, Body callee, Span call) {
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

    // ---- data

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
        List<Extent> shape = shape(parameter.type(), callee);
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
                    && !dimensions(parameter.type()).isEmpty();
            if (!scalarGivenForTensor) {
                return parameter.type().base().text().equals("float")
                        ? mapLeaves(value, v -> v instanceof IntValue i ? new RealValue(i.value()) : v)
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

    /** The dimensions of a type: of {@code class[K][64]} only the later brackets. */
    static List<Dimension> dimensions(TypeRef type) {
        List<TypeRef.Bracket> brackets = type.suffixes().stream()
                .filter(s -> s instanceof TypeRef.Bracket)
                .map(s -> (TypeRef.Bracket) s)
                .toList();
        boolean kinds = List.of("class", "token").contains(type.base().text());
        return brackets.stream()
                .skip(kinds ? 1 : 0)
                .flatMap(b -> b.dimensions().stream())
                .toList();
    }

    /** The shape of a type whose dimensions are all known. */
    List<Extent> shape(TypeRef type, Body body) {
        List<Extent> shape = new ArrayList<>();
        for (Dimension dimension : dimensions(type)) {
            switch (dimension) {
                case Dimension.Fixed fixed ->
                    shape.add(
                            extent(values.integer(evaluator.evaluate(fixed.size(), body), fixed.span()), fixed.span()));
                case Dimension.Spread spread ->
                    values.integers(evaluator.evaluate(spread.list(), body), spread.span())
                            .forEach(n -> shape.add(extent(n, spread.span())));
                case Dimension.Rest rest ->
                    throw elaboration.error(
                            DiagnosticId.BAD_ARGUMENT,
                            rest.span(),
                            ".. stands for the dimensions of given data; here the shape must be stated");
                case Dimension.Bounded bounded ->
                    throw evaluator.notBuiltYet(bounded.span(), "a length that varies by example");
            }
        }
        return shape;
    }

    private Extent extent(int size, Span span) {
        if (size < 0) {
            throw elaboration.error(DiagnosticId.OUT_OF_BOUNDS, span, "a dimension of " + size + " is negative");
        }
        return Extent.of(size);
    }

    /** Binds or compares the dimensions that the type of a data parameter names. */
    private void bindDimensions(
            Declaration.Callable callable, Parameter parameter, Value value, Body callee, Span call) {
        List<Dimension> dimensions = dimensions(parameter.type());
        bindKinds(parameter.type(), callee);
        if (dimensions.isEmpty()) {
            return;
        }
        Value one = Values.single(value);
        if (Values.known(one) && !(one instanceof ListValue)) {
            return;
        }
        List<Extent> shape = one instanceof ListValue list && Values.known(one)
                ? shapeOf(list)
                : values.tensor(one, call).shape();
        long spreads =
                dimensions.stream().filter(d -> !(d instanceof Dimension.Fixed)).count();
        int fixed = (int) (dimensions.size() - spreads);
        boolean rankFits = spreads == 0 ? shape.size() == fixed : shape.size() >= fixed;
        if (!rankFits) {
            throw rankMismatch(callable, parameter, value, call);
        }
        int group = shape.size() - fixed;
        int place = 0;
        for (Dimension dimension : dimensions) {
            switch (dimension) {
                case Dimension.Fixed d -> {
                    bindOne(callable, parameter, d, shape.get(place), value, callee, call);
                    place++;
                }
                case Dimension.Rest rest -> place += group;
                case Dimension.Spread spread -> {
                    bindGroup(callable, parameter, spread, shape.subList(place, place + group), value, callee, call);
                    place += group;
                }
                case Dimension.Bounded bounded ->
                    throw evaluator.notBuiltYet(bounded.span(), "a length that varies by example");
            }
        }
    }

    private void bindKinds(TypeRef type, Body callee) {
        // class[K] as data of a function only says that ids are ints; K is bound where a model declares its ports.
        if (type.base().text().equals("class") && type.suffixes().isEmpty()) {
            throw elaboration.error(
                    DiagnosticId.BAD_ARGUMENT, type.span(), "class needs the number of classes: class[10]");
        }
    }

    private List<Extent> shapeOf(ListValue list) {
        List<Extent> shape = new ArrayList<>(List.of(Extent.of(list.elements().size())));
        if (!list.elements().isEmpty() && list.elements().getFirst() instanceof ListValue inner) {
            shape.addAll(shapeOf(inner));
        }
        return shape;
    }

    private void bindOne(
            Declaration.Callable callable,
            Parameter parameter,
            Dimension.Fixed dimension,
            Extent extent,
            Value value,
            Body callee,
            Span call) {
        if (dimension.size() instanceof Expr.NameRef name) {
            Optional<Value> bound =
                    callee.scope().value(name.name()).or(() -> defaultOf(callable, name.name(), callee));
            if (bound.isEmpty()
                    && elaboration
                            .library()
                            .constant(callee.declaration(), name.name())
                            .isEmpty()) {
                callee.scope().hide(name.name(), new IntValue(extent.fixedSize()));
                return;
            }
        }
        int expected = values.integer(evaluator.evaluate(dimension.size(), callee), dimension.span());
        if (expected != extent.fixedSize()) {
            throw mismatch(callable, parameter, value, dimension.span().text() + " = " + expected, call);
        }
    }

    private void bindGroup(
            Declaration.Callable callable,
            Parameter parameter,
            Dimension.Spread spread,
            List<Extent> extents,
            Value value,
            Body callee,
            Span call) {
        List<Integer> sizes = extents.stream().map(Extent::fixedSize).toList();
        if (spread.list() instanceof Expr.NameRef name
                && callee.scope().value(name.name()).isEmpty()) {
            callee.scope()
                    .hide(
                            name.name(),
                            new ListValue(sizes.stream()
                                    .map(n -> (Value) new IntValue(n))
                                    .toList()));
            return;
        }
        List<Integer> expected = values.integers(evaluator.evaluate(spread.list(), callee), spread.span());
        if (!expected.equals(sizes)) {
            throw mismatch(callable, parameter, value, spread.span().text() + " = " + expected, call);
        }
    }

    /** A dimension may name a setting that was not given: then its default counts. */
    private Optional<Value> defaultOf(Declaration.Callable callable, String name, Body callee) {
        return callable.signature().configuration().stream()
                .filter(p -> p.name().text().equals(name) && p.defaultValue().isPresent())
                .findFirst()
                .map(p -> {
                    Value value =
                            Values.single(evaluator.evaluate(p.defaultValue().get(), callee));
                    callee.scope().hide(name, value);
                    return value;
                });
    }

    private ElaborationException mismatch(
            Declaration.Callable callable, Parameter parameter, Value value, String expected, Span call) {
        return new ElaborationException(elaboration
                .diagnostic(
                        DiagnosticId.SHAPE_MISMATCH,
                        call,
                        "the input " + parameter.name().text() + " of "
                                + callable.name().text() + " is declared as "
                                + parameter.type().span().text() + " with " + expected + ", found "
                                + values.describe(value))
                .with(org.dlm.compiler.diagnostics.Note.at(parameter.type().span(), "declared here")));
    }

    private ElaborationException rankMismatch(
            Declaration.Callable callable, Parameter parameter, Value value, Span call) {
        return new ElaborationException(elaboration
                .diagnostic(
                        DiagnosticId.RANK_MISMATCH,
                        call,
                        "the input " + parameter.name().text() + " of "
                                + callable.name().text() + " is declared as "
                                + parameter.type().span().text() + ", found " + values.describe(value))
                .with(org.dlm.compiler.diagnostics.Note.at(parameter.type().span(), "declared here")));
    }

    // ---- results

    /** Compares what a body returned with the declared result types. */
    void checkResults(Declaration.Callable callable, List<Value> results, Body callee, Span call) {
        if (callable.results().isEmpty()) {
            return;
        }
        if (results.size() < callable.results().size()) {
            throw elaboration.error(
                    DiagnosticId.BAD_ARGUMENT,
                    callable.name().span(),
                    callable.name().text() + " declares " + callable.results().size() + " results and returns "
                            + results.size());
        }
        for (int r = 0; r < callable.results().size(); r++) {
            checkResult(callable, callable.results().get(r), results.get(r), callee, call);
        }
    }

    private void checkResult(Declaration.Callable callable, ResultItem item, Value value, Body callee, Span call) {
        if (!(value instanceof TensorValue tensor)) {
            return;
        }
        List<Dimension> dimensions = dimensions(item.type());
        int at = dimensions.size();
        for (int d = 0; d < dimensions.size(); d++) {
            if (dimensions.get(d) instanceof Dimension.Rest) {
                at = d;
            }
        }
        boolean rest = at < dimensions.size();
        List<Extent> before = extents(dimensions.subList(0, at), callee);
        List<Extent> after = rest ? extents(dimensions.subList(at + 1, dimensions.size()), callee) : List.of();
        List<Extent> shape = tensor.shape();
        boolean fits = rest ? shape.size() >= before.size() + after.size() : shape.size() == before.size();
        fits = fits
                && shape.subList(0, before.size()).equals(before)
                && shape.subList(shape.size() - after.size(), shape.size()).equals(after);
        if (!fits) {
            throw elaboration.error(
                    DiagnosticId.SHAPE_MISMATCH,
                    item.span(),
                    callable.name().text() + " declares the result "
                            + item.type().span().text() + " and returns " + values.describe(value));
        }
    }

    private List<Extent> extents(List<Dimension> dimensions, Body callee) {
        List<Extent> extents = new ArrayList<>();
        for (Dimension dimension : dimensions) {
            Expr expression = switch (dimension) {
                case Dimension.Fixed fixed -> fixed.size();
                case Dimension.Spread spread -> spread.list();
                case Dimension.Bounded bounded -> bounded.bound();
                case Dimension.Rest rest -> throw new IllegalStateException("one rest at most");
            };
            values.integers(evaluator.evaluate(expression, callee), dimension.span())
                    .forEach(n -> extents.add(Extent.of(n)));
        }
        return extents;
    }

    /** A float result of whole numbers is a float. */
    static TensorValue asDeclared(ResultItem item, TensorValue tensor) {
        boolean widen = item.type().base().text().equals("float") && tensor.element() == ElementType.INT;
        return widen ? Tensors.as(tensor, ElementType.FLOAT) : tensor;
    }

    /** Whether a body is one number that no data enters. */
    static boolean isNumber(Scalar body) {
        return body.type() == ElementType.NUMBER;
    }
}
