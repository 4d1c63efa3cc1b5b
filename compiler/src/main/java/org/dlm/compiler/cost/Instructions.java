package org.dlm.compiler.cost;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.VectorValue;

/** Counts what the statements of one round of a loop keep busy, and for how many cycles. */
final class Instructions {
    /** Bytes that are moved at once between the first cache and a core. */
    private static final int LINE = 64;

    private static final Set<Primitive> DIVISIONS_OF_INTS =
            EnumSet.of(Primitive.FLOOR_DIV, Primitive.CEIL_DIV, Primitive.REMAINDER);

    private static final Set<Primitive> SLOW_FUNCTIONS = EnumSet.of(Primitive.POWER, Primitive.REMAINDER);

    private final Machine machine;
    private final Target target;
    private final Scope scope;
    private final Ports wide;
    private final Ports single;
    private final Map<Limit, Double> cycles = new EnumMap<>(Limit.class);
    private final List<Access> accesses = new ArrayList<>();
    private final Set<Object> loaded = new HashSet<>();
    private final Map<Variable, Double> masks = new HashMap<>();

    Instructions(Machine machine, Target target, Scope scope) {
        this.machine = machine;
        this.target = target;
        this.scope = scope;
        wide = machine.ports(target);
        single = machine.ports(Target.plain(target.precision()));
    }

    Map<Limit, Double> cycles() {
        return cycles;
    }

    List<Access> accesses() {
        return accesses;
    }

    /** So many cycles more of something. */
    void add(Limit limit, double more) {
        cycles.merge(limit, more, Double::sum);
    }

    private void issue(double instructions) {
        add(Limit.ISSUE, instructions / machine.issue());
    }

    private void busy(Limit limit, double operations, double perCycle) {
        add(limit, operations / perCycle);
        issue(operations);
    }

    void store(int operand, Place at, Expression value) {
        count(value);
        count(at);
        busy(Limit.STORES, 1, single.stores());
        touch(operand, at, true);
    }

    /** Reads before it writes. */
    void increase(int operand, Place at, Expression value) {
        count(new Expression.Load(value.type(), operand, at));
        store(operand, at, value);
        busy(Limit.ARITHMETIC, 1, single.arithmetic());
    }

    void store(Statement.StoreVector store) {
        count(store.value());
        count(store.at());
        store.mask().ifPresent(this::count);
        busy(Limit.STORES, crossings(store.at(), store.mask().isEmpty()), wide.stores());
        touch(store.operand(), store.at(), store.mask(), true);
    }

    private void touch(int operand, Place at, boolean writes) {
        accesses.add(new Access(operand, scope.known(at), 1, writes, 1));
    }

    private void touch(int operand, Place at, Optional<VectorValue> mask, boolean writes) {
        double used = mask.map(this::used).orElse(1.0);
        accesses.add(new Access(operand, scope.known(at), target.lanes(), writes, used));
    }

    /** The share of the lanes that a mask lets through. */
    private double used(VectorValue mask) {
        return switch (mask) {
            case VectorValue.InRange range -> scope.lanesInRange(range, target.lanes()) / target.lanes();
            case VectorValue.Apply apply
            when apply.primitive() == Primitive.AND -> used(apply.argument(0)) * used(apply.argument(1));
            case VectorValue.Apply apply -> 1;
            case VectorValue.Broadcast broadcast -> 1;
            case VectorValue.Load load -> 1;
            case VectorValue.Local local -> masks.getOrDefault(local.variable(), 1.0);
            case VectorValue.Lanes lanes -> 1;
            case VectorValue.Fma fma -> 1;
            case VectorValue.Choose choose -> 1;
            case VectorValue.Bits bits -> 1;
            case VectorValue.Exchange exchange -> 1;
            case VectorValue.LaneBit bit -> 1;
            case VectorValue.EverySecond every -> 1;
            case VectorValue.ByTurns turns -> 1;
        };
    }

    /** A local vector; of a mask it is remembered how much it lets through. */
    void declare(Variable variable, VectorValue value) {
        count(value);
        if (value.type() == ElementType.BOOL) {
            masks.put(variable, used(value));
        }
    }

    /** A vector that crosses a line counts as two; one that may lie anywhere, as often as it does. */
    private double crossings(Place at, boolean isWhole) {
        int perLine = LINE * Byte.SIZE / (target.vectorBits() / target.lanes());
        Place known = scope.known(at);
        boolean aligned =
                known.constant() % target.lanes() == 0 && known.terms().stream().allMatch(term -> isAligned(term));
        return aligned || !isWhole ? 1 : 1 + (double) target.lanes() / perLine;
    }

    private boolean isAligned(Place.Term term) {
        return term.coefficient() % target.lanes() == 0 || term.factor() instanceof Place.Factor.Of of && steps(of);
    }

    /** Vectors run along an axis by whole vectors. */
    private boolean steps(Place.Factor.Of of) {
        return scope.step(of.variable()) % target.lanes() == 0;
    }

    void count(Place place) {
        for (Place.Term term : place.terms()) {
            switch (term.factor()) {
                case Place.Factor.Of of -> {}
                case Place.Factor.Quotient quotient -> issue(5);
                case Place.Factor.Remainder remainder -> issue(6);
                case Place.Factor.Data data -> {
                    count(data.value());
                    issue(data.checked() ? 2 : 0);
                }
            }
        }
    }

