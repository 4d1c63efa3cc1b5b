package org.dlm.runtime.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PermutationTest {
    @Test
    void every_number_comes_once_at_any_size() {
        for (int size : new int[] {0, 1, 2, 1023, 1024, 1025, 5000}) {
            int[] order = Permutation.identity(size);
            Permutation.shuffle(order, 42, 3, Places.SHUFFLE);
            int[] sorted = order.clone();
            Arrays.sort(sorted);

            assertArrayEquals(Permutation.identity(size), sorted, "size " + size);
        }
    }

    @Test
    void the_order_follows_from_seed_and_epoch_alone() {
        assertArrayEquals(shuffled(1, 7), shuffled(1, 7));
        assertFalse(Arrays.equals(shuffled(1, 7), shuffled(1, 8)));
        assertFalse(Arrays.equals(shuffled(1, 7), shuffled(2, 7)));
    }

    private static int[] shuffled(long seed, long epoch) {
        int[] order = Permutation.identity(100);
        Permutation.shuffle(order, seed, epoch, Places.SHUFFLE);
        return order;
    }

    /** All 6 orders of 3 numbers in 6000 draws: each 1000 times, deviation sqrt(6000 * 1/6 * 5/6) = 29; bound 5 of them. */
    @Test
    void all_orders_are_equally_likely() {
        int[] counts = new int[27];
        for (int draw = 0; draw < 6000; draw++) {
            int[] order = Permutation.identity(3);
            Permutation.shuffle(order, 5, draw, Places.SHUFFLE);
            counts[order[0] * 9 + order[1] * 3 + order[2]]++;
        }
        int[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();

        assertTrue(
                seen.length == 6 && Arrays.stream(seen).allMatch(count -> Math.abs(count - 1000) < 5 * 29),
                () -> Arrays.toString(seen));
    }
}
