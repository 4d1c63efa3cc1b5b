package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.VectorValue;
import org.dlm.compiler.lower.Computation;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.LoweredGroup;
import org.dlm.compiler.lower.ParallelAxis;
import org.dlm.compiler.lower.ScalarForm;
import org.dlm.compiler.lower.Sharing;

/**
 * Reductions whose last reduced axis is contiguous in the operands: vectors lie along that axis, each logical lane sums every 16th
 * term, and at the end the lanes are joined. Narrow vectors are several to an accumulator. Products with a transposed matrix,
 * derivatives by the weights of convolutions and plain sums are of this form.
 *
 * <pre>{@code
 * dx[b, i] = sum(o : dy[b, o] * w[i, o]):   acc[b'][i'] += dy[b + b', o ..] * w[i + i', o ..]
 * }</pre>
 */
final class DotSchedule {
    private final LoweredGroup group;
    private final Target target;
    private final Optional<LoopAxis> parallel;
    private final boolean movable;

    DotSchedule(LoweredGroup group, Target target) {
        this.parallel = ParallelAxis.of(group);
        this.group = MergedAxes.of(group, group.outer());
        this.target = target;
        this.movable = Epilogue.repeatable(group);
    }

    /** How much of the longest vectors is used, 0 where this schedule does not fit; the same for all widths. */
    double utilisation() {
        if (accumulation().isEmpty()) {
            return 0;
        }
        if (lanes().extent().isBatch()) {
            return 1;
        }
        int size = lanes().extent().fixedSize();
        return (double) size / (Math.ceilDiv(size, target.logicalLanes()) * target.logicalLanes());
    }

    Optional<Kernel> kernel() {
        return accumulation().map(this::kernel);
    }

    private Computation reduction() {
        return group.computations().getFirst();
    }

    private LoopAxis lanes() {
        return reduction().reduced().getLast();
    }

    private Optional<Accumulation> accumulation() {
        if (reduction().reduced().isEmpty()) {
            return Optional.empty();
        }
        return new Vectorizer(lanes().variable(), Map.of(), target)
                .vector(reduction().body())
                .filter(body -> !(body instanceof VectorValue.Broadcast))
                .flatMap(body -> Accumulation.of(reduction().reduction(), body));
    }

    private Kernel kernel(Accumulation accumulation) {
        Optional<LoopAxis> columnAxis = reused(accumulation, Optional.empty());
        Optional<LoopAxis> rowAxis = columnAxis.flatMap(axis -> reused(accumulation, Optional.of(axis)));
        TileShape shape = shape(rowAxis, columnAxis);
        Optional<TileLoops.Side> rows = rowAxis.map(axis -> new TileLoops.Side(axis, shape.rows(), 1));
        Optional<TileLoops.Side> columns = columnAxis.map(axis -> new TileLoops.Side(axis, shape.columns(), 1));
        TileLoops loops = new TileLoops(group.outer(), parallel, group.variables());
        List<Statement> body = loops.around(
                rows,
                columns,
                columns,
                (r, c) -> tile(accumulation, rowAxis, columnAxis, cells(rowAxis, columnAxis, r, c)));
        int grain = java.util.stream.Stream.of(rows, columns)
                .flatMap(Optional::stream)
                .filter(side -> parallel.filter(side.axis()::equals).isPresent())
                .mapToInt(TileLoops.Side::count)
                .findFirst()
                .orElse(1);
        return ScalarForm.kernel(group, grain, body);
    }

    /** An accumulator takes as many registers as it has parts. */
    private TileShape shape(Optional<LoopAxis> rowAxis, Optional<LoopAxis> columnAxis) {
        int registers = target.registers() / target.parts();
        int columns = columnAxis
                .map(axis -> registers < 8 ? 1 : registers < 32 ? along(axis, 2, 2) : along(axis, 5, 4))
                .orElse(1);
        int most = Math.max(1, Math.min(8, (registers - columns) / (columns + 1)));
        int rows = rowAxis.map(axis -> along(axis, Math.min(most, columns <= 2 ? 8 : 4), Math.min(most, 4)))
                .orElse(1);
        return new TileShape(rows, columns);
    }

    private int along(LoopAxis axis, int most, int usual) {
        if (axis.extent().isBatch()) {
            return usual;
        }
        int size = axis.extent().fixedSize();
        int divisor = TileShape.along(size, most, false);
        return divisor * 2 > usual || !movable ? divisor : TileShape.along(size, usual, true);
    }

    /**
     * A free axis that some operand does not move along, so that its vectors are used again: the last such one; beside another
     * one, one whose vectors move along that other.
     */
    private Optional<LoopAxis> reused(Accumulation accumulation, Optional<LoopAxis> beside) {
        return group.outer().reversed().stream()
                .filter(axis -> beside.filter(axis::equals).isEmpty())
                .filter(axis -> axis.extent().isBatch() || axis.extent().fixedSize() > 1)
                .filter(axis -> accumulation.factors().stream().anyMatch(f -> moves(f, axis)))
                .filter(axis -> accumulation.factors().stream()
                        .anyMatch(f -> !moves(f, axis)
                                && beside.filter(other -> !moves(f, other)).isEmpty()))
                .filter(axis -> beside.isPresent() || !axis.extent().isBatch())
                .findFirst();
    }

