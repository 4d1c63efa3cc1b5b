package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Statement;
import org.dlm.compiler.ast.Target;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.Note;
import org.dlm.compiler.elaborate.Value.ErrorValue;
import org.dlm.compiler.elaborate.Value.IntValue;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.KindMismatch;

/** Runs the statements of a body. An error ends its statement only: what that would have bound is passed over in silence. */
final class Bodies {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;
    private final Owning owning;
    private final Offering offering;
    private final CheckMessages messages;

    Bodies(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
        this.owning = new Owning(elaboration, values, evaluator);
        this.offering = new Offering(elaboration, values, evaluator);
        this.messages = new CheckMessages(values, evaluator);
    }

    /** What the first {@code return} that was reached gives. */
    Optional<List<Value>> run(List<Statement> statements, Body body) {
        for (Statement statement : statements) {
            try {
                Optional<List<Value>> returned = run(statement, body);
                if (returned.isPresent()) {
                    return returned;
                }
            } catch (ElaborationException failure) {
                if (elaboration.budget().exhausted()) {
                    throw failure;
                }
                elaboration.report(failure);
                if (statement instanceof Statement.Return || statement instanceof Statement.Check) {
                    return Optional.of(List.of(new ErrorValue()));
                }
                poison(statement, body);
            }
        }
        return Optional.empty();
    }

    /** What a statement makes is called after the name that it binds; what it returns, after the declaration. */
    private static String name(Statement statement, Body body) {
        return switch (statement) {
            case Statement.Bind bind -> bind.targets().getFirst().name().text();
            case Statement.Exposed exposed -> exposed.target().name().text();
            case Statement.Return returned -> body.declaration().name().text();
            default -> "";
        };
    }

    private Optional<List<Value>> run(Statement statement, Body body) {
        elaboration.at(statement.span(), name(statement, body));
        elaboration.step(statement.span());
        try {
            return execute(statement, body);
        } catch (ArithmeticException overflow) {
            throw elaboration.tooLarge(statement.span(), overflow);
        } catch (KindMismatch mismatch) {
            throw elaboration.mismatch(statement.span(), mismatch);
        }
    }

    private Optional<List<Value>> execute(Statement statement, Body body) {
        switch (statement) {
            case Statement.Bind bind -> bind(bind, body);
            case Statement.ConstStatement constant -> constant(constant, body);
            case Statement.Param parameter -> owning.parameter(parameter, body);
            case Statement.Buffer buffer -> owning.buffer(buffer, body);
            case Statement.State state -> owning.state(state, body);
            case Statement.Share share -> owning.share(share, body);
            case Statement.ForRange loop -> {
                return range(loop, body);
            }
            case Statement.ForEach loop -> {
                return each(loop, body);
            }
            case Statement.If conditional -> {
                boolean chosen = values.truth(
                        evaluator.evaluate(conditional.condition(), body),
                        conditional.condition().span());
                return run(chosen ? conditional.then() : conditional.otherwise(), body);
            }
            case Statement.Check check -> check(check, body);
            case Statement.Return returned -> {
                List<Value> results = new ArrayList<>();
                returned.values().forEach(e -> results.add(evaluator.evaluate(e, body)));
                return Optional.of(
                        results.size() == 1 && results.getFirst() instanceof Value.ResultsValue several
                                ? several.values()
                                : results.stream().map(Values::single).toList());
            }
            case Statement.Yield yielded -> throw evaluator.notBuiltYet(yielded.span(), "yield");
            case Statement.Port port -> offering.port(port, body);
            case Statement.Exposed exposed -> offering.expose(exposed, body);
            case Statement.Hyper hyper -> offering.hyper(hyper, body);
            case Statement.Stream stream -> throw evaluator.notBuiltYet(stream.span(), "stream");
        }
        return Optional.empty();
    }

    private static void poison(Statement statement, Body body) {
        switch (statement) {
            case Statement.Bind bind ->
                bind.targets().forEach(t -> body.scope().bind(t.name().text(), new ErrorValue()));
            case Statement.ConstStatement constant ->
                constant.declaration().names().forEach(n -> body.scope().hide(n.text(), new ErrorValue()));
            case Statement.Param parameter -> body.scope().hide(parameter.name().text(), new ErrorValue());
            case Statement.Buffer buffer -> body.scope().hide(buffer.name().text(), new ErrorValue());
            case Statement.State state -> body.scope().hide(state.name().text(), new ErrorValue());
            case Statement.Share share -> body.scope().bindCallable(share.name().text(), new ErrorValue());
            case Statement.Port port -> body.scope().hide(port.name().text(), new ErrorValue());
            case Statement.Exposed exposed ->
                body.scope().hide(exposed.target().name().text(), new ErrorValue());
            case Statement.Hyper hyper -> body.scope().hide(hyper.name().text(), new ErrorValue());
            case Statement.ForRange loop -> {}
            case Statement.ForEach loop -> {}
            case Statement.If conditional -> {}
            case Statement.Check check -> {}
            case Statement.Return returned -> {}
            case Statement.Yield yielded -> {}
            case Statement.Stream stream -> {}
        }
    }