    void count(Expression expression) {
        switch (expression) {
            case Expression.Load load -> count(load);
            case Expression.Apply apply -> {
                apply.arguments().forEach(this::count);
                count(apply.primitive(), apply.type(), single);
            }
            case Expression.Fma fma -> {
                fma.children().forEach(this::count);
                busy(Limit.FMA, 1, single.fma());
            }
            case Expression.Within within -> {
                count(within.place());
                issue(3);
            }
            case Expression.Index index -> {
                count(index.place());
                issue(1);
            }
            case Expression.ReduceLanes lanes -> {
                count(lanes.vector());
                double halves = Math.log(target.lanes()) / Math.log(2);
                busy(Limit.LANES, halves, wide.lanes());
                busy(Limit.ARITHMETIC, halves, wide.arithmetic());
            }
            case Expression.Lane lane -> {
                count(lane.vector());
                busy(Limit.LANES, 1, wide.lanes());
            }
            case Expression.Constant constant -> {}
            case Expression.Local local -> {}
            case Expression.Argument argument -> {}
        }
    }

    /** What has been loaded in this round is there. */
    private void count(Expression.Load load) {
        if (loaded.add(load)) {
            count(load.at());
            busy(Limit.LOADS, 1, single.loads());
            touch(load.operand(), load.at(), false);
        }
    }

    void count(VectorValue value) {
        switch (value) {
            case VectorValue.Broadcast broadcast -> broadcast(broadcast.scalar());
            case VectorValue.Load load -> load(load);
            case VectorValue.Local local -> {}
            case VectorValue.Lanes lanes -> busy(Limit.ARITHMETIC, 2, wide.arithmetic());
            case VectorValue.InRange range -> busy(Limit.ARITHMETIC, 2, wide.arithmetic());
            case VectorValue.LaneBit bit -> {}
            case VectorValue.Apply apply -> {
                apply.arguments().forEach(this::count);
                count(apply.primitive(), apply.type(), wide);
            }
            case VectorValue.Fma fma -> {
                List.of(fma.a(), fma.b(), fma.c()).forEach(this::count);
                busy(Limit.FMA, 1, wide.fma());
            }
            case VectorValue.Choose choose -> {
                count(choose.condition());
                // which side it will be is not known; one of them is mostly a constant
                count(choose.then());
                count(choose.otherwise());
            }
            case VectorValue.Bits bits -> {
                count(bits.value());
                int steps = (bits.left() == 0 ? 0 : 1) + (bits.kept() == -1 ? 0 : 1) + (bits.added() == 0 ? 0 : 1);
                busy(Limit.ARITHMETIC, steps, wide.arithmetic());
            }
            case VectorValue.Exchange exchange -> {
                count(exchange.vector());
                busy(Limit.LANES, 1, wide.lanes());
            }
            case VectorValue.EverySecond every -> mixed(every.first(), every.second());
            case VectorValue.ByTurns turns -> mixed(turns.first(), turns.second());
        }
    }

    private void mixed(VectorValue first, VectorValue second) {
        count(first);
        count(second);
        busy(Limit.LANES, 2, wide.lanes());
        busy(Limit.ARITHMETIC, 1, wide.arithmetic());
    }

    /** An element is broadcast as it is loaded; what does not change in the loop, before it. */
    private void broadcast(Expression scalar) {
        switch (scalar) {
            case Expression.Load load -> count(load);
            case Expression.Constant constant -> {}
            case Expression.Argument argument -> {}
            case Expression.Local local -> {}
            case Expression.Apply apply -> moved(apply);
            case Expression.Fma fma -> moved(fma);
            case Expression.Index index -> moved(index);
            case Expression.Within within -> moved(within);
            case Expression.ReduceLanes lanes -> moved(lanes);
            case Expression.Lane lane -> moved(lane);
        }
    }

    private void moved(Expression scalar) {
        count(scalar);
        busy(Limit.LANES, 1, wide.lanes());
    }

    private void load(VectorValue.Load load) {
        if (loaded.add(load)) {
            count(load.at());
            Optional<VectorValue> mask = load.mask();
            mask.ifPresent(this::count);
            busy(Limit.LOADS, crossings(load.at(), mask.isEmpty()), wide.loads());
            touch(load.operand(), load.at(), mask, false);
        }
    }

    private void count(Primitive primitive, ElementType type, Ports ports) {
        if (type == ElementType.INT) {
            issue(ofInts(primitive));
            return;
        }
        switch (primitive) {
            case MULTIPLY -> busy(Limit.FMA, 1, ports.fma());
            case ADD, SUBTRACT, NEGATE, ABS, SIGN, FLOOR, MIN, MAX -> busy(Limit.ARITHMETIC, 1, ports.arithmetic());
            case EQ, NE, LT, LE, GT, GE, AND, OR, NOT, WHERE -> busy(Limit.ARITHMETIC, 1, ports.arithmetic());
            case TO_FLOAT, TO_INT, TO_NUMBER -> busy(Limit.ARITHMETIC, 1, ports.arithmetic());
            case DIVIDE, SQRT -> {
                add(Limit.DIVISION, ports.division());
                issue(1);
            }
            case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, POWER, REMAINDER -> {
                add(Limit.ARITHMETIC, ofFunction(primitive));
                issue(ofFunction(primitive) * 2);
            }
            case FLOOR_DIV, CEIL_DIV -> issue(ofInts(primitive));
            case STOP -> {}
        }
    }

    /** Instructions of an operation on ints. */
    private static double ofInts(Primitive primitive) {
        boolean divides = DIVISIONS_OF_INTS.contains(primitive);
        return divides ? 12 : 1;
    }

    /** Cycles of a function of one number, measured with this project's own ones. */
    private static double ofFunction(Primitive primitive) {
        return SLOW_FUNCTIONS.contains(primitive) ? 60 : 25;
    }
}
