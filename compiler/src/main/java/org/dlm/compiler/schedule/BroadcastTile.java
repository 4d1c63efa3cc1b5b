package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.LoweredGroup;

/**
 * The statements of one register tile of a {@link BroadcastSchedule}: its sums, term after term, and what is made of them. The taps of
 * a window are a loop like any other: C2 loads the operands of all unrolled taps before it uses the first, and spills what does
 * not fit, at a price that depends on where the stack lies.
 */
final class BroadcastTile {
    private final LoweredGroup group;
    private final Accumulation accumulation;
    private final boolean isCompensated;
    private final TileEpilogue epilogue;
    private final BiFunction<Place, Place, TileCell> cellAt;

    /** @param cellAt the register at a row and a column */
    BroadcastTile(
            LoweredGroup group,
            Accumulation accumulation,
            boolean isCompensated,
            TileEpilogue epilogue,
            BiFunction<Place, Place, TileCell> cellAt) {
        this.group = group;
        this.accumulation = accumulation;
        this.isCompensated = isCompensated;
        this.epilogue = epilogue;
        this.cellAt = cellAt;
    }

    /** A register of the tile with its accumulator. */
    private record Cell(TileCell cell, RunningSum sum) {}

    List<Statement> statements(List<Place> rows, List<Place> columns) {
        List<Cell> cells = new ArrayList<>();
        for (Place row : rows) {
            columns.forEach(column -> cells.add(new Cell(cellAt.apply(row, column), accumulator())));
        }
        List<Statement> statements = new ArrayList<>();
        cells.forEach(cell -> statements.addAll(cell.sum.declared(accumulation)));
        statements.addAll(sums(cells));
        List<TileCell> places = cells.stream().map(Cell::cell).toList();
        List<Variable> sums = cells.stream().map(cell -> cell.sum.sum()).toList();
        String name = rows.size() > 1 ? "Tile" : "Row";
        return switch (epilogue.where()) {
            case IN_REGISTERS -> {
                statements.addAll(epilogue.inRegisters(places, sums));
                yield List.of(new Statement.Part(name, statements));
            }
            case OVER_TILE -> {
                statements.addAll(epilogue.sumsStored(places, sums));
                yield List.of(
                        new Statement.Part(name, statements),
                        new Statement.Part(name + "Epilogue", epilogue.overTile(rows, columns, cellAt)));
            }
            case OVER_SLAB -> {
                statements.addAll(epilogue.sumsStored(places, sums));
                yield List.of(new Statement.Part(name, statements));
            }
        };
    }

    private RunningSum accumulator() {
        return isCompensated ? RunningSum.compensated(group.variables()) : RunningSum.plain(group.variables());
    }

    /** Terms of a sum that the cells of a tile do not leave out together are zeros, in tiles of one cell too. */
    private List<Statement> sums(List<Cell> cells) {
        Guards guards = accumulation.guards();
        boolean differ = guards.conditions().stream().anyMatch(this::isOfTile);
        List<Expression> factors = differ ? accumulation.factors() : guards.factors();
        List<LoopAxis> reduced = group.computations().getFirst().reduced();
        return Guards.around(reduced, differ ? List.of() : guards.conditions(), term(factors, cells));
    }

    /** Whether a condition may be another one in another cell. */
    private boolean isOfTile(Expression condition) {
        TileCell first = cellAt.apply(Place.ZERO, Place.ZERO);
        return !condition.substitute(first.places()).equals(condition);
    }

    private List<Statement> term(List<Expression> factors, List<Cell> cells) {
        CellTerms terms = new CellTerms(factors, cells.stream().map(Cell::cell).toList(), group.variables());
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            List<Expression> term = terms.of(i, statements);
            statements.addAll(cells.get(i).sum.joined(accumulation, term, group.variables()));
        }
        return statements;
    }
}
