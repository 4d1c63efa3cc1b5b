package org.dlm.compiler.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Origin;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.optimize.FusionGroup;

/** Gives every axis of a group a loop index and every access an address. */
public final class GroupLowering {
    private final FusionGroup group;
    private final Variables variables = new Variables();
    private final Operands operands = new Operands();
    private final BodyLowering.Preamble preamble = new BodyLowering.Preamble(variables);
    private final Map<Op, Expression> locals = new HashMap<>();

    private GroupLowering(FusionGroup group) {
        this.group = group;
    }

    public static LoweredGroup lower(FusionGroup group) {
        return new GroupLowering(group).lower();
    }

    private LoweredGroup lower() {
        return switch (group.kind()) {
            case POINTWISE, REDUCTION, ROWS -> computations();
            case SCATTER -> scatter();
            case DRAW, NUMBER -> throw new IllegalArgumentException("a " + group.kind() + " group has no kernel");
        };
    }

    private LoweredGroup computations() {
        List<LoopAxis> outer = loops(group.outer());
        List<Computation> computations = new ArrayList<>();
        for (Op op : group.ops()) {
            computations.add(computation(op, outer));
        }
        return group(outer, computations, Optional.empty());
    }

    private Computation computation(Op op, List<LoopAxis> outer) {
        OpKind.Indexed indexed = (OpKind.Indexed) op.kind();
        List<LoopAxis> free = new ArrayList<>(outer);
        free.addAll(loops(indexed.free().subList(outer.size(), indexed.free().size())));
        List<LoopAxis> reduced = loops(indexed.reduced());
        List<LoopAxis> all = new ArrayList<>(free);
        all.addAll(reduced);
        Expression body = new BodyLowering(all, indexed.axes(), locals, operands, preamble).lower(indexed.body());
        OptionalInt stored = group.stored().contains(op) ? OptionalInt.of(operands.write(op)) : OptionalInt.empty();
        Place place = Addresses.rowMajor(
                free.stream().map(axis -> Place.of(axis.variable())).toList(), op.type());
        Computation computation = new Computation(
                op, free, indexed.reduction(), reduced, body, place, variables.fresh(valueName(op)), stored);
        if (free.size() == outer.size()) {
            locals.put(op, computation.local());
        }
        return computation;
    }

    private LoweredGroup scatter() {
        Op op = group.ops().getFirst();
        OpKind.ScatterAdd scatter = (OpKind.ScatterAdd) op.kind();
        List<LoopAxis> domain = loops(scatter.domain());
        BodyLowering lowering = new BodyLowering(domain, scatter.domain(), locals, operands, preamble);
        List<Extent> shape = op.type().shape();
        Optional<Expression> inside = Expression.and(lowering.conditions(scatter.at(), shape));
        Place at = Addresses.rowMajor(lowering.places(scatter.at(), shape, false), op.type());
        Expression body = lowering.lower(scatter.body());
        return group(
                List.of(),
                List.of(),
                Optional.of(new LoweredGroup.Scatter(op, operands.write(op), domain, at, inside, body)));
    }

    private LoweredGroup group(
            List<LoopAxis> outer, List<Computation> computations, Optional<LoweredGroup.Scatter> scatter) {
        return new LoweredGroup(
                group.kind(),
                name(),
                operands.operands(),
                operands.numbers(),
                variables,
                preamble.statements(),
                outer,
                computations,
                scatter);
    }

    private List<LoopAxis> loops(List<Axis> axes) {
        return axes.stream()
                .map(axis -> new LoopAxis(variables.fresh(axis.name()), axis.extent()))
                .toList();
    }

    private String valueName(Op op) {
        String name = op.origin().name();
        boolean reduction = op.kind() instanceof OpKind.Indexed indexed && indexed.reduction() != Reduction.NONE;
        return reduction ? "sum".equals(name) || name.isEmpty() ? "total" : name : name.isEmpty() ? "value" : name;
    }

    private String name() {
        Origin origin = group.ops().getLast().origin();
        return origin.name().isEmpty() ? group.kind().name().toLowerCase(java.util.Locale.ROOT) : origin.name();
    }
}
