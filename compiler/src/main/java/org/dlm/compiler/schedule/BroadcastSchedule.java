package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.Compensation;
import org.dlm.compiler.lower.Computation;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.LoweredGroup;
import org.dlm.compiler.lower.ParallelAxis;
import org.dlm.compiler.lower.ScalarForm;

/**
 * Reductions whose last free axis is contiguous in an operand and in the result: vectors lie along that axis, one operand is read as
 * vectors, the other as numbers for all lanes, and each lane is a sum of its own. Dense layers, derivatives by dense weights,
 * convolutions and their derivatives by the input are of this form.
 *
 * <pre>{@code
 * z[b, o] = sum(i : x[b, i] * w[i, o]):   acc[b'][o'] += all(x[b + b', i]) * w[i, o + 16 * o' ..]
 * }</pre>
 */
final class BroadcastSchedule {
    private final LoweredGroup group;
    private final Target target;
    private final Optional<LoopAxis> parallel;
    private final boolean movable;

    BroadcastSchedule(LoweredGroup group, Target target) {
        this.parallel = ParallelAxis.of(group);
        this.group = MergedAxes.of(group, parallel.stream().toList());
        this.target = target;
        this.movable = Epilogue.repeatable(group);
    }

    /** How much of the longest vectors is used, 0 where this schedule does not fit; the same for all widths. */
    double utilisation() {
        if (plan().isEmpty()) {
            return 0;
        }
        int size = columnAxis().extent().fixedSize();
        return (double) size / (Math.ceilDiv(size, target.logicalLanes()) * target.logicalLanes());
    }

    Optional<Kernel> kernel() {
        return plan().map(this::kernel);
    }

    /** The bodies as vectors along the last free axis. */
    private record Plan(Accumulation accumulation, List<Expression> epilogue) {}

    private LoopAxis columnAxis() {
        return group.outer().getLast();
    }

    private Optional<Plan> plan() {
        if (group.outer().isEmpty() || columnAxis().extent().isBatch()) {
            return Optional.empty();
        }
        Variable axis = columnAxis().variable();
        Computation reduction = group.computations().getFirst();
        Map<Variable, Expression> locals = new HashMap<>();
        Optional<Accumulation> accumulation = new Vectorizer(axis, locals, target)
                .vector(reduction.body())
                .filter(body -> !(body instanceof Expression.Broadcast))
                .flatMap(body -> Accumulation.of(reduction.reduction(), body));
        locals.put(reduction.value(), Expression.Local.vector(ElementType.FLOAT, reduction.value()));
        List<Expression> epilogue = new ArrayList<>();
        for (Computation computation : rest()) {
            Optional<Expression> value = new Vectorizer(axis, locals, target).vector(computation.body());
            value.ifPresent(v -> {
                epilogue.add(v);
                locals.put(computation.value(), Expression.Local.vector(v.type(), computation.value()));
            });
        }
        boolean complete = epilogue.size() == rest().size();
        boolean contiguous = group.computations().stream()
                .allMatch(c -> c.stored().isEmpty() || c.place().coefficient(axis) == 1);
        return accumulation.filter(a -> complete && contiguous).map(a -> new Plan(a, epilogue));
    }

    private List<Computation> rest() {
        return group.computations().subList(1, group.computations().size());
    }

    private Kernel kernel(Plan plan) {
        int size = columnAxis().extent().fixedSize();
        boolean masked = size < target.lanes() || size % target.lanes() != 0 && !movable;
        BroadcastAxes tiled = new BroadcastAxes(group, target, plan.accumulation.factors(), masked);
        Optional<LoopAxis> rowAxis = tiled.rows();
        Optional<LoopAxis> line = rowAxis.flatMap(tiled::line);
        int vectors = tiled.vectors(line);
        TileShape shape = tiled.tiles(rowAxis).best();
        Optional<TileLoops.Side> rows = rowAxis.map(axis -> new TileLoops.Side(axis, shape.rows(), 1));
        TileLoops.Side columns = line.map(axis -> new TileLoops.Side(axis, shape.columns(), 1))
                .orElseGet(() -> new TileLoops.Side(columnAxis(), shape.columns(), target.lanes(), masked));
        TileLoops.Side single = columns.with(masked ? 1 : singleColumns(vectors));
        TileLoops.Order order = order(rows, columns, single);
        BroadcastTile tile = new BroadcastTile(
                group,
                plan.accumulation,
                isCompensated(),
                epilogue(plan, masked, order.after().isPresent()),
                (row, column) -> cell(rowAxis, columns.axis(), row, column));
        List<LoopAxis> axes =
                line.isPresent() ? group.outer().subList(0, group.outer().size() - 1) : group.outer();
        List<Statement> body = new TileLoops(axes, parallel, group.variables()).around(order, tile::statements);
        int grain = Stream.concat(rows.stream(), Stream.of(columns))
                .filter(side -> parallel.filter(side.axis()::equals).isPresent())
                .mapToInt(TileLoops.Side::length)
                .findFirst()
                .orElse(1);
        return ScalarForm.kernel(group, grain, body);
    }

