package org.dlm.compiler.schedule;

import java.util.List;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;

/**
 * Vectors of one lane as what they are, numbers: how a schedule that is written for vectors gives the plain loops too, with the
 * same operations in the same order.
 *
 * <pre>{@code
 * acc := lanes fma(all(x[i]), w[i, o ..], acc)   =>   acc := fma(x[i], w[i, o], acc)
 * }</pre>
 */
final class SingleLane {
    private SingleLane() {}

    static List<Statement> statements(List<Statement> statements) {
        return statements.stream().map(SingleLane::statement).toList();
    }

    private static Statement statement(Statement statement) {
        return statement instanceof Statement.Store store && store.mask().isPresent()
                ? new Statement.If(
                        number(store.mask().get()),
                        List.of(new Statement.Store(store.operand(), store.at(), number(store.value()))))
                : statement.map(place -> place, SingleLane::number, SingleLane::statements);
    }

    private static Expression number(Expression expression) {
        return switch (expression) {
            case Expression.Constant _, Expression.Argument _, Expression.Index _, Expression.Within _ -> expression;
            case Expression.Local local -> new Expression.Local(local.type(), local.variable());
            case Expression.Load load -> load(load);
            case Expression.Apply _, Expression.Fma _ -> expression.mapChildren(SingleLane::number);
            case Expression.ReduceLanes lanes -> number(lanes.vector());
            case Expression.Lane lane -> number(lane.vector());
            case Expression.Broadcast broadcast -> broadcast.scalar();
            case Expression.Lanes lanes -> new Expression.Index(lanes.first());
            case Expression.InRange range -> new Expression.Within(range.first(), range.size());
            case Expression.Choose choose ->
                Expression.apply(
                        choose.type(),
                        Primitive.WHERE,
                        choose.condition(),
                        number(choose.then()),
                        number(choose.otherwise()));
            case Expression.EverySecond every -> number(every.from() == 0 ? every.first() : every.second());
            case Expression.ByTurns turns -> number(turns.half() == 0 ? turns.first() : turns.second());
            case Expression.Bits bits -> throw new IllegalArgumentException("functions are calls here: " + bits);
            case Expression.Exchange _, Expression.LaneBit _ ->
                throw new IllegalArgumentException("no other lane: " + expression);
        };
    }

    private static Expression load(Expression.Load load) {
        Expression element = new Expression.Load(load.type(), load.operand(), load.at());
        return load.mask()
                .map(mask -> Expression.apply(
                        load.type(), Primitive.WHERE, number(mask), element, Expression.constant(load.type(), 0)))
                .orElse(element);
    }
}