    private static boolean moves(VectorValue factor, LoopAxis axis) {
        Variable variable = axis.variable();
        return !VectorPlaces.substitute(
                        factor, v -> v.equals(variable) ? Place.of(v).plus(1) : Place.of(v))
                .equals(factor);
    }

    /** One sum of the tile: where it stands, and its accumulator, a vector for each part of the lanes. */
    private record Cell(Function<Variable, Place> places, LaneSum sum) {}

    private List<Cell> cells(
            Optional<LoopAxis> rowAxis, Optional<LoopAxis> columnAxis, List<Place> rows, List<Place> columns) {
        List<Cell> cells = new ArrayList<>();
        for (Place row : rows) {
            for (Place column : columns) {
                Function<Variable, Place> places = v -> is(rowAxis, v) ? row : is(columnAxis, v) ? column : Place.of(v);
                cells.add(new Cell(places, LaneSum.of(target, group.variables())));
            }
        }
        return cells;
    }

    private static boolean is(Optional<LoopAxis> axis, Variable variable) {
        return axis.filter(a -> a.variable().equals(variable)).isPresent();
    }

    private List<Statement> tile(
            Accumulation accumulation, Optional<LoopAxis> rows, Optional<LoopAxis> columns, List<Cell> cells) {
        List<Statement> statements = new ArrayList<>();
        LongSum longSum = new LongSum(target, reduction().reduced(), group.variables());
        boolean isAlone = rows.isEmpty() && columns.isEmpty();
        List<Expression> sums = new ArrayList<>();
        if (isAlone && accumulation.join() == Primitive.ADD && longSum.isLong()) {
            sums.add(longSum.sum(accumulation, sum -> terms(accumulation, cells.getFirst(), sum), statements));
        } else {
            cells.forEach(cell -> statements.addAll(cell.sum.declared(accumulation)));
            statements.addAll(sums(accumulation, rows, columns, cells));
            sums.addAll(new LaneJoining(target, group.variables())
                    .joined(accumulation.join(), cells.stream().map(Cell::sum).toList(), statements));
        }
        statements.addAll(stores(sums, cells));
        return List.of(new Statement.Part("Tile", statements));
    }

    /** The terms of a sum that shares nothing with others, which are added to lanes block by block. */
    private LaneLoop.Terms terms(Accumulation accumulation, Cell cell, LaneSum lanes) {
        List<Cell> alone = List.of(new Cell(cell.places, lanes));
        return (at, part, inside) -> terms(accumulation, accumulation.factors(), alone, at, part, inside);
    }

    /** Terms of a sum that the cells of a tile do not leave out together are zeros, in tiles of one cell too. */
    private List<Statement> sums(
            Accumulation accumulation, Optional<LoopAxis> rows, Optional<LoopAxis> columns, List<Cell> cells) {
        Guards guards = accumulation.guards();
        boolean shared = guards.conditions().stream().noneMatch(c -> mentions(c, rows) || mentions(c, columns));
        List<VectorValue> factors = shared ? guards.factors() : accumulation.factors();
        List<LoopAxis> reduced = reduction().reduced();
        return Guards.around(
                reduced.subList(0, reduced.size() - 1),
                shared ? guards.conditions() : List.of(),
                new LaneLoop(target, lanes(), group.variables())
                        .statements((at, part, inside) -> terms(accumulation, factors, cells, at, part, inside)));
    }

    private static boolean mentions(Expression condition, Optional<LoopAxis> axis) {
        return axis.filter(a -> condition.mentions(a.variable())).isPresent();
    }

    /** One vector of terms for each cell, operands that several cells share being loaded once. */
    private List<Statement> terms(
            Accumulation accumulation,
            List<VectorValue> factors,
            List<Cell> cells,
            Place at,
            int part,
            Optional<VectorValue> inside) {
        VectorSharing sharing = new VectorSharing(group.variables());
        List<List<VectorValue>> terms = new ArrayList<>();
        Function<Variable, Place> lane = v -> v.equals(lanes().variable()) ? at : Place.of(v);
        for (Cell cell : cells) {
            List<VectorValue> term = factors.stream()
                    .map(f -> VectorPlaces.substitute(VectorPlaces.substitute(f, lane), cell.places))
                    .toList();
            term.forEach(sharing::count);
            terms.add(term);
        }
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            List<VectorValue> term = terms.get(i).stream()
                    .map(f -> sharing.replace(f, statements))
                    .toList();
            statements.add(cells.get(i).sum.joined(accumulation, part, term, inside));
        }
        return statements;
    }

    private List<Statement> stores(List<Expression> joined, List<Cell> cells) {
        List<Statement> statements = new ArrayList<>();
        for (Cell cell : cells) {
            Map<Variable, Variable> names = new HashMap<>();
            Expression lanes = joined.get(cells.indexOf(cell));
            for (Computation computation : group.computations()) {
                Expression value = computation == reduction()
                        ? lanes
                        : Sharing.share(
                                ScalarLocals.rename(computation.body().substitute(cell.places), names),
                                group.variables(),
                                statements);
                if (group.readsLocal(computation)) {
                    Variable own = group.variables().fresh(computation.value().name());
                    names.put(computation.value(), own);
                    statements.add(new Statement.Declare(own, value));
                    value = new Expression.Local(value.type(), own);
                }
                if (computation.stored().isPresent()) {
                    statements.add(new Statement.Store(
                            computation.stored().getAsInt(), computation.place().substitute(cell.places), value));
                }
            }
        }
        return statements;
    }
}
