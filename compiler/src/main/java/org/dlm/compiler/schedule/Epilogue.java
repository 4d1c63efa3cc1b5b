package org.dlm.compiler.schedule;

import java.util.List;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Operand;
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
        return group.computations().stream().skip(1).noneMatch(c -> loadsKept(c, group.operands()));
    }

    private static boolean loadsKept(Computation computation, List<Operand> operands) {
        boolean[] found = {false};
        computation
                .body()
                .forEach(e -> found[0] |= e instanceof Expression.Load load
                        && load.at().equals(computation.place())
                        && isKept(operands.get(load.operand())));
        return found[0];
    }

    private static boolean isKept(Operand operand) {
        if (!(operand.op().kind() instanceof OpKind.Source source)) {
            return false;
        }
        return switch (source.role()) {
            case PARAMETER, BUFFER, STATE -> true;
            case INPUT, TARGET, HYPER, COUNTER, COLUMN -> false;
        };
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
            computation.body().forEach(e -> cost[0]++);
        }
        return cost[0];
    }
}
