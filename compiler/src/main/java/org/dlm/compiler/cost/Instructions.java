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
import org.dlm.compiler.loop.Width;

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
    private final Set<Expression> loaded = new HashSet<>();
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

    private Ports ports(Width width) {
        return switch (width) {
            case ONE -> single;
            case VECTOR -> wide;
        };
    }

    void store(Statement.Store store) {
        count(store.value());
        count(store.at());
        store.mask().ifPresent(this::count);
        Width width = store.value().width();
        busy(
                Limit.STORES,
                crossings(store.at(), width, store.mask()),
                ports(width).stores());
        touch(store.operand(), store.at(), width, store.mask(), true);
    }

    /** Reads before it writes. */
    void increase(Statement.Add add) {
        count(new Expression.Load(add.value().type(), add.operand(), add.at()));
        store(new Statement.Store(add.operand(), add.at(), add.value()));
        busy(Limit.ARITHMETIC, 1, single.arithmetic());
    }

    private void touch(int operand, Place at, Width width, Optional<Expression> mask, boolean writes) {
        int lanes = width == Width.ONE ? 1 : target.lanes();
        double used = mask.map(this::used).orElse(1.0);
        accesses.add(new Access(operand, scope.known(at), lanes, writes, used));
    }

    /** The share of the lanes that a mask lets through. */
    private double used(Expression mask) {
        return switch (mask) {
            case Expression.InRange range -> scope.lanesInRange(range, target.lanes()) / target.lanes();
            case Expression.Apply apply
            when apply.primitive() == Primitive.AND -> used(apply.argument(0)) * used(apply.argument(1));
            case Expression.Local local -> masks.getOrDefault(local.variable(), 1.0);
            case Expression.Apply _, Expression.Load _, Expression.Fma _, Expression.Vector _ -> 1;
            case Expression.Constant _, Expression.Argument _, Expression.Index _, Expression.Within _ -> 1;
            case Expression.ReduceLanes _, Expression.Lane _ -> 1;
        };
    }

    /** A local; of a mask it is remembered how much it lets through. */
    void declare(Variable variable, Expression value) {
        count(value);
        if (value.isVector() && value.type() == ElementType.BOOL) {
            masks.put(variable, used(value));
        }
    }

    /** A vector that crosses a line counts as two; one that may lie anywhere, as often as it does. */
    private double crossings(Place at, Width width, Optional<Expression> mask) {
        int perLine = LINE * Byte.SIZE / (target.vectorBits() / target.lanes());
        Place known = scope.known(at);
        boolean aligned =
                known.constant() % target.lanes() == 0 && known.terms().stream().allMatch(term -> isAligned(term));
        return width == Width.ONE || aligned || mask.isPresent() ? 1 : 1 + (double) target.lanes() / perLine;
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

    /** Of the sides of a choice both count: which it will be is not known, and one of them is mostly a constant. */
    void count(Expression expression) {
        if (expression instanceof Expression.Load load) {
            load(load);
        } else {
            expression.children().forEach(this::count);
            own(expression);
        }
    }

    /** Of what is computed from the children. */
    private void own(Expression expression) {
        switch (expression) {
            case Expression.Apply apply -> count(apply.primitive(), apply.type(), ports(apply.width()));
            case Expression.Fma fma -> busy(Limit.FMA, 1, ports(fma.width()).fma());
            case Expression.Within within -> {
                count(within.place());
                issue(3);
            }
            case Expression.Index index -> {
                count(index.place());
                issue(1);
            }
            case Expression.ReduceLanes _ -> {
                double halves = Math.log(target.lanes()) / Math.log(2);
                busy(Limit.LANES, halves, wide.lanes());
                busy(Limit.ARITHMETIC, halves, wide.arithmetic());
            }
            case Expression.Lane _, Expression.Exchange _ -> busy(Limit.LANES, 1, wide.lanes());
            case Expression.Broadcast broadcast -> {
                if (!isFree(broadcast.scalar())) {
                    busy(Limit.LANES, 1, wide.lanes());
                }
            }
            case Expression.Lanes _, Expression.InRange _ -> busy(Limit.ARITHMETIC, 2, wide.arithmetic());
            case Expression.Bits bits -> {
                int steps = (bits.left() == 0 ? 0 : 1) + (bits.kept() == -1 ? 0 : 1) + (bits.added() == 0 ? 0 : 1);
                busy(Limit.ARITHMETIC, steps, wide.arithmetic());
            }
            case Expression.EverySecond _, Expression.ByTurns _ -> {
                busy(Limit.LANES, 2, wide.lanes());
                busy(Limit.ARITHMETIC, 1, wide.arithmetic());
            }
            case Expression.Constant _, Expression.Local _, Expression.Argument _, Expression.Load _ -> {}
            case Expression.Choose _, Expression.LaneBit _ -> {}
        }
    }

    /** Whether a number is in all lanes for nothing: an element is broadcast as it is loaded; what does not change, before the loop. */
    private static boolean isFree(Expression number) {
        return switch (number) {
            case Expression.Load _, Expression.Constant _, Expression.Argument _, Expression.Local _ -> true;
            case Expression.Apply _, Expression.Fma _, Expression.Index _, Expression.Within _ -> false;
            case Expression.ReduceLanes _, Expression.Lane _, Expression.Vector _ -> false;
        };
    }

    /** What has been loaded in this round is there. */
    private void load(Expression.Load load) {
        if (loaded.add(load)) {
            count(load.at());
            load.mask().ifPresent(this::count);
            Width width = load.width();
            busy(
                    Limit.LOADS,
                    crossings(load.at(), width, load.mask()),
                    ports(width).loads());
            touch(load.operand(), load.at(), width, load.mask(), false);
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
