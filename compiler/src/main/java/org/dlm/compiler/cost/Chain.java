package org.dlm.compiler.cost;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.VectorValue;

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
                case Statement.AssignVector assign -> changed.add(assign.variable());
                case Statement.If choice -> findChanged(choice.then());
                case Statement.Part part -> findChanged(part.body());
                case Statement.DeclareByPart part -> findChanged(part.body());
                case Statement.Loop loop -> {}
                case Statement.Declare declare -> {}
                case Statement.DeclareVector declare -> {}
                case Statement.Store store -> {}
                case Statement.StoreVector store -> {}
                case Statement.Add add -> {}
                case Statement.Note note -> {}
            }
        }
        statements.forEach(this::forgetDeclared);
    }

    /** What begins anew in each round hands nothing on. */
    private void forgetDeclared(Statement statement) {
        switch (statement) {
            case Statement.Declare declare -> changed.remove(declare.variable());
            case Statement.DeclareVector declare -> changed.remove(declare.variable());
            case Statement.Part part -> part.body().forEach(this::forgetDeclared);
            case Statement.DeclareByPart part -> part.body().forEach(this::forgetDeclared);
            case Statement.If choice -> choice.then().forEach(this::forgetDeclared);
            case Statement.Loop loop -> {}
            case Statement.Assign assign -> {}
            case Statement.AssignVector assign -> {}
            case Statement.Store store -> {}
            case Statement.StoreVector store -> {}
            case Statement.Add add -> {}
            case Statement.Note note -> {}
        }
    }

    /** Gives the longest wait for an element that the round before has added to. */
    private int run(List<Statement> statements, Variable index) {
        int wait = 0;
        for (Statement statement : statements) {
            switch (statement) {
                case Statement.Declare declare -> set(declare.variable(), of(declare.value()));
                case Statement.Assign assign -> set(assign.variable(), of(assign.value()));
                case Statement.DeclareVector declare -> set(declare.variable(), of(declare.value()));
                case Statement.AssignVector assign -> set(assign.variable(), of(assign.value()));
                case Statement.If choice -> wait = Math.max(wait, run(choice.then(), index));
                case Statement.Part part -> wait = Math.max(wait, run(part.body(), index));
                case Statement.DeclareByPart part -> wait = Math.max(wait, run(part.body(), index));
                case Statement.Add add ->
                    wait = Math.max(wait, add.at().mentions(index) ? 0 : latencies.memory() + latencies.arithmetic());
                case Statement.Loop loop -> {}
                case Statement.Store store -> {}
                case Statement.StoreVector store -> {}
                case Statement.Note note -> {}
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

    private static OptionalInt after(OptionalInt operands, int latency) {
        return operands.isPresent() ? OptionalInt.of(operands.getAsInt() + latency) : operands;
    }

    private static OptionalInt latest(Stream<OptionalInt> operands) {
        return operands.flatMapToInt(OptionalInt::stream).max();
    }

    private OptionalInt of(Expression expression) {
        return switch (expression) {
            case Expression.Local local -> local(local.variable());
            case Expression.Apply apply ->
                after(latest(apply.arguments().stream().map(this::of)), latency(apply.primitive()));
            case Expression.Fma fma ->
                after(latest(Stream.of(fma.a(), fma.b(), fma.c()).map(this::of)), latencies.fma());
            case Expression.ReduceLanes lanes ->
                after(of(lanes.vector()), 4 * (latencies.lanes() + latencies.arithmetic()));
            case Expression.Lane lane -> after(of(lane.vector()), latencies.lanes());
            case Expression.Constant constant -> OptionalInt.empty();
            case Expression.Argument argument -> OptionalInt.empty();
            case Expression.Index index -> OptionalInt.empty();
            case Expression.Load load -> OptionalInt.empty();
            case Expression.Within within -> OptionalInt.empty();
        };
    }

    private OptionalInt of(VectorValue value) {
        return switch (value) {
            case VectorValue.Local local -> local(local.variable());
            case VectorValue.Broadcast broadcast -> after(of(broadcast.scalar()), latencies.lanes());
            case VectorValue.Apply apply ->
                after(latest(apply.arguments().stream().map(this::of)), latency(apply.primitive()));
            case VectorValue.Fma fma ->
                after(latest(Stream.of(fma.a(), fma.b(), fma.c()).map(this::of)), latencies.fma());
            case VectorValue.Choose choose ->
                latest(Stream.of(choose.then(), choose.otherwise()).map(this::of));
            case VectorValue.Exchange exchange -> after(of(exchange.vector()), latencies.lanes());
            case VectorValue.Bits bits -> after(of(bits.value()), latencies.arithmetic());
            case VectorValue.EverySecond every ->
                after(latest(Stream.of(every.first(), every.second()).map(this::of)), latencies.lanes());
            case VectorValue.ByTurns turns ->
                after(latest(Stream.of(turns.first(), turns.second()).map(this::of)), latencies.lanes());
            case VectorValue.Load load -> OptionalInt.empty();
            case VectorValue.Lanes lanes -> OptionalInt.empty();
            case VectorValue.InRange range -> OptionalInt.empty();
            case VectorValue.LaneBit bit -> OptionalInt.empty();
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
