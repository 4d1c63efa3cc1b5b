package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.VectorValue;
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
    private static final int UNROLLED_TAPS = 3;
    /**
     * Vectors of all unrolled taps, which C2 loads before it uses the first: with 6 beside 8 x 2 sums unrolling gains a fifth, with
     * 12 beside 4 x 4 they are spilled, which takes a third of the speed.
     */
    private static final int UNROLLED_VECTORS = 8;

    private static final int MASKED_STORES = 8;
    private static final int MOST_ROWS = 8;
    /** Rows enough to use a vector again and to hide the latency of the sums. */
    private static final int FULL_ROWS = 6;

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
    private record Plan(Accumulation accumulation, List<VectorValue> epilogue) {}

    private LoopAxis columnAxis() {
        return group.outer().getLast();
    }

    private Optional<Plan> plan() {
        if (group.outer().isEmpty() || columnAxis().extent().isBatch()) {
            return Optional.empty();
        }
        Variable axis = columnAxis().variable();
        Computation reduction = group.computations().getFirst();
        Map<Variable, VectorValue> locals = new HashMap<>();
        Optional<Accumulation> accumulation = new Vectorizer(axis, locals, target)
                .vector(reduction.body())
                .filter(body -> !(body instanceof VectorValue.Broadcast))
                .flatMap(body -> Accumulation.of(reduction.reduction(), body));
        locals.put(reduction.value(), new VectorValue.Local(ElementType.FLOAT, reduction.value()));
        List<VectorValue> epilogue = new ArrayList<>();
        for (Computation computation : rest()) {
            Optional<VectorValue> value = new Vectorizer(axis, locals, target).vector(computation.body());
            value.ifPresent(v -> {
                epilogue.add(v);
                locals.put(computation.value(), new VectorValue.Local(v.type(), computation.value()));
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
        Optional<LoopAxis> rowAxis = rowAxis(plan);
        int size = columnAxis().extent().fixedSize();
        int vectors = Math.ceilDiv(size, target.lanes());
        boolean masked = size < target.lanes() || size % target.lanes() != 0 && !movable;
        TileShape shape = shape(rowAxis, vectors, masked);
        Optional<TileLoops.Side> rows = rowAxis.map(axis -> new TileLoops.Side(axis, shape.rows(), 1));
        TileLoops.Side columns = new TileLoops.Side(columnAxis(), shape.columns(), target.lanes(), masked);
        TileLoops.Side single = columns.with(masked ? 1 : singleColumns(vectors));
        TileLoops loops = new TileLoops(group.outer(), parallel, group.variables());
        List<Statement> body = loops.around(
                rows, Optional.of(columns), Optional.of(single), (r, c) -> tile(plan, rowAxis, r, c, masked));
        int grain = parallel.filter(columnAxis()::equals).isPresent()
                ? columns.length()
                : rows.filter(side -> parallel.filter(side.axis()::equals).isPresent())
                        .map(TileLoops.Side::count)
                        .orElse(1);
        return ScalarForm.kernel(group, grain, body);
    }

    private TileShape shape(Optional<LoopAxis> rowAxis, int vectors, boolean masked) {
        int registers = Epilogue.mostRegisters(group, masked);
        int mostRows = Math.min(masked ? MASKED_STORES / Math.max(1, Epilogue.stores(group)) : MOST_ROWS, registers);
        int rows = rowAxis.map(axis -> rows(axis, Math.max(1, mostRows))).orElse(1);
        return masked
                ? new TileShape(rows, 1)
                : TileShape.ofVectors(vectors, rows, movable, target.registers(), registers);
    }

    /** Batches are mostly multiples of powers of two. */
    private int rows(LoopAxis axis, int most) {
        return axis.extent().isBatch()
                ? Integer.highestOneBit(most)
                : TileShape.along(axis.extent().fixedSize(), most, movable);
    }

    /** A single row has only its columns to hide the latency of the sums. */
    private int singleColumns(int vectors) {
        int most = Math.min(isCompensated() ? 4 : 8, Epilogue.mostRegisters(group, false));
        return TileShape.along(vectors, most, false);
    }

    /** Whether so many terms are added that what an addition loses matters; products, of which there are many, round either way. */
    private boolean isCompensated() {
        Computation reduction = group.computations().getFirst();
        return plan().filter(plan -> plan.accumulation.isPlainSum()).isPresent()
                && Compensation.isLong(reduction.reduced());
    }

    /**
     * A free axis along which the vectors can be used again, that is which a vector load does not mention: the last one that fills
     * a tile, whose numbers are near each other, else the longest one.
     */
    private Optional<LoopAxis> rowAxis(Plan plan) {
        List<LoopAxis> reused = group.outer().stream()
                .filter(axis -> !axis.equals(columnAxis()))
                .filter(axis -> isLong(axis)
                        && group.computations().getFirst().body().mentions(axis.variable())
                        && plan.accumulation.factors().stream().anyMatch(f -> isReused(f, axis.variable())))
                .toList();
        return reused.reversed().stream()
                .filter(axis -> rows(axis, MOST_ROWS) >= FULL_ROWS)
                .findFirst()
                .or(() -> reused.stream().max((a, b) -> Integer.compare(length(a), length(b))));
    }

    private static boolean isLong(LoopAxis axis) {
        return length(axis) > 1;
    }

    private static int length(LoopAxis axis) {
        return axis.extent().isBatch() ? Integer.MAX_VALUE : axis.extent().fixedSize();
    }

    private static boolean isReused(VectorValue factor, Variable axis) {
        VectorValue moved = VectorPlaces.substitute(
                factor, v -> v.equals(axis) ? Place.of(v).plus(1) : Place.of(v));
        return !(factor instanceof VectorValue.Broadcast) && moved.equals(factor);
    }

    private List<Statement> tile(
            Plan plan, Optional<LoopAxis> rowAxis, List<Place> rows, List<Place> columns, boolean masked) {
        List<Statement> statements = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        boolean isCompensated = isCompensated();
        for (Place row : rows) {
            for (Place column : columns) {
                cells.add(new Cell(places(rowAxis, row, column), accumulator(isCompensated), column));
            }
        }
        cells.forEach(cell -> statements.addAll(cell.accumulator.declared(plan.accumulation)));
        statements.addAll(sums(plan.accumulation, rowAxis, cells));
        statements.addAll(stores(plan, cells, masked));
        return List.of(new Statement.Part(rows.size() > 1 ? "Tile" : "Row", statements));
    }

    /** One register of the tile: where it stands, and its accumulator. */
    private record Cell(Function<Variable, Place> places, RunningSum accumulator, Place column) {}

    private RunningSum accumulator(boolean isCompensated) {
        return isCompensated ? RunningSum.compensated(group.variables()) : RunningSum.plain(group.variables());
    }

    private Function<Variable, Place> places(Optional<LoopAxis> rowAxis, Place row, Place column) {
        return v -> v.equals(columnAxis().variable())
                ? column
                : rowAxis.filter(axis -> axis.variable().equals(v)).isPresent() ? row : Place.of(v);
    }

    /** Terms of a sum that the cells of a tile do not leave out together are zeros, in tiles of one cell too. */
    private List<Statement> sums(Accumulation accumulation, Optional<LoopAxis> rowAxis, List<Cell> cells) {
        Guards guards = accumulation.guards();
        boolean rowGuard = guards.conditions().stream()
                .anyMatch(c -> c.mentions(columnAxis().variable())
                        || rowAxis.filter(axis -> c.mentions(axis.variable())).isPresent());
        List<VectorValue> factors = rowGuard ? accumulation.factors() : guards.factors();
        List<LoopAxis> reduced = group.computations().getFirst().reduced();
        boolean unroll = factors.stream()
                        .noneMatch(f -> f instanceof VectorValue.Load load
                                && load.mask().isPresent())
                && reduced.size() > 1
                && !reduced.getLast().extent().isBatch()
                && reduced.getLast().extent().fixedSize() <= UNROLLED_TAPS
                && reduced.getLast().extent().fixedSize() * vectors(cells) <= UNROLLED_VECTORS
                && guards.conditions().stream()
                        .noneMatch(c -> c.mentions(reduced.getLast().variable()));
        List<Statement> body = new ArrayList<>();
        if (unroll) {
            Variable tap = reduced.getLast().variable();
            for (int t = 0; t < reduced.getLast().extent().fixedSize(); t++) {
                Place at = Place.constant(t);
                body.addAll(term(accumulation, factors, cells, v -> v.equals(tap) ? at : Place.of(v)));
            }
        } else {
            body.addAll(term(accumulation, factors, cells, Place::of));
        }
        List<LoopAxis> loops = unroll ? reduced.subList(0, reduced.size() - 1) : reduced;
        return Guards.around(loops, rowGuard ? List.of() : guards.conditions(), body);
    }

    /** How many vectors a tile has along its columns. */
    private static long vectors(List<Cell> cells) {
        return cells.stream().map(Cell::column).distinct().count();
    }

    /** One term for each cell, operands that several cells share being loaded once. */
    private List<Statement> term(
            Accumulation accumulation, List<VectorValue> factors, List<Cell> cells, Function<Variable, Place> tap) {
        VectorSharing sharing = new VectorSharing(group.variables());
        List<List<VectorValue>> terms = new ArrayList<>();
        for (Cell cell : cells) {
            List<VectorValue> term = factors.stream()
                    .map(f -> VectorPlaces.substitute(VectorPlaces.substitute(f, tap), cell.places))
                    .toList();
            term.forEach(sharing::count);
            terms.add(term);
        }
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            List<VectorValue> term = terms.get(i).stream()
                    .map(f -> sharing.replace(f, statements))
                    .toList();
            statements.addAll(cells.get(i).accumulator.joined(accumulation, term, group.variables()));
        }
        return statements;
    }

    private List<Statement> stores(Plan plan, List<Cell> cells, boolean masked) {
        VectorSharing sharing = new VectorSharing(group.variables());
        List<List<VectorValue>> values = new ArrayList<>();
        List<Map<Variable, Variable>> names = new ArrayList<>();
        for (Cell cell : cells) {
            Map<Variable, Variable> own = new HashMap<>();
            own.put(group.computations().getFirst().value(), cell.accumulator.sum());
            rest().forEach(c ->
                    own.put(c.value(), group.variables().fresh(c.value().name())));
            List<VectorValue> row = plan.epilogue.stream()
                    .map(value -> VectorPlaces.rename(VectorPlaces.substitute(value, cell.places), own))
                    .toList();
            row.forEach(sharing::count);
            values.add(row);
            names.add(own);
        }
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            stores(cells.get(i), names.get(i), values.get(i), masked, sharing, statements);
        }
        return statements;
    }

    private void stores(
            Cell cell,
            Map<Variable, Variable> names,
            List<VectorValue> values,
            boolean masked,
            VectorSharing sharing,
            List<Statement> statements) {
        VectorValue mask = new VectorValue.InRange(cell.column, columnAxis().size());
        Optional<VectorValue> lanes = masked ? Optional.of(mask) : Optional.empty();
        store(group.computations().getFirst(), cell, cell.accumulator.value(), lanes, statements);
        for (int i = 0; i < values.size(); i++) {
            Computation computation = rest().get(i);
            VectorValue value = sharing.replace(values.get(i), statements);
            if (group.readsLocal(computation)) {
                Variable own = names.get(computation.value());
                statements.add(new Statement.DeclareVector(own, value));
                value = new VectorValue.Local(value.type(), own);
            }
            store(computation, cell, value, lanes, statements);
        }
    }

    private static void store(
            Computation computation,
            Cell cell,
            VectorValue value,
            Optional<VectorValue> lanes,
            List<Statement> statements) {
        if (computation.stored().isPresent()) {
            statements.add(new Statement.StoreVector(
                    computation.stored().getAsInt(), computation.place().substitute(cell.places), value, lanes));
        }
    }
}
