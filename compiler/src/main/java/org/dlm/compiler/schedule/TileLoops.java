package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.Nest;
import org.dlm.compiler.lower.Variables;

/**
 * The loops around register tiles: the axes that are not tiled, then columns, then rows. A tile that would reach over the end
 * of an axis is moved back to end there: it computes some elements once more, to the same bits. Rows of a run-time number are
 * cut into whole tiles and, in a second nest, single rows.
 *
 * <pre>{@code
 * for o = 0, 32, …                 // columns: 2 vectors
 *   for b = from, from + 8, …      // rows
 *     tile(b .. b + 7, o .. o + 31)
 * }</pre>
 */
final class TileLoops {
    private final List<LoopAxis> outer;
    private final Optional<LoopAxis> parallel;
    private final Variables variables;

    TileLoops(List<LoopAxis> outer, Optional<LoopAxis> parallel, Variables variables) {
        this.outer = outer;
        this.parallel = parallel;
        this.variables = variables;
    }

    /**
     * One tiled axis.
     *
     * @param count registers along it
     * @param unit elements of the axis in a register: the lanes, or 1
     * @param masked whether the last tile reaches over the end, where a mask cuts it off, and is not moved back
     */
    record Side(LoopAxis axis, int count, int unit, boolean masked) {
        Side(LoopAxis axis, int count, int unit) {
            this(axis, count, unit, false);
        }

        int length() {
            return count * unit;
        }

        Side with(int newCount) {
            return new Side(axis, newCount, unit, masked);
        }
    }

    /** Makes the statements of a tile from the places of its rows and columns. */
    interface Tile extends BiFunction<List<Place>, List<Place>, List<Statement>> {}

    /**
     * Which axes are tiled, and in which order the loops stand: the untiled axes outermost, then columns, then rows.
     *
     * @param rows absent where no axis is tiled besides the columns
     * @param single the columns of a tile of one row, for the rest of a run-time number of rows
     * @param lines axes whose loops are inside those over the rows, untiled ones or that of the columns
     * @param after what follows the tiles inside the first of the other untiled loops
     */
    record Order(
            Optional<Side> rows,
            Optional<Side> columns,
            Optional<Side> single,
            List<LoopAxis> lines,
            Optional<After> after) {
        Order {
            lines = List.copyOf(lines);
        }

        static Order of(Optional<Side> rows, Optional<Side> columns, Optional<Side> single) {
            return new Order(rows, columns, single, List.of(), Optional.empty());
        }
    }

    /**
     * Statements inside the loops over some axes.
     *
     * @param axes whose loops are around them
     */
    record After(List<LoopAxis> axes, List<Statement> statements) {}

    List<Statement> around(Order order, Tile tile) {
        List<Statement> nest = tiles(order, tile);
        for (LoopAxis axis : outer.reversed()) {
            if (!isTiled(order, axis) && !order.lines.contains(axis)) {
                List<Statement> inner = new ArrayList<>(nest);
                order.after
                        .filter(after -> after.axes().getLast().equals(axis))
                        .ifPresent(after -> inner.addAll(after.statements()));
                nest = isPart(axis) ? Nest.part(axis, inner) : Nest.around(List.of(axis), inner);
            }
        }
        return nest;
    }

    private List<Statement> tiles(Order order, Tile tile) {
        Optional<Side> rows = order.rows;
        if (rows.filter(TileLoops::hasRest).isPresent()) {
            return withRest(rows.orElseThrow(), order.columns, order.single, tile);
        }
        List<LoopAxis> untiled =
                order.lines.stream().filter(axis -> !isTiled(order, axis)).toList();
        boolean columnsInside =
                order.columns.filter(side -> order.lines.contains(side.axis())).isPresent();
        return columnsInside
                ? along(rows, r -> Nest.around(untiled, along(order.columns, c -> tile.apply(r, c))))
                : along(order.columns, c -> along(rows, r -> Nest.around(untiled, tile.apply(r, c))));
    }

