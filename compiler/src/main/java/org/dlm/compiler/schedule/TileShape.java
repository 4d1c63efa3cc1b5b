package org.dlm.compiler.schedule;

import java.util.List;
import java.util.stream.IntStream;

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

    /**
     * The largest number of registers along an axis that needs no moved tile, if it is not much smaller than {@code most}; else
     * {@code most}.
     *
     * @param movable whether a tile may be moved back to end with the axis
     */
    static int along(int extent, int most, boolean movable) {
        if (extent <= most) {
            return Math.max(1, extent);
        }
        int divisor = IntStream.rangeClosed(1, most)
                .filter(d -> extent % d == 0)
                .max()
                .orElse(1);
        return divisor * 2 > most || !movable ? divisor : most;
    }

    /**
     * The fastest shape for that many vectors along the columns.
     *
     * @param rows at most so many rows
     * @param registers of the machine
     * @param most accumulators at most
     */
    static TileShape ofVectors(int vectors, int rows, boolean movable, int registers, int most) {
        List<TileShape> candidates = candidates(vectors, rows).stream()
                .filter(shape -> shape.registers() <= registers && shape.rows * shape.columns <= most)
                .toList();
        return candidates.stream()
                .filter(shape -> vectors % shape.columns == 0 || movable)
                .min((a, b) -> Double.compare(cost(a, vectors, rows), cost(b, vectors, rows)))
                .orElse(new TileShape(1, 1));
    }

    private static List<TileShape> candidates(int vectors, int rows) {
        return IntStream.of(1, 2, 3, 4, 5, 6, 8)
                .filter(columns -> columns <= vectors)
                .boxed()
                .flatMap(columns -> IntStream.of(1, 2, 3, 4, 5, 6, 7, 8)
                        .filter(r -> r <= rows)
                        .mapToObj(r -> new TileShape(r, columns)))
                .toList();
    }

    /** Time of all tiles: the FMAs, at least the latency of 8 of them, and the loads at half their price. */
    private static double cost(TileShape shape, int vectors, int rows) {
        double tiles = Math.ceil((double) rows / shape.rows) * Math.ceil((double) vectors / shape.columns);
        double work = Math.max(8, shape.rows * shape.columns) + 0.5 * (shape.rows + shape.columns);
        return tiles * work;
    }
}
