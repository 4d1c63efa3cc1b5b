package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.ListItem;
import org.dlm.compiler.ast.Stage;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.IntValue;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.RealValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.elaborate.Value.TextValue;
import org.dlm.compiler.elaborate.Value.TruthValue;
import org.dlm.compiler.graph.KindMismatch;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.source.Span;

/** The value of an expression in a body. Calls, accesses and index notation have classes of their own. */
final class Evaluator {
    private final Elaboration elaboration;
    private final Values values;
    private final Arithmetic arithmetic;
    private final Access access;
    private final IndexNotation notation;
    private final Calls calls;
    private final Bodies bodies;
    private final NamedValues named;

    Evaluator(Elaboration elaboration) {
        this.elaboration = elaboration;
        this.values = new Values(elaboration);
        this.arithmetic = new Arithmetic(elaboration, values);
        this.access = new Access(elaboration, values, this);
        this.notation = new IndexNotation(elaboration, values, this);
        this.bodies = new Bodies(elaboration, values, this);
        this.calls = new Calls(elaboration, values, this);
        this.named = new NamedValues(elaboration);
    }

    Elaboration elaboration() {
        return elaboration;
    }

    Values values() {
        return values;
    }

    Arithmetic arithmetic() {
        return arithmetic;
    }

    IndexNotation notation() {
        return notation;
    }

    Calls calls() {
        return calls;
    }

    Bodies bodies() {
        return bodies;
    }

    /** The value; numbers that leave their range and kinds that do not fit are reported at the innermost expression of them. */
    Value evaluate(Expr expression, Body body) {
        elaboration.step(expression.span());
        try {
            return value(expression, body);
        } catch (ArithmeticException overflow) {
            throw elaboration.tooLarge(expression.span(), overflow);
        } catch (KindMismatch mismatch) {
            throw elaboration.mismatch(expression.span(), mismatch);
        }
    }

    private Value value(Expr expression, Body body) {
        return switch (expression) {
            case Expr.IntLiteral literal -> new IntValue(literal.value());
            case Expr.FloatLiteral literal -> new RealValue(literal.value());
            case Expr.StringLiteral literal -> new TextValue(literal.value());
            case Expr.BoolLiteral literal -> new TruthValue(literal.value());
            case Expr.NameRef name -> name(name, body);
            case Expr.Unary unary ->
                arithmetic.apply(
                        unary.operator() == Expr.UnaryOperator.NEGATE ? Primitive.NEGATE : Primitive.NOT,
                        List.of(evaluate(unary.operand(), body)),
                        List.of(unary.operand().span()),
                        unary.span());
            case Expr.Binary binary -> binary(binary, body);
            case Expr.Call call -> calls.call(call, body);
            case Expr.Pipe pipe -> pipe(pipe, body);
            case Expr.Member member -> member(member, body);
            case Expr.Index index -> access.access(index, body);
            case Expr.Reduction reduction -> notation.reduce(reduction, body);
            case Expr.Tuple tuple -> {
                List<Value> elements = new ArrayList<>();
                tuple.elements().forEach(e -> elements.add(evaluate(e, body)));
                yield elements.size() == 1 ? elements.getFirst() : new Value.ResultsValue(elements);
            }
            case Expr.ListExpr list -> list(list, body);
            case Expr.Scan scan -> throw notBuiltYet(scan.span(), "scan");
        };
    }

    TensorValue tensor(Expr expression, Body body) {
        return values.tensor(evaluate(expression, body), expression.span());
    }

    ElaborationException notBuiltYet(Span span, String what) {
        return elaboration.error(
                DiagnosticId.NOT_BUILT_YET, span, what + " is part of the language but not built yet in this version");
    }

    ElaborationException mayNotOwn(Span span, String what, Body body) {
        String name = body.declaration().name().text();
        return elaboration.error(
                DiagnosticId.BAD_KEPT,
                span,
                what + " stands in " + name + ", which owns no parameters; declare it as layer " + name);
    }

    private Value name(Expr.NameRef name, Body body) {
        Optional<Value> found = body.scope().value(name.name());
        if (found.isPresent()) {
            if (found.get() instanceof Value.ErrorValue) {
                throw ElaborationException.poisoned();
            }
            return found.get() instanceof Value.DeferredValue deferred
                    ? evaluate(deferred.expression(), deferred.body())
                    : found.get();
        }
        return constant(name, body).or(() -> named.value(name.name())).orElseThrow(() -> unknown(name, body));
    }

