package org.dlm.runtime.random;

/**
 * The counter-based generator Philox4x32-10: a draw is a pure function of seed, step, place and element, so it needs no
 * state, can be made in any order by any number of threads, and can be repeated. Every random number of the runtime and
 * of generated code comes from here.
 *
 * <p>The key is the 64-bit seed. The counter is (block, place, low word of step, high word of step). Element {@code e} of
 * a draw is word {@code e % 4} of block {@code e / 4}, and its uniform number is {@code (word >>> 8) * 2^-24}, a multiple
 * of 2^-24 in [0, 1), exact in both precisions.
 *
 * <p>Reference: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
 */
public final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW_WORD = 0xFFFFFFFFL;

    /** {@code 2^-24}. */
    private static final float UNIT = 0x1p-24f;

    private Philox() {}

    /**
     * The four words of one block.
     *
     * @param c0 the block's number within the draw, and so on: the counter
     * @param k0 low word of the key
     * @param k1 high word of the key
     * @param words receives four words
     */
    static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] words) {
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW_WORD);
            long product1 = MULTIPLIER_1 * (c2 & LOW_WORD);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }

    /**
     * Random words: {@code into[offset + i]} is element {@code firstElement + i} of the draw at a place and step.
     *
     * @param place which draw of the program; the compiler numbers its own from 0, see {@link Places} for the rest
     */
    public static void fill(int[] into, int offset, int count, long seed, long step, int place, long firstElement) {
        int[] words = new int[4];
        int done = 0;
        while (done < count) {
            long element = firstElement + done;
            block(
                    (int) (element >>> 2),
                    place,
                    (int) step,
                    (int) (step >>> 32),
                    (int) seed,
                    (int) (seed >>> 32),
                    words);
            for (int word = (int) (element & 3); word < 4 && done < count; word++) {
                into[offset + done] = words[word];
                done++;
            }
        }
    }

    /**
     * Uniform numbers in [0, 1): {@code into[offset + i]} is element {@code firstElement + i} of the draw at a place and
     * step. Allocates nothing.
     */
    public static void fill(float[] into, int offset, int count, long seed, long step, int place, long firstElement) {
        int stepLow = (int) step;
        int stepHigh = (int) (step >>> 32);
        int seedLow = (int) seed;
        int seedHigh = (int) (seed >>> 32);
        // index in `into` of word 0 of the current block: before `offset` where the draw begins inside a block
        int at = offset - (int) (firstElement & 3);
        int end = offset + count;
        for (int block = (int) (firstElement >>> 2); at < end; block++, at += 4) {
            // the rounds of `block` again, with the words in locals: the array would cost an allocation
            int c0 = block;
            int c1 = place;
            int c2 = stepLow;
            int c3 = stepHigh;
            int k0 = seedLow;
            int k1 = seedHigh;
            for (int round = 0; round < ROUNDS; round++) {
                long product0 = MULTIPLIER_0 * (c0 & LOW_WORD);
                long product1 = MULTIPLIER_1 * (c2 & LOW_WORD);
                c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
                c1 = (int) product1;
                c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
                c3 = (int) product0;
                k0 += WEYL_0;
                k1 += WEYL_1;
            }
            if (at >= offset && at + 4 <= end) {
                into[at] = uniform(c0);
                into[at + 1] = uniform(c1);
                into[at + 2] = uniform(c2);
                into[at + 3] = uniform(c3);
            } else {
                put(into, at, offset, end, c0);
                put(into, at + 1, offset, end, c1);
                put(into, at + 2, offset, end, c2);
                put(into, at + 3, offset, end, c3);
            }
        }
    }

    private static void put(float[] into, int at, int from, int end, int word) {
        if (at >= from && at < end) {
            into[at] = uniform(word);
        }
    }

    /** The same numbers as doubles. */
    public static void fill(double[] into, int offset, int count, long seed, long step, int place, long firstElement) {
        int[] words = new int[Math.max(count, 0)];
        fill(words, 0, count, seed, step, place, firstElement);
        for (int i = 0; i < count; i++) {
            into[offset + i] = uniform(words[i]);
        }
    }

    /** The uniform number of a word: its upper 24 bits as a multiple of {@code 2^-24}. */
    static float uniform(int word) {
        return (word >>> 8) * UNIT;
    }
}
