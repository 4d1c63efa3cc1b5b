package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Uses;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.Variables;

/**
 * Cuts long vector loops into spans, each a call of a short method. HotSpot compiles a method that is called often soon and once;
 * one that runs a long loop a few times is left in the middle of it for compiled code, call after call, and up to there its
 * vectors are objects.
 *
 * <pre>{@code
 * for i = from, from + 16, … to                   for span = from, from + 4096, … to
 *   y[i ..] = x[i ..] + 1                  =>        Span: for i = span, span + 16, … min(span + 4096, to)
 *                                                            y[i ..] = x[i ..] + 1
 * }</pre>
 */
final class Spans {
    /** Vector statements of a span: a call costs a few of them. */
    private static final int LENGTH = 256;

    private static final String NAME = "Span";

    private final Variables variables;

    private Spans(Variables variables) {
        this.variables = variables;
    }

    static Kernel of(Kernel kernel, Variables variables) {
        return kernel.with(new Spans(variables).statements(kernel.body()));
    }

    private List<Statement> statements(List<Statement> statements) {
        return statements.stream()
                .map(statement -> statement instanceof Statement.Loop loop ? loop(loop) : statement)
                .toList();
    }

    private Statement loop(Statement.Loop loop) {
        double round = length(loop.body());
        double all = length(loop);
        if (round >= LENGTH) {
            List<Statement> inner = statements(loop.body());
            boolean isSpan = inner.equals(loop.body()) && Uses.of(inner).areApart();
            return with(loop, isSpan ? List.of(new Statement.Part(NAME, inner)) : inner);
        }
        if (round == 0 || all < LENGTH || !Uses.of(List.of(loop)).areApart()) {
            return loop;
        }
        return all < 2 * LENGTH ? new Statement.Part(NAME, List.of(loop)) : cut(loop, (int) (LENGTH / round));
    }

    private static Statement.Loop with(Statement.Loop loop, List<Statement> body) {
        return new Statement.Loop(loop.variable(), loop.from(), loop.to(), loop.step(), body);
    }

    private Statement.Loop cut(Statement.Loop loop, int rounds) {
        Variable span = variables.fresh(loop.variable().name() + "Span");
        int step = Math.multiplyExact(loop.step(), rounds);
        List<Statement> body = new ArrayList<>();
        Place end = Place.of(span).plus(step);
        Place extent = extent(loop);
        if (!extent.isConstant() || extent.constant() % step != 0) {
            Variable last = variables.fresh(loop.variable().name() + "End");
            body.add(new Statement.Declare(
                    last,
                    Expression.apply(
                            ElementType.INT,
                            Primitive.MIN,
                            new Expression.Index(end),
                            new Expression.Index(loop.to()))));
            end = Place.of(last);
        }
        body.add(new Statement.Part(
                "Span", List.of(new Statement.Loop(loop.variable(), Place.of(span), end, loop.step(), loop.body()))));
        return new Statement.Loop(span, loop.from(), loop.to(), step, body);
    }

    private static Place extent(Statement.Loop loop) {
        return loop.to().plus(loop.from().times(-1));
    }

    /** Vector statements that are run, those of parts apart; infinitely many in a loop whose end is not known. */
    private static double length(List<Statement> statements) {
        return statements.stream().mapToDouble(Spans::length).sum();
    }

    private static double length(Statement statement) {
        return switch (statement) {
            case Statement.Loop loop -> length(loop);
            case Statement.If choice -> length(choice.then());
            case Statement.Declare declare -> length(declare.value());
            case Statement.Assign assign -> length(assign.value());
            case Statement.Store store -> length(store.value());
            case Statement.Add _, Statement.Part _, Statement.DeclareByPart _ -> 0;
        };
    }

    private static double length(Expression value) {
        return value.isVector() ? 1 : 0;
    }

    private static double length(Statement.Loop loop) {
        double body = length(loop.body());
        Place extent = extent(loop);
        return body == 0
                ? 0
                : extent.isConstant() ? body * Math.ceilDiv(extent.constant(), loop.step()) : Double.POSITIVE_INFINITY;
    }
}
