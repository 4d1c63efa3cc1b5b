package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dlm.compiler.ast.Argument;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.Stage;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.Suggestions;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.StageValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.source.Span;

/** Calls of declarations, as {@code f(x)}, as a stage of a pipe, or of a stage held by a setting or a share. */
final class Calls {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;
    private final ReaderCalls readers;
    private final Arguments sorter;
    private final Signatures signatures;
    private final BuiltInCalls builtIns;

    Calls(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
        this.readers = new ReaderCalls(elaboration, evaluator);
        this.sorter = new Arguments(elaboration, values, evaluator);
        this.signatures = new Signatures(elaboration, values, evaluator);
        this.builtIns = new BuiltInCalls(elaboration, values, evaluator);
    }

    Arguments arguments() {
        return sorter;
    }

    Signatures signatures() {
        return signatures;
    }

    Value call(Expr.Call call, Body body) {
        return call(call.callee(), List.of(), call.arguments(), call.label(), call.span(), body);
    }

    Value pipe(Stage stage, List<Value> data, Body body) {
        return call(stage.target(), data, stage.arguments(), stage.label(), stage.span(), body);
    }

    /** The value of an expression that stands for a stage: {@code relu}, {@code leakyRelu(0.2)}. */
    Value stage(Expr expression, Body body) {
        return switch (expression) {
            case Expr.NameRef name -> callee(name, body);
            case Expr.Call call
            when call.callee() instanceof Expr.NameRef name -> {
                Value callee = callee(name, body);
                if (!(callee instanceof StageValue stage)) {
                    throw elaboration.error(
                            DiagnosticId.BAD_ARGUMENT,
                            call.span(),
                            name.name() + " has no settings; write " + name.name());
                }
                Map<String, Value> settings = new LinkedHashMap<>(stage.settings());
                settings.putAll(
                        sorter.settings(stage.callable(), stage.settings(), call.arguments(), body, call.span()));
                yield new StageValue(stage.callable(), settings, stage.shared());
            }
            default ->
                throw elaboration.error(
                        DiagnosticId.TYPE_MISMATCH,
                        expression.span(),
                        "a function, layer or init is expected here, such as relu or leakyRelu(0.2)");
        };
    }

