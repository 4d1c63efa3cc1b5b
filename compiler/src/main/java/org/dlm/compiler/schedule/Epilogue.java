package org.dlm.compiler.schedule;

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

    /** Elementary steps for one element. */
    static int cost(LoweredGroup group) {
        int[] cost = {stores(group)};
        for (Computation computation :
                group.computations().subList(1, group.computations().size())) {
            computation.body().forEach(e -> cost[0] += cost(e));
        }
        return cost[0];
    }

    /** Exponentials and the like are written out. */
    private static int cost(Expression expression) {
        boolean writtenOut = expression instanceof Expression.Apply apply
                && (apply.primitive() == Primitive.EXP || apply.primitive() == Primitive.TANH);
        return writtenOut ? 25 : 1;
    }
}
