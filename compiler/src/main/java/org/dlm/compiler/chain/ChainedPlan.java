package org.dlm.compiler.chain;

import java.util.List;
import org.dlm.compiler.optimize.FusionPlan;

/**
 * Groups in the order in which they run, and which of them run a few examples at a time.
 *
 * @param chains in order, apart from each other
 */
public record ChainedPlan(FusionPlan plan, List<Chain> chains) {
    public ChainedPlan {
        chains = List.copyOf(chains);
    }

    /** Each group over the whole batch. */
    public static ChainedPlan without(FusionPlan plan) {
        return new ChainedPlan(plan, List.of());
    }
}
