package org.dlm.compiler.elaborate;

import java.util.Optional;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.graph.GraphBuilder;

/** Evaluates the settings of a recipe that are known when it is compiled: {@code epochs = 2 * 5}. */
public final class KnownExpressions {
    private final Declaration from;
    private final Library library;
    private final DiagnosticSink sink;

    public KnownExpressions(Declaration from, Library library, DiagnosticSink sink) {
        this.from = from;
        this.library = library;
        this.sink = sink;
    }

    /** A whole number; empty where an error was reported. */
    public Optional<Long> integer(Expr expression) {
        return evaluate(expression).flatMap(value -> switch (value) {
            case Value.IntValue i -> Optional.of(i.value());
            default -> wrong(expression, "an int");
        });
    }

    /** A number, with whether it is written as a whole one. */
    public Optional<Double> number(Expr expression) {
        return evaluate(expression).flatMap(value -> switch (value) {
            case Value.IntValue i -> Optional.of((double) i.value());
            case Value.RealValue r -> Optional.of(r.value());
            default -> wrong(expression, "a number");
        });
    }

    public Optional<Boolean> truth(Expr expression) {
        return evaluate(expression).flatMap(value -> switch (value) {
            case Value.TruthValue t -> Optional.of(t.value());
            default -> wrong(expression, "true or false");
        });
    }

    private Optional<Value> evaluate(Expr expression) {
        Elaboration elaboration = new Elaboration(new GraphBuilder(), library, sink, Mode.INFERENCE);
        elaboration.at(expression.span(), "");
        try {
            return Optional.of(
                    Values.single(new Evaluator(elaboration).evaluate(expression, Evaluator.standalone(from))));
        } catch (ElaborationException failure) {
            elaboration.report(failure);
            return Optional.empty();
        }
    }

    private <T> Optional<T> wrong(Expr expression, String expected) {
        Elaboration elaboration = new Elaboration(new GraphBuilder(), library, sink, Mode.INFERENCE);
        elaboration.report(elaboration.diagnostic(
                DiagnosticId.BAD_RECIPE,
                expression.span(),
                expected + " known when the recipe is compiled is expected here"));
        return Optional.empty();
    }
}
