package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.Computation;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.LoweredGroup;
import org.dlm.compiler.lower.Sharing;

/**
 * What is made of the sums of a tile: in registers, or, where that would leave too few of them to the sums, in a loop of its own
 * over the stored tile, which is in the first cache then.
 */
final class TileEpilogue {
    private final LoweredGroup group;
    private final List<Expression> values;
    private final Optional<LoopAxis> masked;
    private final Where where;

    /** Where the rest of the computations is done. */
    enum Where {
        /** At each cell, before anything is stored. */
        IN_REGISTERS,
        /** After each tile, by this. */
        OVER_TILE,
        /** After many tiles, by a {@link SlabEpilogue}. */
        OVER_SLAB
    }

    /**
     * @param values of the computations after the reduction
     * @param masked the axis at whose end a vector is cut off
     */
    TileEpilogue(LoweredGroup group, List<Expression> values, Optional<LoopAxis> masked, Where where) {
        this.group = group;
        this.values = List.copyOf(values);
        this.masked = masked;
        this.where = where;
    }

    Where where() {
        return where;
    }

    /** Stores all results of the cells. */
    List<Statement> inRegisters(List<TileCell> cells, List<Variable> sums) {
        return stores(cells, sums, true);
    }

    /** Stores the sums alone. */
    List<Statement> sumsStored(List<TileCell> cells, List<Variable> sums) {
        Computation holder = Epilogue.holder(group).orElseThrow();
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            store(holder, cells.get(i), local(sums.get(i)), statements);
        }
        return statements;
    }

    /** Reads the stored sums of a tile again, and stores the other results. */
    List<Statement> overTile(List<Place> rows, List<Place> columns, BiFunction<Place, Place, TileCell> cellAt) {
        if (rows.size() == 1 || !areConsecutive(rows)) {
            return rows.stream()
                    .flatMap(row -> overTile(row, columns, cellAt).stream())
                    .toList();
        }
        Variable row = group.variables().fresh("row");
        return List.of(new Statement.Loop(
                row,
                Place.ZERO,
                Place.constant(rows.size()),
                1,
                overTile(rows.getFirst().plus(Place.of(row)), columns, cellAt)));
    }

    private static boolean areConsecutive(List<Place> rows) {
        return IntStream.range(0, rows.size())
                .allMatch(i -> rows.get(i).equals(rows.getFirst().plus(i)));
    }

    private List<Statement> overTile(Place row, List<Place> columns, BiFunction<Place, Place, TileCell> cellAt) {
        Computation holder = Epilogue.holder(group).orElseThrow();
        List<Statement> statements = new ArrayList<>();
        List<TileCell> cells = new ArrayList<>();
        List<Variable> sums = new ArrayList<>();
        for (Place column : columns) {
            TileCell cell = cellAt.apply(row, column);
            Variable sum = group.variables().fresh("sum");
            statements.add(new Statement.Declare(
                    sum,
                    Expression.Load.vector(
                            ElementType.FLOAT,
                            holder.stored().getAsInt(),
                            cell.place(holder.place()),
                            Optional.empty())));
            cells.add(cell);
            sums.add(sum);
        }
        statements.addAll(stores(cells, sums, holder != reduction()));
        return statements;
    }

    private Computation reduction() {
        return group.computations().getFirst();
    }

    private List<Computation> rest() {
        return group.computations().subList(1, group.computations().size());
    }

    private List<Statement> stores(List<TileCell> cells, List<Variable> sums, boolean withSum) {
        Sharing sharing = new Sharing(group.variables());
        List<List<Expression>> rows = new ArrayList<>();
        List<Map<Variable, Variable>> names = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Map<Variable, Variable> own = new HashMap<>();
            own.put(reduction().value(), sums.get(i));
            rest().forEach(c ->
                    own.put(c.value(), group.variables().fresh(c.value().name())));
            TileCell cell = cells.get(i);
            List<Expression> row = values.stream()
                    .map(value -> value.substitute(cell.places()).rename(own))
                    .toList();
            row.forEach(sharing::count);
            rows.add(row);
            names.add(own);
        }
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            if (withSum) {
                store(reduction(), cells.get(i), local(sums.get(i)), statements);
            }
            rest(cells.get(i), names.get(i), rows.get(i), sharing, statements);
        }
        return statements;
    }

    private void rest(
            TileCell cell,
            Map<Variable, Variable> names,
            List<Expression> row,
            Sharing sharing,
            List<Statement> statements) {
        for (int i = 0; i < row.size(); i++) {
            Computation computation = rest().get(i);
            Expression value = sharing.replace(row.get(i), statements);
            if (group.readsLocal(computation)) {
                Variable own = names.get(computation.value());
                statements.add(new Statement.Declare(own, value));
                value = Expression.Local.vector(value.type(), own);
            }
            store(computation, cell, value, statements);
        }
    }

    private void store(Computation computation, TileCell cell, Expression value, List<Statement> statements) {
        if (computation.stored().isPresent()) {
            Optional<Expression> lanes =
                    masked.map(axis -> new Expression.InRange(cell.place(axis.variable()), axis.size()));
            statements.add(new Statement.Store(
                    computation.stored().getAsInt(), cell.place(computation.place()), value, lanes));
        }
    }

    private static Expression local(Variable sum) {
        return Expression.Local.vector(ElementType.FLOAT, sum);
    }
}