    private Optional<Value> constant(Expr.NameRef reference, Body body) {
        return elaboration
                .library()
                .constant(body.declaration(), reference.name())
                .map(declaration -> {
                    Value value = constant(declaration, reference.span());
                    int place = declaration.names().stream()
                            .map(n -> n.text())
                            .toList()
                            .indexOf(reference.name());
                    return declaration.names().size() == 1
                            ? value
                            : ((ListValue) value).elements().get(place);
                });
    }

    /** The value of a constant of a file. */
    Value constant(Declaration.Const declaration, Span use) {
        return elaboration.constant(
                declaration, use, () -> Values.single(evaluate(declaration.value(), standalone(declaration))));
    }

    private ElaborationException unknown(Expr.NameRef name, Body body) {
        if (elaboration.library().callable(body.declaration(), name.name()).isPresent()
                || body.scope().callable(name.name()).isPresent()
                || BuiltInCalls.NAMES.contains(name.name())) {
            return elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    name.span(),
                    name.name() + " is called, as in " + name.name() + "(x) or x -> " + name.name()
                            + "; a plain value is expected here");
        }
        Diagnostic diagnostic = elaboration.diagnostic(
                DiagnosticId.UNKNOWN_NAME, name.span(), "there is no value named " + name.name() + " here");
        return new ElaborationException(diagnostic);
    }

    private Value binary(Expr.Binary binary, Body body) {
        Value left = evaluate(binary.left(), body);
        if (Values.single(left) instanceof TruthValue truth) {
            boolean decided = binary.operator() == Expr.BinaryOperator.AND && !truth.value()
                    || binary.operator() == Expr.BinaryOperator.OR && truth.value();
            if (decided) {
                return truth;
            }
        }
        Value right = evaluate(binary.right(), body);
        if (binary.operator() == Expr.BinaryOperator.MATMUL) {
            return notation.matmul(
                    values.tensor(left, binary.left().span()),
                    values.tensor(right, binary.right().span()),
                    binary.span());
        }
        return arithmetic.apply(
                Arithmetic.primitive(binary.operator()),
                List.of(left, right),
                List.of(binary.left().span(), binary.right().span()),
                binary.span());
    }

    private Value pipe(Expr.Pipe pipe, Body body) {
        Value input = evaluate(pipe.input(), body);
        for (Stage stage : pipe.stages()) {
            List<Value> data = input instanceof Value.ResultsValue results
                            && pipe.input() instanceof Expr.Tuple
                            && stage == pipe.stages().getFirst()
                    ? results.values()
                    : List.of(Values.single(input));
            input = calls.pipe(stage, data, body);
        }
        return input;
    }

    private Value member(Expr.Member member, Body body) {
        if (member.object() instanceof Expr.NameRef owner) {
            Optional<Value> stage = body.scope().callable(owner.name());
            if (stage.isPresent()
                    && stage.get() instanceof Value.StageValue shared
                    && shared.shared().isPresent()) {
                Instance instance = shared.shared().get();
                return instance.parameter(member.name().text())
                        .map(p -> (Value) p)
                        .or(() -> instance.buffer(member.name().text()).map(KeptCell::current))
                        .orElseThrow(() -> elaboration.error(
                                DiagnosticId.UNKNOWN_NAME,
                                member.name().span(),
                                owner.name() + " has no parameter "
                                        + member.name().text() + " up to here"));
            }
            Optional<Value> dotted =
                    body.scope().value(owner.name() + "." + member.name().text());
            if (dotted.isPresent()) {
                return dotted.get();
            }
        }
        throw elaboration.error(
                DiagnosticId.UNKNOWN_NAME,
                member.span(),
                "there is no value " + member.span().text() + " here");
    }

    private Value list(Expr.ListExpr list, Body body) {
        List<Value> elements = new ArrayList<>();
        boolean tensors = false;
        for (ListItem item : list.items()) {
            Value value = Values.single(evaluate(item.value(), body));
            if (item.spread()) {
                if (!(value instanceof ListValue spread)) {
                    throw elaboration.error(
                            DiagnosticId.TYPE_MISMATCH,
                            item.span(),
                            "only a list can be spread with .., found " + values.describe(value));
                }
                elaboration.list(spread.elements().size(), item.span());
                elements.addAll(spread.elements());
            } else {
                tensors |= value instanceof TensorValue;
                elements.add(value);
            }
        }
        elaboration.list(list.items().size(), list.span());
        if (!tensors) {
            return new ListValue(elements);
        }
        List<TensorValue> stacked =
                elements.stream().map(e -> values.tensor(e, list.span())).toList();
        return values.stack(stacked, list.span());
    }

    /** The declaration through which names of other files are seen. */
    static Body standalone(Declaration declaration) {
        return new Body(declaration, Scope.ofBody(), new Instance(List.of()), List.of(), List.of());
    }
}
