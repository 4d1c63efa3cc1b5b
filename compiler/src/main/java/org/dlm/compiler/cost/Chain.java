package org.dlm.compiler.cost;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;

/**
 * The cycles between one round of a loop and the next, because a local is computed from what it was: {@code acc := fma(x, y, acc)}
 * takes the latency of an fma, however many of them could be started meanwhile.
 */
final class Chain {
    private final Latencies latencies;
    /** Cycles from the begin of the round to the locals that depend on the round before. */
    private final Map<Variable, Integer> ready = new HashMap<>();

    private final Set<Variable> changed = new HashSet<>();

    private final int cycles;

    private Chain(List<Statement> statements, Variable index, Latencies latencies) {
        this.latencies = latencies;
        findChanged(statements);
        changed.forEach(variable -> ready.put(variable, 0));
        int inMemory = run(statements, index);
        int inLocals = changed.stream()
                .mapToInt(variable -> ready.getOrDefault(variable, 0))
                .max()
                .orElse(0);
        cycles = Math.max(inMemory, inLocals);
    }

    /** Of the statements of a round themselves; inner loops have chains of their own. */
    static Chain of(List<Statement> statements, Variable index, Latencies latencies) {
        return new Chain(statements, index, latencies);
    }

    /** From one round to the next. */
    int cycles() {
        return cycles;
    }

    /** How many locals are handed on. */
    int locals() {
        return changed.size();
    }

    private void findChanged(List<Statement> statements) {
        for (Statement statement : statements) {
            switch (statement) {
                case Statement.Assign assign -> changed.add(assign.variable());
                case Statement.If _, Statement.Part _, Statement.DeclareByPart _ -> findChanged(statement.inner());
                case Statement.Loop _, Statement.Declare _, Statement.Store _, Statement.Add _ -> {}
            }
        }
        statements.forEach(this::forgetDeclared);
    }

    /** What begins anew in each round hands nothing on. */
    private void forgetDeclared(Statement statement) {
        switch (statement) {
            case Statement.Declare declare -> changed.remove(declare.variable());
            case Statement.If _, Statement.Part _, Statement.DeclareByPart _ ->
                statement.inner().forEach(this::forgetDeclared);
            case Statement.Loop _, Statement.Assign _, Statement.Store _, Statement.Add _ -> {}
        }
    }

    /** Gives the longest wait for an element that the round before has added to. */
    private int run(List<Statement> statements, Variable index) {
        int wait = 0;
        for (Statement statement : statements) {
            switch (statement) {
                case Statement.Declare declare -> set(declare.variable(), of(declare.value()));
                case Statement.Assign assign -> set(assign.variable(), of(assign.value()));
                case Statement.If _, Statement.Part _, Statement.DeclareByPart _ ->
                    wait = Math.max(wait, run(statement.inner(), index));
                case Statement.Add add ->
                    wait = Math.max(wait, add.at().mentions(index) ? 0 : latencies.memory() + latencies.arithmetic());
                case Statement.Loop _, Statement.Store _ -> {}
            }
        }
        return wait;
    }

    private void set(Variable variable, OptionalInt cycles) {
        if (cycles.isPresent()) {
            ready.put(variable, cycles.getAsInt());
        } else {
            ready.remove(variable);
        }
    }

    private OptionalInt local(Variable variable) {
        return ready.containsKey(variable) ? OptionalInt.of(ready.get(variable)) : OptionalInt.empty();
    }

    private OptionalInt after(Expression expression, int latency) {
        OptionalInt operands = latest(expression.children());
        return operands.isPresent() ? OptionalInt.of(operands.getAsInt() + latency) : operands;
    }

    private OptionalInt latest(List<Expression> operands) {
        return operands.stream().map(this::of).flatMapToInt(OptionalInt::stream).max();
    }

    private OptionalInt of(Expression expression) {
        return switch (expression) {
            case Expression.Local local -> local(local.variable());
            case Expression.Choose choose -> latest(List.of(choose.then(), choose.otherwise()));
            case Expression.Load _, Expression.Constant _, Expression.Argument _ -> OptionalInt.empty();
            case Expression.Index _, Expression.Within _ -> OptionalInt.empty();
            case Expression.Lanes _, Expression.InRange _, Expression.LaneBit _ -> OptionalInt.empty();
            case Expression.Apply apply -> after(apply, latency(apply.primitive()));
            case Expression.Fma fma -> after(fma, latencies.fma());
            case Expression.Bits bits -> after(bits, latencies.arithmetic());
            case Expression.ReduceLanes lanes -> after(lanes, 4 * (latencies.lanes() + latencies.arithmetic()));
            case Expression.Lane _, Expression.Broadcast _, Expression.Exchange _ ->
                after(expression, latencies.lanes());
            case Expression.EverySecond _, Expression.ByTurns _ -> after(expression, latencies.lanes());
        };
    }

    private int latency(Primitive primitive) {
        return switch (primitive) {
            case MULTIPLY -> latencies.fma();
            case DIVIDE, SQRT -> latencies.division();
            case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, POWER, REMAINDER -> 4 * latencies.division();
            case ADD, SUBTRACT, NEGATE, ABS, SIGN, FLOOR, MIN, MAX -> latencies.arithmetic();
            case EQ, NE, LT, LE, GT, GE, AND, OR, NOT, WHERE -> latencies.arithmetic();
            case TO_FLOAT, TO_INT, TO_NUMBER, FLOOR_DIV, CEIL_DIV -> latencies.arithmetic();
            case STOP -> 0;
        };
    }
}
