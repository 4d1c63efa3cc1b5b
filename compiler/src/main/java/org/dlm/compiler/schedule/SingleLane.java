package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.VectorValue;

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
        List<Statement> plain = new ArrayList<>();
        statements.forEach(statement -> plain.add(statement(statement)));
        return plain;
    }

    private static Statement statement(Statement statement) {
        return switch (statement) {
            case Statement.Loop loop ->
                new Statement.Loop(loop.variable(), loop.from(), loop.to(), loop.step(), statements(loop.body()));
            case Statement.Declare declare -> new Statement.Declare(declare.variable(), number(declare.value()));
            case Statement.Assign assign -> new Statement.Assign(assign.variable(), number(assign.value()));
            case Statement.Store store -> new Statement.Store(store.operand(), store.at(), number(store.value()));
            case Statement.Add add -> new Statement.Add(add.operand(), add.at(), number(add.value()));
            case Statement.If choice -> new Statement.If(number(choice.condition()), statements(choice.then()));
            case Statement.DeclareVector declare -> new Statement.Declare(declare.variable(), number(declare.value()));
            case Statement.AssignVector assign -> new Statement.Assign(assign.variable(), number(assign.value()));
            case Statement.StoreVector store -> store(store);
            case Statement.Part part -> new Statement.Part(part.name(), statements(part.body()));
            case Statement.DeclareByPart part ->
                new Statement.DeclareByPart(
                        part.variable(), number(part.result()), part.name(), statements(part.body()));
            case Statement.Note note -> note;
        };
    }

    private static Statement store(Statement.StoreVector store) {
        Statement plain = new Statement.Store(store.operand(), store.at(), number(store.value()));
        return store.mask()
                .<Statement>map(mask -> new Statement.If(number(mask), List.of(plain)))
                .orElse(plain);
    }

    private static Expression number(Expression expression) {
        return switch (expression) {
            case Expression.ReduceLanes lanes -> number(lanes.vector());
            case Expression.Lane lane -> number(lane.vector());
            case Expression.Apply apply -> apply.mapChildren(SingleLane::number);
            case Expression.Fma fma -> fma.mapChildren(SingleLane::number);
            case Expression.Constant constant -> constant;
            case Expression.Local local -> local;
            case Expression.Argument argument -> argument;
            case Expression.Index index -> index;
            case Expression.Load load -> load;
            case Expression.Within within -> within;
        };
    }

    private static Expression number(VectorValue value) {
        return switch (value) {
            case VectorValue.Broadcast broadcast -> broadcast.scalar();
            case VectorValue.Local local -> new Expression.Local(local.type(), local.variable());
            case VectorValue.Load load -> load(load);
            case VectorValue.Lanes lanes -> new Expression.Index(lanes.first());
            case VectorValue.InRange range -> new Expression.Within(range.first(), range.size());
            case VectorValue.Apply apply ->
                new Expression.Apply(
                        apply.type(),
                        apply.primitive(),
                        apply.arguments().stream().map(SingleLane::number).toList());
            case VectorValue.Fma fma -> new Expression.Fma(number(fma.a()), number(fma.b()), number(fma.c()));
            case VectorValue.Choose choose ->
                Expression.apply(
                        choose.type(),
                        Primitive.WHERE,
                        choose.condition(),
                        number(choose.then()),
                        number(choose.otherwise()));
            case VectorValue.EverySecond every -> number(every.from() == 0 ? every.first() : every.second());
            case VectorValue.ByTurns turns -> number(turns.half() == 0 ? turns.first() : turns.second());
            case VectorValue.Bits bits -> throw new IllegalArgumentException("functions are calls here: " + bits);
            case VectorValue.Exchange exchange -> throw new IllegalArgumentException("no other lane: " + exchange);
            case VectorValue.LaneBit bit -> throw new IllegalArgumentException("no other lane: " + bit);
        };
    }

    private static Expression load(VectorValue.Load load) {
        Expression element = new Expression.Load(load.type(), load.operand(), load.at());
        return load.mask()
                .<Expression>map(mask -> Expression.apply(
                        load.type(), Primitive.WHERE, number(mask), element, Expression.constant(load.type(), 0)))
                .orElse(element);
    }
}
