package org.dlm.compiler.schedule;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.lower.Computation;
import org.dlm.compiler.lower.LoweredGroup;

/** What is computed of each finished sum. */
final class Epilogue {
    /** KB of code up to which C1 is sure to compile a method: 207 went well, 245 failed. */
    private static final double MOST_CODE = 180;
    /** The same with masked stores, whose size is less certain. */
    private static final double MOST_MASKED = 140;

    /** Registers that hide the latency of the sums and use each operand several times. */
    private static final int FULL_TILE = 16;

    private Epilogue() {}

    /**
     * Whether an element may be computed twice: not where it reads what it may overwrite, as an update of a parameter in place
     * does. Values of a reduction that are kept for this run alone never take the place of what it reads.
     */
    static boolean repeatable(LoweredGroup group) {
        return group.computations().stream().skip(1).noneMatch(computation -> readsOwnKept(group, computation));
    }

    private static boolean readsOwnKept(LoweredGroup group, Computation computation) {
        boolean[] found = {false};
        computation
                .body()
                .forEach(e -> found[0] |= e instanceof Expression.Load load
                        && load.at().equals(computation.place())
                        && isKept(group.operands().get(load.operand()).op()));
        return found[0];
    }

    /** Whether something takes its next value in its own place. */
    private static boolean isKept(Op op) {
        return op.kind() instanceof OpKind.Source source
                && switch (source.role()) {
                    case PARAMETER, BUFFER, STATE, GRADIENT -> true;
                    case INPUT, TARGET, HYPER, COUNTER, COLUMN -> false;
                };
    }

    /**
     * Whether the rest is computed in a loop of its own after the sums, which are stored meanwhile: where it would take the
     * registers of a full tile.
     */
    static boolean isApart(LoweredGroup group) {
        return group.computations().size() > 1
                && holder(group).isPresent()
                && mostRegisters(false, stores(group), code(group, false)) < FULL_TILE;
    }

    /** The result whose place may hold the sum of the same element until it is computed itself. */
    static Optional<Computation> holder(LoweredGroup group) {
        Computation reduction = group.computations().getFirst();
        if (reduction.stored().isPresent()) {
            return Optional.of(reduction);
        }
        return group.computations().stream()
                .filter(c -> repeatable(group)
                        && c.stored().isPresent()
                        && c.op().type().element() == ElementType.FLOAT
                        && c.place().equals(reduction.place()))
                .findFirst();
    }

    /** Stores that a tile makes for each register, at least 1. */
    static int storesOfTile(LoweredGroup group) {
        return isApart(group) ? 1 : Math.max(1, stores(group));
    }

    private static int stores(LoweredGroup group) {
        return (int) group.computations().stream()
                .filter(c -> c.stored().isPresent())
                .count();
    }

    /**
     * How many registers a tile may have. C1 compiles a method before C2 does, and gives up on one that needs more than about
     * 200 KB of code; C2 then may never get it. Measured: 1.9 KB for a broadcast and its FMA, 2.9 KB for a store, 11.5 KB more for
     * a masked one; about 1.5 KB for other steps, more for those that join masks. What occurs twice is computed once.
     */
    static int mostRegisters(LoweredGroup group, boolean masked) {
        return mostRegisters(masked, storesOfTile(group), isApart(group) ? 0 : code(group, masked));
    }

    private static int mostRegisters(boolean masked, int stores, double code) {
        double register = 1.9 + stores * (masked ? 14.4 : 2.9) + code;
        return Math.max(1, (int) ((masked ? MOST_MASKED : MOST_CODE) / register));
    }

    /** KB of code that what follows the sum takes for one register. */
    private static double code(LoweredGroup group, boolean masked) {
        double code = 0;
        for (Computation computation :
                group.computations().subList(1, group.computations().size())) {
            Set<Expression> distinct = new LinkedHashSet<>();
            computation.body().forEach(distinct::add);
            code += distinct.stream().mapToDouble(e -> codeSize(e, masked)).sum();
        }
        return code;
    }

    private static double codeSize(Expression expression, boolean masked) {
        return switch (expression) {
            case Expression.Apply apply
            when VectorFunctions.hasForm(apply.primitive(), Precision.F32) && apply.primitive() != Primitive.SIGN ->
                apply.primitive() == Primitive.FLOOR ? 10 : 45;
            case Expression.Apply apply when apply.primitive().logical() -> 5;
            case Expression.Apply apply
            when masked && (apply.type() == ElementType.BOOL || apply.primitive() == Primitive.WHERE) -> 5;
            case Expression.Apply apply -> 1.5;
            case Expression.Load load -> 1.5;
            case Expression.Within within -> 5;
            case Expression.Index index -> 3;
            case Expression.Fma _, Expression.ReduceLanes _, Expression.Lane _ -> 1.5;
            case Expression.Constant _, Expression.Local _, Expression.Argument _ -> 0;
            case Expression.Vector vector -> throw new IllegalArgumentException("a body is numbers: " + vector);
        };
    }
}
