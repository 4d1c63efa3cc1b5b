package org.dlm.runtime.random;

/**
 * Random orders that follow from a seed alone: the order of epoch 7 can be had without those of epochs 0 to 6, which is
 * what lets an interrupted run go on exactly.
 */
public final class Permutation {
    private static final int CHUNK = 1024;

    private Permutation() {}

    /** The numbers {@code 0 .. size - 1} in their own order. */
    public static int[] identity(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        return order;
    }

    /**
     * Puts {@code order} into a random order (Fisher and Yates): position i, from the last down, changes places with one
     * of 0 .. i, all equally likely up to {@code i / 2^32}.
     */
    public static void shuffle(int[] order, long seed, long step, int place) {
        int[] words = new int[Math.min(CHUNK, order.length)];
        for (int i = order.length - 1, drawn = 0; i > 0; i--, drawn++) {
            if (drawn % CHUNK == 0) {
                Philox.fill(words, 0, words.length, seed, step, place, drawn);
            }
            int other = (int) ((words[drawn % CHUNK] & 0xFFFFFFFFL) * (i + 1) >>> 32);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }
}