    /**
     * Axes between the rows and the last one, as the lines of a picture, go round inside the rows: tiles that follow each other then
     * go on in as few streams of memory as there are rows, and what comes next is fetched in time. Where the slab of an
     * epilogue would be too large so, they stay outside.
     */
    private TileLoops.Order order(Optional<TileLoops.Side> rows, TileLoops.Side columns, TileLoops.Side single) {
        List<LoopAxis> lines = rows.filter(side -> !TileLoops.hasRest(side))
                .map(side -> lines(side.axis()))
                .orElse(List.of());
        Optional<TileLoops.After> slab = slab(rows, columns, lines);
        boolean inside = slab.isPresent() || !Epilogue.isApart(group);
        return new TileLoops.Order(
                rows,
                Optional.of(columns),
                Optional.of(single),
                inside ? lines : List.of(),
                inside ? slab : slab(rows, columns, List.of()));
    }

    private List<LoopAxis> lines(LoopAxis rowAxis) {
        List<LoopAxis> outer = group.outer();
        return outer.subList(outer.indexOf(rowAxis) + 1, outer.size() - 1).stream()
                .filter(axis -> parallel.filter(axis::equals).isEmpty())
                .toList();
    }

    private Optional<TileLoops.After> slab(
            Optional<TileLoops.Side> rows, TileLoops.Side columns, List<LoopAxis> inside) {
        List<LoopAxis> around = group.outer().stream()
                .filter(axis -> !axis.equals(columnAxis())
                        && !axis.equals(columns.axis())
                        && rows.filter(side -> side.axis().equals(axis)).isEmpty()
                        && !inside.contains(axis))
                .toList();
        return Epilogue.isApart(group) ? new SlabEpilogue(group, target).after(around, parallel) : Optional.empty();
    }

    private TileEpilogue epilogue(Plan plan, boolean masked, boolean isSlab) {
        TileEpilogue.Where where = !Epilogue.isApart(group)
                ? TileEpilogue.Where.IN_REGISTERS
                : isSlab ? TileEpilogue.Where.OVER_SLAB : TileEpilogue.Where.OVER_TILE;
        return new TileEpilogue(group, plan.epilogue, masked ? Optional.of(columnAxis()) : Optional.empty(), where);
    }

    /** Where the whole last axis is one vector, it starts at 0. */
    private TileCell cell(Optional<LoopAxis> rowAxis, LoopAxis alongColumns, Place row, Place column) {
        return new TileCell(v -> v.equals(alongColumns.variable())
                ? column
                : rowAxis.filter(axis -> axis.variable().equals(v)).isPresent()
                        ? row
                        : v.equals(columnAxis().variable()) ? Place.ZERO : Place.of(v));
    }

    /** A single row has only its columns to hide the latency of the sums. */
    private int singleColumns(int vectors) {
        int most = Math.min(isCompensated() ? 4 : 8, Epilogue.mostRegisters(group, false));
        return TileShape.along(vectors, most);
    }

    /** Whether so many terms are added that what an addition loses matters; products, of which there are many, round either way. */
    private boolean isCompensated() {
        Computation reduction = group.computations().getFirst();
        return plan().filter(plan -> plan.accumulation.isPlainSum()).isPresent()
                && Compensation.isLong(reduction.reduced());
    }
}