    private Value call(
            Expr callee, List<Value> data, List<Argument> arguments, Optional<Name> label, Span span, Body body) {
        if (callee instanceof Expr.Member member) {
            return readers.reader(member.span().text(), arguments, span, body);
        }
        if (!(callee instanceof Expr.NameRef name)) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH, callee.span(), "only a named function or layer can be called");
        }
        boolean readerAllowed = body.declaration() instanceof Declaration.Train && data.isEmpty();
        if (readerAllowed && !callable(name.name(), body) && !BuiltInCalls.NAMES.contains(name.name())) {
            return readers.reader(name.name(), arguments, span, body);
        }
        return switch (callee(name, body)) {
            case StageValue stage -> invoke(stage, data, arguments, label, span, body);
            case Value.PrimitiveStage primitive -> builtIns.call(primitive.name(), data, arguments, span, body);
            default -> throw ElaborationException.poisoned();
        };
    }

    private boolean callable(String name, Body body) {
        return body.scope().callable(name).isPresent()
                || elaboration.library().callable(body.declaration(), name).isPresent();
    }

    /** Applies a stage to data that is at hand. */
    Value apply(StageValue stage, List<Value> data, Span span, Body body) {
        return invoke(stage, data, List.of(), Optional.empty(), span, body);
    }

    private Value callee(Expr.NameRef name, Body body) {
        Optional<Value> local = body.scope().callable(name.name());
        if (local.isPresent()) {
            return local.get();
        }
        Optional<Declaration.Callable> declared = elaboration.library().callable(body.declaration(), name.name());
        if (declared.isPresent()) {
            return new StageValue(declared.get(), Map.of(), Optional.empty());
        }
        if (BuiltInCalls.NAMES.contains(name.name())) {
            return new Value.PrimitiveStage(name.name());
        }
        Diagnostic diagnostic = elaboration.diagnostic(
                DiagnosticId.UNKNOWN_NAME, name.span(), "there is no function or layer named " + name.name());
        List<String> candidates = new ArrayList<>(elaboration.library().callableNames(body.declaration()));
        candidates.addAll(BuiltInCalls.NAMES);
        throw new ElaborationException(Suggestions.nearest(name.name(), candidates)
                .map(near -> diagnostic.withSuggestion("did you mean `" + near + "`?"))
                .orElse(diagnostic));
    }

    // ---- invocation

    private Value invoke(
            StageValue stage, List<Value> piped, List<Argument> arguments, Optional<Name> label, Span span, Body body) {
        Declaration.Callable callable = stage.callable();
        if (callable.kind() == Declaration.Kind.SCHEDULE
                && !callable.signature().data().isEmpty()) {
            throw evaluator.notBuiltYet(
                    span, "a schedule with data (" + callable.name().text() + ")");
        }
        Arguments.Given given = sorter.sort(callable, stage.settings(), piped, arguments, body, span, true);
        Map<String, Value> settings = new HashMap<>(stage.settings());
        settings.putAll(given.settings());
        return switch (callable.kind()) {
            case FN, SCHEDULE -> function(callable, given.data(), settings, span, body);
            case LAYER -> layer(callable, given.data(), settings, label, stage.shared(), span, body);
            case OPTIMIZER, INIT, MODEL ->
                throw elaboration.error(
                        DiagnosticId.TYPE_MISMATCH,
                        span,
                        callable.name().text() + " is declared as "
                                + callable.kind().name().toLowerCase(java.util.Locale.ROOT)
                                + " and cannot be called here");
        };
    }

    /** A function on scalars given lists or tensors is lifted over them. */
    private Value function(
            Declaration.Callable callable, Map<String, Value> data, Map<String, Value> settings, Span span, Body body) {
        boolean scalars = callable.signature().data().stream()
                .allMatch(p -> Dimensions.dimensions(p.type()).isEmpty());
        if (scalars && data.values().stream().anyMatch(v -> v instanceof TensorValue t && t.rank() > 0)) {
            return overTensors(callable, data, settings, span, body);
        }
        if (scalars && data.values().stream().anyMatch(v -> v instanceof ListValue)) {
            return overLists(callable, data, settings, span, body);
        }
        return run(callable, data, settings, body.instance(), body.context(), span, body);
    }

    private Value overLists(
            Declaration.Callable callable, Map<String, Value> data, Map<String, Value> settings, Span span, Body body) {
        int depth = data.values().stream().mapToInt(Calls::depth).max().orElse(0);
        List<Integer> lengths = data.values().stream()
                .filter(v -> depth(v) == depth)
                .map(v -> ((ListValue) v).elements().size())
                .distinct()
                .toList();
        if (lengths.size() > 1) {
            throw elaboration.error(
                    DiagnosticId.SHAPE_MISMATCH,
                    span,
                    callable.name().text() + " is applied element by element to lists of " + lengths + " elements");
        }
        elaboration.list(lengths.getFirst(), span);
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < lengths.getFirst(); i++) {
            Map<String, Value> row = new LinkedHashMap<>(data);
            int element = i;
            row.replaceAll((name, v) -> v instanceof ListValue list && depth(v) == depth
                    ? list.elements().get(element)
                    : v);
            results.add(Values.single(function(callable, row, settings, span, body)));
        }
        return new ListValue(results);
    }

    /** The number of dimensions of a list, so that a shorter shape is taken as a suffix. */
    private static int depth(Value value) {
        return value instanceof ListValue list
                ? 1 + list.elements().stream().mapToInt(Calls::depth).max().orElse(0)
                : 0;
    }

    private Value overTensors(
            Declaration.Callable callable, Map<String, Value> data, Map<String, Value> settings, Span span, Body body) {
        Tensors tensors = elaboration.tensors();
        Map<String, TensorValue> operands = new LinkedHashMap<>();
        data.forEach((name, v) -> operands.put(name, tensors.materialize(values.tensor(v, span))));
        TensorValue longest = Tensors.longest(List.copyOf(operands.values()));
        for (TensorValue operand : operands.values()) {
            if (!Tensors.broadcastable(operand.shape(), longest.shape())) {
                throw elaboration.error(
                        DiagnosticId.SHAPE_MISMATCH,
                        span,
                        callable.name().text() + " is applied element by element to " + values.describe(longest)
                                + " and " + values.describe(operand) + ", whose shapes do not fit");
            }
        }
        List<Integer> own = tensors.fresh(longest.shape());
        Map<String, Value> scalars = new LinkedHashMap<>();
        operands.forEach((name, t) -> scalars.put(name, TensorValue.scalar(tensors.suffixAt(t, own))));
        List<Integer> context = new ArrayList<>(body.context());
        context.addAll(own);
        Value result = lower(
                run(callable, scalars, settings, body.instance(), context, span, body), own, longest.shape(), span);
        if (body.context().isEmpty() && result instanceof TensorValue tensor) {
            elaboration.lifting(span, callable.name().text());
            result = tensors.materialize(tensor);
        }
        record(callable, data, List.of(result), body.instance(), body, span);
        return result;
    }

    private Value lower(Value result, List<Integer> own, List<Extent> shape, Span span) {
        if (result instanceof Value.ResultsValue results) {
            return new Value.ResultsValue(results.values().stream()
                    .map(r -> lower(r, own, shape, span))
                    .toList());
        }
        TensorValue inner = values.tensor(result, span);
        List<Integer> indices = new ArrayList<>(own);
        indices.addAll(inner.own());
        List<Extent> whole = new ArrayList<>(shape);
        whole.addAll(inner.shape());
        return new TensorValue(indices, whole, inner.body());
    }

    private Value layer(
            Declaration.Callable callable,
            Map<String, Value> data,
            Map<String, Value> settings,
            Optional<Name> label,
            Optional<Instance> shared,
            Span span,
            Body body) {
        if (!body.mayOwn()) {
            throw evaluator.mayNotOwn(span, "the layer " + callable.name().text(), body);
        }
        if (!body.context().isEmpty()) {
            throw evaluator.notBuiltYet(
                    span, "a layer inside index notation (" + callable.name().text() + ")");
        }
        Instance instance = shared.orElseGet(() -> own(callable, label, span, body));
        instance.restart();
        return run(callable, data, settings, instance, List.of(), span, body);
    }

    private Instance own(Declaration.Callable callable, Optional<Name> label, Span span, Body body) {
        String name = label.map(l -> l.text()
                        + body.rounds().stream().map(round -> "." + round).collect(Collectors.joining()))
                .orElseGet(() -> body.instance().numbered(callable.name().text()));
        if (!body.instance().take(name)) {
            throw elaboration.error(
                    DiagnosticId.DUPLICATE_LABEL,
                    label.map(Name::span).orElse(span),
                    "the label " + name + " is already taken in this instance");
        }
        return body.instance().child(name);
    }

    private Value run(
            Declaration.Callable callable,
            Map<String, Value> data,
            Map<String, Value> settings,
            Instance instance,
            List<Integer> context,
            Span span,
            Body caller) {
        Body callee = new Body(callable, Scope.ofBody(), instance, List.of(), context);
        List<String> before = elaboration.path();
        Elaboration.Mark mark = elaboration.mark();
        boolean layer = callable.kind() == Declaration.Kind.LAYER;
        String name = layer ? instance.path().getLast() : callable.name().text();
        elaboration.enter(new Elaboration.Frame(callable.kind(), callable.name().text(), name, span), instance.path());
        try {
            elaboration.at(span, "");
            signatures.bind(callable, data, settings, callee, span);
            List<Value> results = evaluator
                    .bodies()
                    .run(callable.body(), callee)
                    .orElseThrow(() -> elaboration.error(
                            DiagnosticId.BAD_ARGUMENT,
                            callable.name().span(),
                            callable.name().text() + " ends without return"));
            if (results.stream().anyMatch(r -> r instanceof Value.ErrorValue)) {
                throw ElaborationException.poisoned();
            }
            signatures.results().checkResults(callable, results, callee, span);
            List<Value> declared = new ArrayList<>();
            for (int r = 0; r < results.size(); r++) {
                declared.add(finished(callable, r, results.get(r), context, span));
            }
            if (context.equals(caller.context())) {
                record(callable, data, declared, instance, caller, span);
            }
            return declared.size() == 1 ? declared.getFirst() : new Value.ResultsValue(declared);
        } finally {
            elaboration.leave(before);
            elaboration.backTo(mark);
        }
    }

    /** A result of its declared type; outside of lifting it is computed here, under the name of what made it. */
    private Value finished(Declaration.Callable callable, int place, Value result, List<Integer> context, Span span) {
        if (!(result instanceof TensorValue tensor)) {
            return result;
        }
        TensorValue typed = place < callable.results().size()
                ? ResultTypes.asDeclared(callable.results().get(place), tensor)
                : tensor;
        if (!context.isEmpty()) {
            return elaboration.tensors().compact(typed);
        }
        elaboration.at(span, callable.name().text());
        return elaboration.tensors().materialize(typed);
    }

    /** Uses that a summary lists: layers, and functions that a model or layer applies to whole tensors. */
    private void record(
            Declaration.Callable callable,
            Map<String, Value> data,
            List<Value> results,
            Instance instance,
            Body caller,
            Span span) {
        boolean byModel = caller.declaration() instanceof Declaration.Callable c && c.kind() == Declaration.Kind.MODEL;
        boolean listed = callable.kind() == Declaration.Kind.LAYER
                || byModel && caller.context().isEmpty();
        if (!listed || elaboration.isSilent()) {
            return;
        }
        List<String> path = new ArrayList<>(instance.path());
        if (callable.kind() != Declaration.Kind.LAYER) {
            path.add(callable.name().text());
        }
        var inputs = data.values().stream()
                .filter(v -> v instanceof TensorValue)
                .map(v -> Values.type((TensorValue) v))
                .toList();
        var outputs = results.stream()
                .filter(v -> v instanceof TensorValue)
                .map(v -> Values.type((TensorValue) v))
                .toList();
        elaboration
                .registry()
                .instances
                .add(new ElaboratedModel.InstanceRecord(path, callable.name().text(), inputs, outputs, span));
    }
}
