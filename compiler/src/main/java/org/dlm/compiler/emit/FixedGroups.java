package org.dlm.compiler.emit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Graph.ResultRole;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionPlan;

/**
 * The groups of a program that follow from its weights alone: where weights never change, as in a session, they are computed once and
 * their values stay. A transposed weight is one; the sum of a weight over the examples of a batch is none, because batches differ.
 */
final class FixedGroups {
    private final Set<FusionGroup> groups = new LinkedHashSet<>();
    private final Set<Op> fixed = new HashSet<>();

    private FixedGroups(FusionPlan plan) {
        for (FusionGroup group : plan.groups()) {
            if (hasKernel(group) && group.ops().stream().allMatch(op -> isFixed(group, op))) {
                groups.add(group);
                fixed.addAll(group.ops());
            }
        }
    }

    static Set<FusionGroup> of(FusionPlan plan) {
        return new FixedGroups(plan).groups;
    }

    /** The same plan, in which what these groups store is read after each run too: the next one needs it. */
    static FusionPlan keeping(FusionPlan plan, Set<FusionGroup> fixed) {
        List<Graph.Result> results = new ArrayList<>(plan.graph().results());
        for (FusionGroup group : plan.groups()) {
            if (fixed.contains(group)) {
                group.stored().forEach(op -> results.add(new Graph.Result(ResultRole.KEPT, "kept" + op.id(), op)));
            }
        }
        Graph graph = plan.graph();
        return new FusionPlan(new Graph(graph.ops(), results, graph.updates()), plan.groups());
    }

    private static boolean hasKernel(FusionGroup group) {
        return switch (group.kind()) {
            case POINTWISE, REDUCTION, ROWS, SCATTER -> true;
            case NUMBER, DRAW -> false;
        };
    }

    private boolean isFixed(FusionGroup group, Op op) {
        return !dependsOnBatch(op)
                && op.operands().stream().map(Op::root).allMatch(root -> isFixedOperand(group, root));
    }

    private boolean isFixedOperand(FusionGroup group, Op operand) {
        return isWeight(operand) || fixed.contains(operand) || group.ops().contains(operand);
    }

    private static boolean isWeight(Op op) {
        return op.type().element() != ElementType.NUMBER
                && op.kind() instanceof OpKind.Source source
                && (source.role() == OpKind.Role.PARAMETER || source.role() == OpKind.Role.BUFFER);
    }

    /** Whether the examples of a batch are counted, or gone through. */
    private static boolean dependsOnBatch(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed -> hasBatch(indexed.axes()) || hasBatch(indexed.body());
            case OpKind.ScatterAdd scatter ->
                hasBatch(scatter.domain())
                        || hasBatch(scatter.body())
                        || scatter.at().stream()
                                .anyMatch(place -> place instanceof Subscript.Data data && hasBatch(data.value()));
            case OpKind.Source source -> op.type().batched();
            case OpKind.Reshape reshape -> op.type().batched();
            case OpKind.Draw draw -> true;
        };
    }

    private static boolean hasBatch(List<Axis> axes) {
        return axes.stream().anyMatch(axis -> axis.extent().isBatch());
    }

    private static boolean hasBatch(Scalar body) {
        boolean[] found = {false};
        body.forEach(part ->
                found[0] |= part instanceof Scalar.Size size && size.extent().isBatch());
        return found[0];
    }
}
