package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.Computation;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.LoweredGroup;
import org.dlm.compiler.lower.Sharing;

/** The statements of one register tile of a {@link DotSchedule}: its sums over lanes, their joining, and what is made of them. */
final class DotTile {
    private final LoweredGroup group;
    private final Target target;
    private final Accumulation accumulation;
    private final List<LoopAxis> tiled;

    /** @param tiled the axes along which a tile may have several sums */
    DotTile(LoweredGroup group, Target target, Accumulation accumulation, List<LoopAxis> tiled) {
        this.group = group;
        this.target = target;
        this.accumulation = accumulation;
        this.tiled = List.copyOf(tiled);
    }

    /** One sum of the tile with its accumulator, a vector for each part of the lanes. */
    private record Cell(TileCell place, LaneSum sum) {}

    private Computation reduction() {
        return group.computations().getFirst();
    }

    private LoopAxis lanes() {
        return reduction().reduced().getLast();
    }

    List<Statement> statements(List<TileCell> places) {
        List<Cell> cells = places.stream()
                .map(place -> new Cell(place, LaneSum.of(target, group.variables())))
                .toList();
        List<Statement> statements = new ArrayList<>();
        LongSum longSum = new LongSum(target, reduction().reduced(), group.variables());
        List<Expression> sums = new ArrayList<>();
        if (tiled.isEmpty() && accumulation.join() == Primitive.ADD && longSum.isLong()) {
            sums.add(longSum.sum(accumulation, sum -> terms(cells.getFirst(), sum), statements));
        } else {
            cells.forEach(cell -> statements.addAll(cell.sum.declared(accumulation)));
            statements.addAll(sums(cells));
            sums.addAll(new LaneJoining(target, group.variables())
                    .joined(accumulation.join(), cells.stream().map(Cell::sum).toList(), statements));
        }
        statements.addAll(stores(sums, cells));
        return List.of(new Statement.Part("Tile", statements));
    }

    /** The terms of a sum that shares nothing with others, which are added to lanes block by block. */
    private LaneLoop.Terms terms(Cell cell, LaneSum lanes) {
        List<Cell> alone = List.of(new Cell(cell.place, lanes));
        return (at, part, inside) -> terms(accumulation.factors(), alone, at, part, inside);
    }

    /** Terms of a sum that the cells of a tile do not leave out together are zeros, in tiles of one cell too. */
    private List<Statement> sums(List<Cell> cells) {
        Guards guards = accumulation.guards();
        boolean shared = guards.conditions().stream()
                .noneMatch(c -> tiled.stream().anyMatch(axis -> c.mentions(axis.variable())));
        List<Expression> factors = shared ? guards.factors() : accumulation.factors();
        List<LoopAxis> reduced = reduction().reduced();
        return Guards.around(
                reduced.subList(0, reduced.size() - 1),
                shared ? guards.conditions() : List.of(),
                new LaneLoop(target, lanes(), group.variables())
                        .statements((at, part, inside) -> terms(factors, cells, at, part, inside)));
    }

    /** One vector of terms for each cell. */
    private List<Statement> terms(
            List<Expression> factors, List<Cell> cells, Place at, int part, Optional<Expression> inside) {
        List<Expression> here = factors.stream()
                .map(f -> f.substitute(v -> v.equals(lanes().variable()) ? at : Place.of(v)))
                .toList();
        CellTerms terms = new CellTerms(here, cells.stream().map(Cell::place).toList(), group.variables());
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            List<Expression> term = terms.of(i, statements);
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
                                computation
                                        .body()
                                        .substitute(cell.place.places())
                                        .rename(names),
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
                            computation.stored().getAsInt(), cell.place.place(computation.place()), value));
                }
            }
        }
        return statements;
    }
}
