package org.dlm.compiler.interpret;

/**
 * Philox4x32-10 of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011): the numbers of the runtime's
 * draws, written a second time because the compiler does not depend on the runtime.
 *
 * <p>Key: the seed. Counter: block of four elements, place, low and high word of the step.
 */
public final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW_WORD = 0xFFFFFFFFL;

    private Philox() {}

    /** The number in [0, 1) of an element: the upper 24 bits of its word, exact in f32. */
    public static double uniform(long seed, long step, int place, long element) {
        int[] counter = {(int) (element / 4), place, (int) step, (int) (step >>> 32)};
        int word = block(counter, (int) seed, (int) (seed >>> 32))[(int) (element % 4)];
        return (word >>> 8) * 0x1p-24;
    }

    /** The four words of a counter under a key. */
    static int[] block(int[] counter, int firstKey, int secondKey) {
        int[] words = counter.clone();
        int key0 = firstKey;
        int key1 = secondKey;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = (words[0] & LOW_WORD) * MULTIPLIER_0;
            long product1 = (words[2] & LOW_WORD) * MULTIPLIER_1;
            words = new int[] {
                (int) (product1 >>> 32) ^ words[1] ^ key0,
                (int) product1,
                (int) (product0 >>> 32) ^ words[3] ^ key1,
                (int) product0
            };
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        return words;
    }
}
