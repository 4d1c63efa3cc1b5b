package org.dlm.compiler.optimize;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Places;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;

/** Asserts what {@link FusionGroup} and {@link FusionPlan} promise to the lowering. */
public final class FusionPlanVerifier {
    private final FusionPlan plan;
    private final Set<Op> known;
    private final Set<Op> computed = new HashSet<>();
    private final Set<Op> stored = new HashSet<>();

    private FusionPlanVerifier(FusionPlan plan) {
        this.plan = plan;
        this.known = new HashSet<>(plan.graph().ops());
    }

    public static void verify(FusionPlan plan) {
        FusionPlanVerifier verifier = new FusionPlanVerifier(plan);
        plan.groups().forEach(verifier::verifyGroup);
        verifier.verifyComplete(plan.graph());
    }

    private void verifyComplete(Graph graph) {
        for (Op op : graph.ops()) {
            boolean outside = op.kind() instanceof OpKind.Source || op.kind() instanceof OpKind.Reshape;
            check(outside || computed.contains(op), op, "is in no group");
        }
        graph.results().forEach(r -> verifyStored(r.op()));
        graph.updates().forEach(u -> verifyStored(u.value()));
    }

    private void verifyStored(Op op) {
        Op root = op.root();
        check(root.kind() instanceof OpKind.Source || stored.contains(root), root, "is offered but not stored");
    }

    private void verifyGroup(FusionGroup group) {
        Set<Op> members = new HashSet<>();
        for (Op op : group.ops()) {
            check(known.contains(op), op, "is not of the graph");
            check(computed.add(op), op, "is computed twice");
            for (Scalar.Load load : Access.loads(op)) {
                verifyRead(group, op, load, members);
            }
            verifyDomain(group, op);
            members.add(op);
        }
        check(members.containsAll(group.stored()), group.ops().getFirst(), "stores what it does not compute");
        stored.addAll(group.stored());
    }

    private void verifyRead(FusionGroup group, Op op, Scalar.Load load, Set<Op> members) {
        Op root = load.source().root();
        if (!members.contains(root)) {
            boolean there = root.kind() instanceof OpKind.Source
                    || stored.contains(root) && !group.ops().contains(root);
            check(there, op, "reads %" + root.id() + ", which is not stored before");
            return;
        }
        boolean own = switch (group.kind()) {
            case POINTWISE, REDUCTION -> Places.isOwnElement(load, group.outer().size());
            case ROWS -> Places.isOwnRow(load, group.outer().size());
            case SCATTER, DRAW, NUMBER -> false;
        };
        check(own && load.source() == root, op, "reads another element of %" + root.id() + " of its group");
        boolean inRegister = root.type().rank() == group.outer().size();
        check(inRegister || group.stored().contains(root), op, "reads a row of %" + root.id() + " that is not stored");
    }

    private static void verifyDomain(FusionGroup group, Op op) {
        switch (group.kind()) {
            case POINTWISE ->
                check(op.pointwise() && isOver(op, group.outer()), op, "is not pointwise over the domain");
            case REDUCTION -> {
                boolean first = op == group.ops().getFirst();
                check(op.pointwise() != first && isOver(op, group.outer()), op, "is no reduction with an epilogue");
            }
            case ROWS -> {
                List<Extent> shape = op.type().shape();
                int outer = group.outer().size();
                boolean row = shape.size() >= outer && shape.subList(0, outer).equals(Access.extents(group.outer()));
                check(row && op.kind() instanceof OpKind.Indexed, op, "has other outer axes");
            }
            case SCATTER ->
                check(op.kind() instanceof OpKind.ScatterAdd && group.ops().size() == 1, op, "is no scatter");
            case DRAW -> check(op.kind() instanceof OpKind.Draw && group.ops().size() == 1, op, "is no draw");
            case NUMBER ->
                check(op.type().element() == ElementType.NUMBER && group.ops().size() == 1, op, "is no NUMBER");
        }
        boolean number = op.type().element() == ElementType.NUMBER;
        check(number == (group.kind() == FusionGroup.Kind.NUMBER), op, "is a NUMBER in a kernel");
        check(
                !(op.kind() instanceof OpKind.Indexed indexed) || indexed.reduction() == Reduction.NONE || !number,
                op,
                "is a reduction of NUMBERs");
    }

    private static boolean isOver(Op op, List<Axis> outer) {
        return op.type().shape().equals(Access.extents(outer));
    }

    private static void check(boolean holds, Op op, String fault) {
        if (!holds) {
            throw new IllegalStateException("bug in dlmc: fusion: " + op + "\n" + fault);
        }
    }
}
