package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.VectorValue;

/**
 * Takes away loops that go round once, or never: axes of extent 1, and tiles that are as wide as their axis.
 *
 * <pre>{@code
 * for (c = 0; c < 1; c++) { y[b * 784 + c * 784 + i] := x }   =>   y[b * 784 + i] := x
 * }</pre>
 */
final class OneRoundLoops {
    private final Function<Variable, Place> places;

    private OneRoundLoops(Function<Variable, Place> places) {
        this.places = places;
    }

    static Kernel without(Kernel kernel) {
        return kernel.with(new OneRoundLoops(Place::of).statements(kernel.body()));
    }

    private List<Statement> statements(List<Statement> statements) {
        List<Statement> kept = new ArrayList<>();
        for (Statement statement : statements) {
            if (statement instanceof Statement.Loop loop) {
                kept.addAll(loop(loop));
            } else {
                kept.add(statement(statement));
            }
        }
        return kept;
    }

    private List<Statement> loop(Statement.Loop loop) {
        Place from = loop.from().substitute(places);
        Place to = loop.to().substitute(places);
        Place extent = to.plus(from.times(-1));
        if (!extent.isConstant() || extent.constant() > loop.step()) {
            return List.of(new Statement.Loop(loop.variable(), from, to, loop.step(), statements(loop.body())));
        }
        return extent.constant() <= 0
                ? List.of()
                : new OneRoundLoops(variable -> variable.equals(loop.variable()) ? from : places.apply(variable))
                        .statements(loop.body());
    }

    private Statement statement(Statement statement) {
        return switch (statement) {
            case Statement.Loop loop ->
                throw new IllegalArgumentException("a loop is no single statement here: " + loop);
            case Statement.Declare declare -> new Statement.Declare(declare.variable(), value(declare.value()));
            case Statement.Assign assign -> new Statement.Assign(assign.variable(), value(assign.value()));
            case Statement.Store store ->
                new Statement.Store(store.operand(), store.at().substitute(places), value(store.value()));
            case Statement.Add add -> new Statement.Add(add.operand(), add.at().substitute(places), value(add.value()));
            case Statement.If choice -> new Statement.If(value(choice.condition()), statements(choice.then()));
            case Statement.DeclareVector declare ->
                new Statement.DeclareVector(declare.variable(), vector(declare.value()));
            case Statement.AssignVector assign -> new Statement.AssignVector(assign.variable(), vector(assign.value()));
            case Statement.StoreVector store ->
                new Statement.StoreVector(
                        store.operand(),
                        store.at().substitute(places),
                        vector(store.value()),
                        store.mask().map(this::vector));
            case Statement.Part part -> new Statement.Part(part.name(), statements(part.body()));
            case Statement.DeclareByPart part ->
                new Statement.DeclareByPart(
                        part.variable(), value(part.result()), part.name(), statements(part.body()));
            case Statement.Note note -> note;
        };
    }

    /** Lanes are read from vectors, into which a substitution of numbers does not go. */
    private Expression value(Expression expression) {
        return switch (expression) {
            case Expression.Lane lane -> new Expression.Lane(vector(lane.vector()), lane.lane());
            case Expression.ReduceLanes lanes -> new Expression.ReduceLanes(lanes.primitive(), vector(lanes.vector()));
            case Expression.Apply apply -> apply.mapChildren(this::value);
            case Expression.Fma fma -> fma.mapChildren(this::value);
            case Expression.Load load -> load.substitute(places);
            case Expression.Index index -> index.substitute(places);
            case Expression.Within within -> within.substitute(places);
            case Expression.Constant constant -> constant;
            case Expression.Local local -> local;
            case Expression.Argument argument -> argument;
        };
    }

    private VectorValue vector(VectorValue value) {
        return VectorPlaces.substitute(value, places);
    }
}
