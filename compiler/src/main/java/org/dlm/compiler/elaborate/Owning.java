package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dlm.compiler.ast.Argument;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Statement;
import org.dlm.compiler.ast.Target;
import org.dlm.compiler.ast.TypeRef;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.IntValue;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.StageValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.source.Span;

/** What instances own: parameters, buffers, state, shared layers, and their next values. */
final class Owning {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;

    Owning(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
    }

    void parameter(Statement.Param parameter, Body body) {
        checkMayOwn(parameter.span(), "param", body);
        String name = parameter.name().text();
        List<Extent> shape = evaluator.calls().signatures().dimensions().shape(parameter.type(), body);
        boolean wanted = parameter.when().isEmpty()
                || values.truth(
                        evaluator.evaluate(parameter.when().get(), body),
                        parameter.when().get().span());
        if (!wanted) {
            body.scope().hide(name, constantStart(parameter, shape, body));
            return;
        }
        Optional<TensorValue> existing = body.instance().parameter(name);
        if (existing.isPresent()) {
            checkSame(name, existing.get().shape(), shape, parameter.span());
            body.scope().hide(name, existing.get());
            return;
        }
        TensorType type = floats(parameter.type(), shape);
        String path = body.instance().pathOf(name);
        elaboration.at(parameter.span(), name);
        Op source = elaboration.graph().source(OpKind.Role.PARAMETER, path, type, false, elaboration.origin());
        TensorValue value = elaboration.tensors().of(source);
        body.instance().own(name, value);
        body.scope().hide(name, value);
        register(new Registry.Owned(path, type, true, source, start(parameter, shape, body), parameter.span()));
    }

    private void register(Registry.Owned owned) {
        Registry.Owned before = elaboration.registry().owned.putIfAbsent(owned.path(), owned);
        if (before != null) {
            throw elaboration.error(
                    DiagnosticId.DUPLICATE_LABEL,
                    owned.span(),
                    "there are two parameters with the path " + owned.path());
        }
    }

    private TensorValue constantStart(Statement.Param parameter, List<Extent> shape, Body body) {
        Expr start = parameter
                .start()
                .filter(s -> !parameter.drawn())
                .orElseThrow(
                        () -> elaboration.error(
                                DiagnosticId.BAD_KEPT,
                                parameter.span(),
                                "a parameter under a false condition stands for its constant start, so it needs = instead of ~"));
        TensorValue value = values.floats(evaluator.evaluate(start, body), start.span());
        return value.rank() == 0 ? elaboration.tensors().filled(shape, value.body()) : value;
    }

