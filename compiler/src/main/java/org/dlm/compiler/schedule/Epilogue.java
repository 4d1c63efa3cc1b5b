package org.dlm.compiler.schedule;

import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.lower.Computation;
import org.dlm.compiler.lower.LoweredGroup;

/** What is computed of each finished sum. */
final class Epilogue {
    private Epilogue() {}

    /**
     * Whether an element may be computed twice: not where it reads what it may overwrite, as an update of a parameter in place
     * does.
     */
    static boolean repeatable(LoweredGroup group) {
        return group.computations().stream().skip(1).noneMatch(Epilogue::readsOwnElement);
    }

    private static boolean readsOwnElement(Computation computation) {
        boolean[] found = {false};
        computation
                .body()
                .forEach(e -> found[0] |=
                        e instanceof Expression.Load load && load.at().equals(computation.place()));
        return found[0];
    }

    static int stores(LoweredGroup group) {
        return (int) group.computations().stream()
                .filter(c -> c.stored().isPresent())
                .count();
    }

    /**
     * How many registers a tile may have. C1 compiles a method before C2 does, and gives up on one that needs more than about
     * 200 KB of code; C2 then may never get it. Measured: 1.9 KB for a broadcast and its FMA, 2.9 KB for a store, 11.5 KB more for
     * a masked one; about 1.5 KB for other steps, more for those with masks.
     */
    static int mostRegisters(LoweredGroup group, boolean masked) {
        double register = 1.9 + stores(group) * (masked ? 14.4 : 2.9);
        for (Computation computation :
                group.computations().subList(1, group.computations().size())) {
            double[] size = {0};
            computation.body().forEach(e -> size[0] += codeSize(e));
            register += size[0];
        }
        return Math.max(1, (int) (160 / register));
    }

    private static double codeSize(Expression expression) {
        return switch (expression) {
            case Expression.Apply apply
            when apply.primitive() == Primitive.EXP || apply.primitive() == Primitive.TANH -> 45;
            case Expression.Apply apply
            when apply.type() == ElementType.BOOL || apply.primitive() == Primitive.WHERE -> 5;
            case Expression.Apply apply -> 1.5;
            case Expression.Load load -> 1.5;
            case Expression.Within within -> 5;
            case Expression.Index index -> 3;
            case Expression.Constant constant -> 0;
            case Expression.Local local -> 0;
            case Expression.Argument argument -> 0;
            case Expression.Fma fma -> 1.5;
            case Expression.ReduceLanes lanes -> 1.5;
            case Expression.Lane lane -> 1.5;
        };
    }
}
