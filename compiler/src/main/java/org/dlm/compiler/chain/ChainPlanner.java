package org.dlm.compiler.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionPlan;

/** From groups to chains of them, phase by phase. Where nothing is to be chained, the order stays as it is. */
public final class ChainPlanner {
    private ChainPlanner() {}

    /** @param phase of a group; the groups stand in the order of their phases */
    public static <P extends Comparable<P>> ChainedPlan plan(
            FusionPlan plan, Function<FusionGroup, P> phase, Precision precision, ChainRule rule) {
        Map<P, List<FusionGroup>> phases = new TreeMap<>();
        plan.groups()
                .forEach(group -> phases.computeIfAbsent(phase.apply(group), key -> new ArrayList<>())
                        .add(group));
        List<List<FusionGroup>> runs = phases.values().stream()
                .flatMap(groups -> RunOrder.of(groups).stream())
                .toList();
        FusionPlan ordered =
                new FusionPlan(plan.graph(), runs.stream().flatMap(List::stream).toList());
        RunCutting cutting = new RunCutting(ordered.groups(), new GroupUses(ordered), precision, rule);
        List<Chain> chains = new ArrayList<>();
        int begin = 0;
        for (List<FusionGroup> run : runs) {
            chains.addAll(cutting.cut(begin, begin + run.size()));
            begin += run.size();
        }
        ChainedPlan chained = chains.isEmpty() ? ChainedPlan.without(plan) : new ChainedPlan(ordered, chains);
        assert verified(plan, chained, phase);
        return chained;
    }

    private static boolean verified(FusionPlan before, ChainedPlan after, Function<FusionGroup, ?> phase) {
        ChainVerifier.verify(before, after, phase);
        return true;
    }
}