    private TensorType floats(TypeRef type, List<Extent> shape) {
        if (!type.base().text().equals("float")) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    type.span(),
                    "parameters and buffers are floats, not " + type.span().text());
        }
        return new TensorType(ElementType.FLOAT, shape);
    }

    // ---- start values

    private Registry.Start start(Statement.Param parameter, List<Extent> shape, Body body) {
        Expr expression = parameter
                .start()
                .orElseThrow(() -> elaboration.error(
                        DiagnosticId.BAD_KEPT, parameter.span(), "a parameter needs a start value: ~ he, or = 0"));
        return parameter.drawn() ? drawn(expression, shape, body) : constant(expression, shape, body);
    }

    /** The value itself must be known now; it is repeated to the shape. */
    private Registry.Start constant(Expr expression, List<Extent> shape, Body body) {
        Value value = Values.single(evaluator.evaluate(expression, body));
        if (!Values.known(value)) {
            throw elaboration.error(
                    DiagnosticId.NOT_COMPILE_TIME,
                    expression.span(),
                    "a start value is a number known when the model is compiled, found " + values.describe(value)
                            + "; drawn ones are written ~ init");
        }
        Span span = expression.span();
        return start -> {
            TensorValue tensor = new Values(start).floats(value, span);
            return shaped(start, tensor, shape, span);
        };
    }

    private Registry.Start drawn(Expr expression, List<Extent> shape, Body body) {
        Map<String, Value> fans = new HashMap<>();
        Value stage = evaluator.calls().stage(withoutFans(expression, fans, body), body);
        if (!(stage instanceof StageValue init) || init.callable().kind() != Declaration.Kind.INIT) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    expression.span(),
                    "an init is expected after ~, found " + values.describe(stage));
        }
        List<Value> sizes =
                shape.stream().map(e -> (Value) new IntValue(e.fixedSize())).toList();
        Map<String, Value> known = new HashMap<>(fans);
        known.put("shape", new ListValue(sizes));
        if (shape.size() == 1 || shape.size() == 2) {
            known.putIfAbsent("fanIn", sizes.getFirst());
            known.putIfAbsent("fanOut", sizes.getLast());
        }
        List<String> path = elaboration.path();
        return start -> {
            Body callee = Evaluator.standalone(init.callable());
            known.forEach(callee.scope()::hide);
            Evaluator inner = new Evaluator(start);
            start.enter(
                    new Elaboration.Frame(
                            Declaration.Kind.INIT,
                            init.callable().name().text(),
                            init.callable().name().text(),
                            expression.span()),
                    path);
            try {
                start.at(expression.span(), "");
                inner.calls().signatures().bind(init.callable(), Map.of(), init.settings(), callee, expression.span());
                Value value = inner.bodies()
                        .run(init.callable().body(), callee)
                        .map(List::getFirst)
                        .orElseThrow(ElaborationException::poisoned);
                TensorValue tensor = inner.values().floats(value, expression.span());
                return shaped(start, tensor, shape, expression.span());
            } finally {
                start.leave(List.of());
            }
        };
    }

    /** {@code fanIn} and {@code fanOut} are no settings of the init but facts about the parameter. */
    private Expr withoutFans(Expr expression, Map<String, Value> fans, Body body) {
        if (!(expression instanceof Expr.Call call)) {
            return expression;
        }
        List<Argument> rest = new ArrayList<>();
        for (Argument argument : call.arguments()) {
            String name = argument.name().map(n -> n.text()).orElse("");
            if (name.equals("fanIn") || name.equals("fanOut")) {
                fans.put(
                        name,
                        new IntValue(values.integer(
                                evaluator.evaluate(argument.value(), body),
                                argument.value().span())));
            } else {
                rest.add(argument);
            }
        }
        return rest.isEmpty() ? call.callee() : new Expr.Call(call.span(), call.callee(), rest, call.label());
    }

    private static TensorValue shaped(Elaboration elaboration, TensorValue tensor, List<Extent> shape, Span span) {
        if (tensor.rank() == 0) {
            return elaboration.tensors().filled(shape, tensor.body());
        }
        if (!tensor.shape().equals(shape)) {
            throw elaboration.error(
                    DiagnosticId.SHAPE_MISMATCH,
                    span,
                    "the start value has the shape " + tensor.shape() + ", the parameter " + shape);
        }
        return tensor;
    }

    // ---- buffers and state

    void buffer(Statement.Buffer buffer, Body body) {
        checkMayOwn(buffer.span(), "buffer", body);
        String name = buffer.name().text();
        List<Extent> shape = evaluator.calls().signatures().dimensions().shape(buffer.type(), body);
        Optional<KeptCell> existing = body.instance().buffer(name);
        if (existing.isPresent()) {
            checkSame(name, existing.get().current().shape(), shape, buffer.span());
            body.scope().bindKept(name, existing.get());
            return;
        }
        TensorType type = floats(buffer.type(), shape);
        String path = body.instance().pathOf(name);
        elaboration.at(buffer.span(), name);
        Op source = elaboration.graph().source(OpKind.Role.BUFFER, path, type, false, elaboration.origin());
        KeptCell cell = new KeptCell(source, List.of(), elaboration.tensors().of(source));
        body.instance().own(name, cell);
        body.scope().bindKept(name, cell);
        register(new Registry.Owned(path, type, false, source, constant(buffer.start(), shape, body), buffer.span()));
    }

    /** State of an optimizer: one for each element of the parameter that the rule is lifted over. */
    void state(Statement.State state, Body body) {
        boolean optimizer = body.declaration() instanceof Declaration.Callable callable
                && callable.kind() == Declaration.Kind.OPTIMIZER;
        if (!optimizer) {
            throw evaluator.notBuiltYet(state.span(), "state outside optimizers");
        }
        List<Extent> own = evaluator.calls().signatures().dimensions().shape(state.type(), body);
        List<Extent> lifted = body.context().stream()
                .map(i -> elaboration.indices().axis(i).extent())
                .toList();
        List<Extent> shape = Stream.concat(lifted.stream(), own.stream()).toList();
        TensorType type = floats(state.type(), shape);
        String path = body.instance().pathOf(state.name().text());
        elaboration.at(state.span(), state.name().text());
        Op source = elaboration.graph().source(OpKind.Role.STATE, path, type, false, elaboration.origin());
        body.scope()
                .bindKept(
                        state.name().text(),
                        new KeptCell(
                                source, body.context(), elaboration.tensors().of(source, body.context())));
        register(new Registry.Owned(path, type, false, source, constant(state.start(), shape, body), state.span()));
    }

    void share(Statement.Share share, Body body) {
        Value stage = evaluator.calls().stage(share.stage(), body);
        if (!(stage instanceof StageValue layer) || layer.callable().kind() != Declaration.Kind.LAYER) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    share.stage().span(),
                    "share makes one instance of a layer, such as encoder(64)");
        }
        String name = share.name().text();
        checkMayOwn(share.span(), "share", body);
        if (!body.instance().take(name)) {
            throw elaboration.error(
                    DiagnosticId.DUPLICATE_LABEL,
                    share.name().span(),
                    "the label " + name + " is already taken in this instance");
        }
        body.scope()
                .bindCallable(
                        name,
                        new StageValue(
                                layer.callable(),
                                layer.settings(),
                                Optional.of(body.instance().child(name))));
    }

    // ---- next values

    void keep(Target target, Expr expression, Body body) {
        String name = target.name().text();
        KeptCell cell = body.scope()
                .kept(name)
                .orElseThrow(
                        () -> elaboration.error(
                                DiagnosticId.BAD_KEPT,
                                target.span(),
                                name
                                        + " is not kept; := gives buffers, state and weights of an optimizer their next value, = names a value"));
        if (!cell.context().equals(body.context())) {
            throw elaboration.error(
                    DiagnosticId.BAD_KEPT, target.span(), name + " cannot get its next value inside a lifted call");
        }
        List<Extent> shape = cell.current().shape();
        TensorValue value = target.binders().isEmpty()
                ? values.tensor(evaluator.evaluate(expression, body), expression.span())
                : evaluator.notation().defineKept(target, shape, expression, body);
        elaboration.at(target.span().to(expression.span()), pathOf(cell));
        if (elaboration.perExample(value.body())) {
            throw elaboration.error(
                    DiagnosticId.BAD_KEPT,
                    expression.span(),
                    "the next value of " + name
                            + " differs by example; reduce it over the batch first, as in mean(batch : …)");
        }
        TensorValue floats = values.floats(value, expression.span());
        TensorValue whole = floats.rank() == 0 ? elaboration.tensors().filled(shape, floats.body()) : floats;
        checkSame(name, shape, whole.shape(), expression.span());
        Op next = elaboration.tensors().opOver(cell.context(), whole);
        elaboration.registry().updates.put(cell.source(), next);
        cell.next(elaboration.tensors().of(next, cell.context()));
    }

    private static String pathOf(KeptCell cell) {
        return cell.source().kind() instanceof OpKind.Source source ? source.name() : "";
    }

    private void checkSame(String name, List<Extent> declared, List<Extent> found, Span span) {
        if (!declared.equals(found)) {
            throw elaboration.error(
                    DiagnosticId.SHAPE_MISMATCH, span, name + " has the shape " + declared + " and is given " + found);
        }
    }

    private void checkMayOwn(Span span, String what, Body body) {
        if (!body.mayOwn()) {
            throw evaluator.mayNotOwn(span, "a " + what, body);
        }
        if (!body.context().isEmpty()) {
            throw evaluator.notBuiltYet(span, what + " inside index notation");
        }
    }
}
