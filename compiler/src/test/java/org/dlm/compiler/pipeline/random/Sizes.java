package org.dlm.compiler.pipeline.random;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Extents by chance: odd and even ones, those around the lanes of vectors, and now and then none at all. */
record Sizes(SplittableRandom random) {
    private static final int[] SMALL = {1, 2, 3, 4, 5, 7, 8, 9};
    private static final int[] MIDDLE = {15, 16, 17, 31, 32, 33};
    private static final int[] LARGE = {63, 64, 65, 100, 130};
    private static final int[] BATCHES = {1, 2, 3, 4, 5, 7, 8, 9, 17};

    int batch() {
        return BATCHES[random.nextInt(BATCHES.length)];
    }

    /** At most a limit. */
    int extent(int limit) {
        int[] some = switch (random.nextInt(8)) {
            case 0 -> LARGE;
            case 1, 2, 3 -> MIDDLE;
            default -> SMALL;
        };
        int chosen = some[random.nextInt(some.length)];
        return chosen <= limit ? chosen : Math.max(1, Math.min(limit, 1 + random.nextInt(9)));
    }

    /** A shape of so many axes with at most so many elements. */
    List<Integer> shape(int rank, int limit) {
        List<Integer> shape = new ArrayList<>();
        int left = limit;
        for (int k = 0; k < rank; k++) {
            int extent = extent(left);
            shape.add(extent);
            left /= extent;
        }
        java.util.Collections.shuffle(shape, new java.util.Random(random.nextLong()));
        return shape;
    }

    List<Integer> shape(int limit) {
        return shape(List.of(0, 1, 1, 1, 2, 2, 2, 3, 3, 4).get(random.nextInt(10)), limit);
    }
}
