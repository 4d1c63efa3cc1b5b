package org.dlm.compiler.cost;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.loop.Variable;

/**
 * A loop as its cost sees it.
 *
 * @param rounds of one execution
 * @param cycles that one round takes for itself, without inner loops, for each of the things that it may wait for; they are done at the
 *     same time
 * @param carried locals that one round hands to the next
 * @param accesses of one round itself
 */
record LoopNode(
        Variable variable,
        int step,
        double rounds,
        Map<Limit, Double> cycles,
        int carried,
        List<Access> accesses,
        List<LoopNode> inner) {
    LoopNode {
        cycles = Collections.unmodifiableMap(new EnumMap<>(cycles));
        accesses = List.copyOf(accesses);
        inner = List.copyOf(inner);
    }

    double cycles(Limit limit) {
        return cycles.getOrDefault(limit, 0.0);
    }

    /** What a round itself waits for longest. */
    Limit slowest() {
        return cycles.keySet().stream()
                .max(Comparator.comparingDouble(this::cycles))
                .orElse(Limit.CALL);
    }

    /** Cycles of all rounds, but for what is lost where loops end. */
    double busy() {
        double round = cycles(slowest());
        for (LoopNode loop : inner) {
            round += loop.busy();
        }
        return rounds * round;
    }
}