    private void bind(Statement.Bind bind, Body body) {
        if (bind.keeps()) {
            if (bind.targets().size() != 1) {
                throw elaboration.error(DiagnosticId.BAD_KEPT, bind.span(), ":= gives one kept name its next value");
            }
            owning.keep(bind.targets().getFirst(), bind.value(), body);
            return;
        }
        Target first = bind.targets().getFirst();
        for (Target target : bind.targets()) {
            if (body.scope().kept(target.name().text()).isPresent()) {
                throw elaboration.error(
                        DiagnosticId.BAD_KEPT,
                        target.span(),
                        target.name().text() + " is kept; its next value is given by :=");
            }
        }
        if (bind.targets().size() == 1) {
            Value value = first.binders().isEmpty()
                    ? evaluator.evaluate(bind.value(), body)
                    : evaluator.notation().define(first, bind.value(), body);
            body.scope().bind(first.name().text(), named(Values.single(value), bind, first));
            return;
        }
        several(bind, evaluator.evaluate(bind.value(), body), body);
    }

    private void several(Statement.Bind bind, Value value, Body body) {
        List<Value> results = switch (value) {
            case Value.ResultsValue several -> several.values();
            case ListValue list -> list.elements();
            default -> List.of(value);
        };
        if (results.size() < bind.targets().size()) {
            throw elaboration.error(
                    DiagnosticId.BAD_ARGUMENT,
                    bind.span(),
                    bind.targets().size() + " names are bound, but there are only " + results.size() + " results");
        }
        for (int i = 0; i < bind.targets().size(); i++) {
            Target target = bind.targets().get(i);
            body.scope().bind(target.name().text(), named(Values.single(results.get(i)), bind, target));
        }
    }

    /** A named value is computed once, under its name. */
    private Value named(Value value, Statement.Bind bind, Target target) {
        elaboration.at(bind.span(), target.name().text());
        return value instanceof TensorValue tensor
                ? elaboration.tensors().materialize(tensor)
                : SettingValues.mapLeaves(
                        value,
                        leaf -> leaf instanceof TensorValue one
                                ? elaboration.tensors().compact(one)
                                : leaf);
    }

    private void constant(Statement.ConstStatement statement, Body body) {
        var declaration = statement.declaration();
        Value value = Values.single(evaluator.evaluate(declaration.value(), body));
        if (!Values.known(value)) {
            throw elaboration.error(
                    DiagnosticId.NOT_COMPILE_TIME,
                    declaration.value().span(),
                    "a const is known when the model is compiled, found " + values.describe(value));
        }
        if (declaration.names().size() == 1) {
            body.scope().hide(declaration.names().getFirst().text(), value);
            return;
        }
        List<Value> elements = value instanceof ListValue list ? list.elements() : List.of(value);
        if (elements.size() != declaration.names().size()) {
            throw elaboration.error(
                    DiagnosticId.BAD_ARGUMENT,
                    statement.span(),
                    declaration.names().size() + " names are bound to " + elements.size() + " elements");
        }
        for (int i = 0; i < elements.size(); i++) {
            body.scope().hide(declaration.names().get(i).text(), elements.get(i));
        }
    }

    private Optional<List<Value>> range(Statement.ForRange loop, Body body) {
        int from = values.integer(
                evaluator.evaluate(loop.from(), body), loop.from().span());
        int to = values.integer(evaluator.evaluate(loop.to(), body), loop.to().span());
        for (int i = from; i < to; i++) {
            elaboration.step(loop.span());
            Body round = body.round(i - from);
            round.scope().hide(loop.name().text(), new IntValue(i));
            Optional<List<Value>> returned = run(loop.body(), round);
            if (returned.isPresent()) {
                return returned;
            }
        }
        return Optional.empty();
    }

    private Optional<List<Value>> each(Statement.ForEach loop, Body body) {
        Value list = Values.single(evaluator.evaluate(loop.list(), body));
        if (!(list instanceof ListValue elements)) {
            throw elaboration.error(
                    DiagnosticId.NOT_COMPILE_TIME,
                    loop.list().span(),
                    "a for runs over a range or a list known when the model is compiled, found "
                            + values.describe(list));
        }
        for (int i = 0; i < elements.elements().size(); i++) {
            elaboration.step(loop.span());
            Body round = body.round(i);
            round.scope().hide(loop.name().text(), elements.elements().get(i));
            Optional<List<Value>> returned = run(loop.body(), round);
            if (returned.isPresent()) {
                return returned;
            }
        }
        return Optional.empty();
    }

    private void check(Statement.Check check, Body body) {
        Expr condition = check.condition();
        if (!values.truth(evaluator.evaluate(condition, body), condition.span())) {
            throw new ElaborationException(elaboration
                    .diagnostic(DiagnosticId.CHECK_FAILED, check.span(), messages.text(check.message(), body))
                    .with(Note.at(
                            condition.span(), "required: " + condition.span().text())));
        }
    }
}
