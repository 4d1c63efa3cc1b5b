package org.dlm.compiler.chain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionPlan;

/** Asserts what is guaranteed of a {@link ChainedPlan}. */
public final class ChainVerifier {
    private final ChainedPlan after;
    private final Function<FusionGroup, ?> phase;

    private ChainVerifier(ChainedPlan after, Function<FusionGroup, ?> phase) {
        this.after = after;
        this.phase = phase;
    }

    /** Throws where the groups are others, stand before what they read, or cannot be chained. */
    public static void verify(FusionPlan before, ChainedPlan after, Function<FusionGroup, ?> phase) {
        List<FusionGroup> groups = after.plan().groups();
        check(groups.size() == before.groups().size(), "there are other groups");
        check(Set.copyOf(groups).equals(Set.copyOf(before.groups())), "there are other groups");
        ChainVerifier verifier = new ChainVerifier(after, phase);
        verifier.verifyOrder();
        verifier.verifyChains();
    }

    private void verifyOrder() {
        Map<Op, FusionGroup> makers = new HashMap<>();
        after.plan().groups().forEach(group -> group.ops().forEach(op -> makers.put(op, group)));
        Set<FusionGroup> done = new HashSet<>();
        for (FusionGroup group : after.plan().groups()) {
            done.add(group);
            for (Op op : group.ops()) {
                for (Op operand : op.operands()) {
                    FusionGroup maker = makers.get(operand.root());
                    check(maker == null || done.contains(maker), op + " stands before " + operand);
                }
            }
        }
    }

    private void verifyChains() {
        int free = 0;
        for (Chain chain : after.chains()) {
            check(chain.first() >= free, "chains overlap at group " + chain.first());
            free = chain.last() + 1;
            check(free <= after.plan().groups().size(), "a chain has more groups than there are");
            List<FusionGroup> groups = after.plan().groups().subList(chain.first(), free);
            for (FusionGroup group : groups) {
                check(OwnExample.isOf(group), "in a chain, other examples are needed by " + group);
                check(
                        phase.apply(group).equals(phase.apply(groups.getFirst())),
                        "in a chain, another phase has " + group);
            }
        }
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalStateException("this is a bug in dlmc: chains: " + fault);
        }
    }
}
