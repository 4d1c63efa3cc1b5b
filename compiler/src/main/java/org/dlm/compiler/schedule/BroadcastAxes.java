package org.dlm.compiler.schedule;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.LoweredGroup;

/** Along which axes the tiles of a {@link BroadcastSchedule} have several registers, beside the one along which the vectors lie. */
final class BroadcastAxes {
    private static final int MASKED_STORES = 8;
    private static final int MOST_ROWS = 8;
    /** How much more tiles may cost that read from fewer places. */
    private static final double NEARLY = 1.25;
    /** A multiple of all tiles of a batch. */
    private static final int USUAL_BATCH = 64;

    private final LoweredGroup group;
    private final Target target;
    private final List<Expression> factors;
    private final boolean masked;

    /**
     * @param factors of the terms, as vectors along the last free axis
     * @param masked whether the last vector is cut off by a mask
     */
    BroadcastAxes(LoweredGroup group, Target target, List<Expression> factors, boolean masked) {
        this.group = group;
        this.target = target;
        this.factors = List.copyOf(factors);
        this.masked = masked;
    }

    private LoopAxis columns() {
        return group.outer().getLast();
    }

    /**
     * A free axis along which the vectors can be used again, that is which a vector load does not mention: the last one, whose
     * numbers are near each other, of those whose tiles cost hardly more than the cheapest.
     */
    Optional<LoopAxis> rows() {
        List<LoopAxis> reused = group.outer().stream()
                .filter(axis -> !axis.equals(columns()) && isReused(axis))
                .toList();
        double least = reused.stream().mapToDouble(this::cost).min().orElse(0);
        return reused.reversed().stream()
                .filter(axis -> cost(axis) <= NEARLY * least)
                .findFirst();
    }

    private double cost(LoopAxis rows) {
        TileShape.Choice tiles = tiles(Optional.of(rows));
        return tiles.cost(tiles.best());
    }

    private boolean isReused(LoopAxis axis) {
        return isLong(axis)
                && group.computations().getFirst().body().mentions(axis.variable())
                && factors.stream().anyMatch(f -> !(f instanceof Expression.Broadcast) && !f.moves(axis.variable()));
    }

    /**
     * A second axis of the tile where the last one is a single vector: one along which the vectors move and the numbers do not, as
     * the lines of a picture, so that numbers are used again too; else another one along which the vectors can be used again.
     */
    Optional<LoopAxis> line(LoopAxis rows) {
        if (columns().extent().fixedSize() != target.lanes()) {
            return Optional.empty();
        }
        List<LoopAxis> others = group.outer().reversed().stream()
                .filter(axis -> !axis.equals(columns()) && !axis.equals(rows))
                .filter(axis -> isLong(axis) && !axis.extent().isBatch())
                .toList();
        return others.stream()
                .filter(axis -> sharesNumbers(rows, axis))
                .findFirst()
                .or(() -> others.stream().filter(this::isReused).findFirst());
    }

    private boolean sharesNumbers(LoopAxis rows, LoopAxis line) {
        return factors.stream().anyMatch(f -> !f.moves(line.variable()) && f.moves(rows.variable()));
    }

    /** Vectors along the columns of tiles. */
    int vectors(Optional<LoopAxis> line) {
        return line.map(BroadcastAxes::length)
                .orElseGet(() -> Math.ceilDiv(columns().extent().fixedSize(), target.lanes()));
    }

    /** The tiles of rows along an axis, or of single rows. */
    TileShape.Choice tiles(Optional<LoopAxis> rows) {
        Optional<LoopAxis> line = rows.flatMap(this::line);
        boolean ownNumbers =
                line.filter(axis -> !sharesNumbers(rows.orElseThrow(), axis)).isPresent();
        int most = Epilogue.mostRegisters(group, masked);
        int mostRows = Math.min(masked ? MASKED_STORES / Epilogue.storesOfTile(group) : MOST_ROWS, most);
        boolean movable = Epilogue.repeatable(group);
        // what is left of a batch is single rows; batches are mostly multiples of powers of two
        boolean isBatch = rows.filter(axis -> axis.extent().isBatch()).isPresent();
        return new TileShape.Choice(
                isBatch ? USUAL_BATCH : rows.map(BroadcastAxes::length).orElse(1),
                masked ? 1 : vectors(line),
                movable && !isBatch,
                movable,
                Math.max(1, mostRows),
                ownNumbers ? Math.min(most, (target.registers() - 1) / 2) : most,
                target.registers());
    }

    private static boolean isLong(LoopAxis axis) {
        return length(axis) > 1;
    }

    private static int length(LoopAxis axis) {
        return axis.extent().isBatch() ? Integer.MAX_VALUE : axis.extent().fixedSize();
    }
}