    private static boolean isTiled(Order order, LoopAxis axis) {
        return Stream.concat(order.rows.stream(), order.columns.stream())
                .anyMatch(side -> side.axis().equals(axis));
    }

    /** Whether rows that fill no tile may be left. */
    static boolean hasRest(Side rows) {
        return rows.axis().extent().isBatch() && rows.count() > 1;
    }

    private List<Statement> withRest(Side rows, Optional<Side> columns, Optional<Side> single, Tile tile) {
        Variable row = rows.axis().variable();
        Place from = isPart(rows.axis()) ? Place.of(Variable.FROM) : Place.ZERO;
        Place to = isPart(rows.axis()) ? Place.of(Variable.TO) : Place.of(Variable.BATCH);
        Variable whole = variables.fresh("whole");
        Place.Factor left = new Place.Factor.Remainder(to.plus(from.times(-1)), rows.count());
        List<Statement> statements = new ArrayList<>();
        statements.add(new Statement.Declare(
                whole, new Expression.Index(to.plus(Place.of(left).times(-1)))));
        statements.addAll(along(
                columns,
                c -> List.of(new Statement.Loop(
                        row, from, Place.of(whole), rows.count(), tile.apply(places(Place.of(row), rows), c)))));
        List<Statement> singles = along(single, c -> tile.apply(List.of(Place.of(row)), c));
        statements.add(new Statement.Loop(row, Place.of(whole), to, 1, singles));
        return statements;
    }

    private List<Statement> along(Optional<Side> side, java.util.function.Function<List<Place>, List<Statement>> body) {
        return side.map(s -> along(s, body)).orElseGet(() -> body.apply(List.of(Place.ZERO)));
    }

    private List<Statement> along(Side side, java.util.function.Function<List<Place>, List<Statement>> body) {
        LoopAxis axis = side.axis();
        if (axis.extent().isBatch()) {
            Place from = isPart(axis) ? Place.of(Variable.FROM) : Place.ZERO;
            Place to = isPart(axis) ? Place.of(Variable.TO) : axis.size();
            return List.of(new Statement.Loop(
                    axis.variable(), from, to, side.length(), body.apply(places(Place.of(axis.variable()), side))));
        }
        int size = axis.extent().fixedSize();
        if (size <= side.length()) {
            List<Statement> whole = body.apply(fixed(side, size));
            // the one part that has the start of the axis has all of it
            return isPart(axis)
                    ? List.of(new Statement.Loop(
                            axis.variable(), Place.of(Variable.FROM), Place.of(Variable.TO), side.length(), whole))
                    : whole;
        }
        Place from = isPart(axis) ? Place.of(Variable.FROM) : Place.ZERO;
        Place to = isPart(axis) ? Place.of(Variable.TO) : Place.constant(size);
        List<Statement> inner = new ArrayList<>();
        Place start = Place.of(axis.variable());
        if (!side.masked() && size % side.length() != 0) {
            Variable moved = variables.fresh(axis.variable().name() + "Start");
            inner.add(new Statement.Declare(
                    moved,
                    Expression.apply(
                            ElementType.INT,
                            Primitive.MIN,
                            new Expression.Index(start),
                            Expression.constant(ElementType.INT, size - side.length()))));
            start = Place.of(moved);
        }
        inner.addAll(body.apply(places(start, side)));
        return List.of(new Statement.Loop(axis.variable(), from, to, side.length(), inner));
    }

    /** The whole axis is one tile: constant places, the last register ending at its end. */
    private static List<Place> fixed(Side side, int size) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < side.count(); i++) {
            int last = side.masked() ? size : size - side.unit();
            places.add(Place.constant(Math.max(0, Math.min(i * side.unit(), last))));
        }
        return places;
    }

    private static List<Place> places(Place start, Side side) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < side.count(); i++) {
            places.add(start.plus(i * side.unit()));
        }
        return places;
    }

    private boolean isPart(LoopAxis axis) {
        return parallel.filter(axis::equals).isPresent();
    }
}
