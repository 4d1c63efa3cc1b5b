package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.Computation;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.LoweredGroup;
import org.dlm.compiler.lower.ParallelAxis;
import org.dlm.compiler.lower.ScalarForm;

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
    /** Rows of a tile that has whole windows. */
    private static final int PLANE_ROWS = 2;

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
                .filter(body -> !(body instanceof Expression.Broadcast))
                .flatMap(body -> Accumulation.of(reduction().reduction(), body));
    }

    private Kernel kernel(Accumulation accumulation) {
        Optional<LoopAxis> columnAxis = reused(accumulation, Optional.empty());
        Optional<LoopAxis> rowAxis = columnAxis.flatMap(axis -> reused(accumulation, Optional.of(axis)));
        TileShape shape = shape(rowAxis, columnAxis);
        Optional<LoopAxis> planeAxis = columnAxis
                .filter(axis -> rowAxis.isPresent() && shape.columns() == length(axis))
                .flatMap(axis -> planes(accumulation, rowAxis.orElseThrow(), axis));
        int tileRows = planeAxis.isPresent() ? PLANE_ROWS : shape.rows();
        Optional<TileLoops.Side> rows = rowAxis.map(axis -> new TileLoops.Side(axis, tileRows, 1));
        Optional<TileLoops.Side> columns = columnAxis.map(axis -> new TileLoops.Side(axis, shape.columns(), 1));
        List<LoopAxis> axes = group.outer().stream()
                .filter(axis -> planeAxis.filter(axis::equals).isEmpty())
                .toList();
        List<LoopAxis> tiled = Stream.of(rowAxis, columnAxis, planeAxis)
                .flatMap(Optional::stream)
                .toList();
        DotTile tile = new DotTile(group, target, accumulation, tiled);
        List<Statement> body = new TileLoops(axes, parallel, group.variables())
                .around(
                        TileLoops.Order.of(rows, columns, columns),
                        (r, c) -> tile.statements(cells(rowAxis, columnAxis, planeAxis, r, c)));
        int grain = Stream.of(rows, columns)
                .flatMap(Optional::stream)
                .filter(side -> parallel.filter(side.axis()::equals).isPresent())
                .mapToInt(TileLoops.Side::count)
                .findFirst()
                .orElse(1);
        return ScalarForm.kernel(group, grain, body);
    }

    private List<TileCell> cells(
            Optional<LoopAxis> rowAxis,
            Optional<LoopAxis> columnAxis,
            Optional<LoopAxis> planeAxis,
            List<Place> rows,
            List<Place> columns) {
        List<TileCell> cells = new ArrayList<>();
        for (Place row : rows) {
            for (int plane = 0; plane < planeAxis.map(DotSchedule::length).orElse(1); plane++) {
                Place at = Place.constant(plane);
                for (Place column : columns) {
                    cells.add(new TileCell(v ->
                            is(rowAxis, v) ? row : is(columnAxis, v) ? column : is(planeAxis, v) ? at : Place.of(v)));
                }
            }
        }
        return cells;
    }

    private static boolean is(Optional<LoopAxis> axis, Variable variable) {
        return axis.filter(a -> a.variable().equals(variable)).isPresent();
    }

    /**
     * A short axis beside whole columns, as the lines of a window beside its columns, along which the rows' vectors do not move either:
     * all of it is in each tile, so that these are loaded once for a whole window, if the registers suffice for it.
     */
    private Optional<LoopAxis> planes(Accumulation accumulation, LoopAxis rows, LoopAxis columns) {
        return group.outer().reversed().stream()
                .filter(axis -> !axis.equals(rows)
                        && !axis.equals(columns)
                        && !axis.extent().isBatch())
                .filter(axis -> parallel.filter(axis::equals).isEmpty())
                .filter(axis -> length(axis) > 1 && planeRegisters(axis, columns) <= target.registers())
                .filter(axis -> accumulation.factors().stream()
                        .allMatch(f -> f.moves(axis.variable()) == f.moves(columns.variable())))
                .findFirst()
                .filter(axis -> length(rows) % PLANE_ROWS == 0);
    }

    private int planeRegisters(LoopAxis planes, LoopAxis columns) {
        int window = length(planes) * length(columns);
        return PLANE_ROWS * window * target.parts() + window + PLANE_ROWS;
    }

    private static int length(LoopAxis axis) {
        return axis.extent().isBatch() ? Integer.MAX_VALUE : axis.extent().fixedSize();
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
        int divisor = TileShape.along(size, most);
        return divisor * 2 > usual || !movable ? divisor : Math.min(size, usual);
    }

    /**
     * A free axis that some operand does not move along, so that its vectors are used again: the last such one; beside another
     * one, one whose vectors move along that other.
     */
    private Optional<LoopAxis> reused(Accumulation accumulation, Optional<LoopAxis> beside) {
        return group.outer().reversed().stream()
                .filter(axis -> beside.filter(axis::equals).isEmpty())
                .filter(axis -> axis.extent().isBatch() || axis.extent().fixedSize() > 1)
                .filter(axis -> accumulation.factors().stream().anyMatch(f -> f.moves(axis.variable())))
                .filter(axis -> accumulation.factors().stream()
                        .anyMatch(f -> !f.moves(axis.variable())
                                && beside.filter(other -> !f.moves(other.variable()))
                                        .isEmpty()))
                .filter(axis -> beside.isPresent() || !axis.extent().isBatch())
                .findFirst();
    }
}
