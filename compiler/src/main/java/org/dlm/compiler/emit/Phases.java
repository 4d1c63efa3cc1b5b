package org.dlm.compiler.emit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionPlan;

/**
 * Cuts the groups of a program into what is computed once, forward, backward and update, and puts them in that order, so that the
 * generated class reads like a training step. Forward takes whatever it reads, and update whatever reads it, so every group still
 * stands after those it reads.
 */
final class Phases {
    private final FusionPlan plan;
    private final Map<FusionGroup, ProgramStep.Phase> phases = new HashMap<>();

    private Phases(FusionPlan plan, Set<FusionGroup> fixed) {
        this.plan = plan;
        fixed.forEach(group -> phases.put(group, ProgramStep.Phase.ONCE));
        markForward();
        markRest();
    }

    /**
     * The phase of each group.
     *
     * @param fixed those that are computed once
     */
    static Map<FusionGroup, ProgramStep.Phase> of(FusionPlan plan, Set<FusionGroup> fixed) {
        return new Phases(plan, fixed).phases;
    }

    /** The same groups in the order of their phases. */
    static FusionPlan order(FusionPlan plan, Map<FusionGroup, ProgramStep.Phase> phases) {
        List<FusionGroup> groups = new ArrayList<>(plan.groups());
        groups.sort(Comparator.comparing(phases::get));
        return new FusionPlan(plan.graph(), groups);
    }

    /** From the last group to the first: readers are seen before what they read. */
    private void markForward() {
        Set<Op> needed = new HashSet<>(results());
        for (FusionGroup group : plan.groups().reversed()) {
            if (group.ops().stream().anyMatch(needed::contains)) {
                phases.putIfAbsent(group, ProgramStep.Phase.FORWARD);
                group.ops().forEach(op -> op.operands().forEach(operand -> needed.add(operand.root())));
            }
        }
    }

    /** Outputs, losses and metrics; where there are none, as in programs of start values, all results. */
    private List<Op> results() {
        List<Graph.Result> results = plan.graph().results();
        List<Graph.Result> measured = results.stream()
                .filter(result -> result.role() != Graph.ResultRole.VALUE)
                .toList();
        return (measured.isEmpty() ? results : measured)
                .stream().map(result -> result.op().root()).toList();
    }

    private void markRest() {
        Set<Op> updated = new HashSet<>();
        plan.graph().updates().forEach(update -> updated.add(update.value().root()));
        for (FusionGroup group : plan.groups()) {
            boolean updates = group.ops().stream()
                    .anyMatch(op -> updated.contains(op)
                            || op.operands().stream().map(Op::root).anyMatch(updated::contains));
            if (!phases.containsKey(group)) {
                phases.put(group, updates ? ProgramStep.Phase.UPDATE : ProgramStep.Phase.BACKWARD);
                if (updates) {
                    updated.addAll(group.ops());
                }
            }
        }
    }
}
