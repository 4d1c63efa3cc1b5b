package org.dlm.runtime.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PhiloxTest {
    /** The vectors of the authors' {@code kat_vectors} for {@code philox4x32 10}. */
    @Test
    void gives_the_published_words() {
        assertWords(
                new int[] {0, 0, 0, 0}, new int[] {0, 0}, new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
        assertWords(new int[] {-1, -1, -1, -1}, new int[] {-1, -1}, new int[] {
            0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd
        });
        assertWords(
                new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                new int[] {0xa4093822, 0x299f31d0},
                new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
    }

    private static void assertWords(int[] counter, int[] key, int[] expected) {
        int[] words = new int[4];
        Philox.block(counter[0], counter[1], counter[2], counter[3], key[0], key[1], words);
        assertArrayEquals(expected, words);
    }

    @Test
    void the_counter_is_block_place_and_step_and_the_key_is_the_seed() {
        int[] drawn = new int[4];
        Philox.fill(drawn, 0, 4, 0x299f31d0a4093822L, 0x0370734413198a2eL, 0x85a308d3, 4L * 0x243f6a88L);

        assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}, drawn);
    }

    @Test
    void a_draw_in_pieces_is_the_draw_as_a_whole_at_every_start_and_length() {
        float[] whole = new float[40];
        Philox.fill(whole, 0, 40, 7, 3, 5, 0);
        for (int first = 0; first < 9; first++) {
            for (int count = 0; count < 12; count++) {
                float[] piece = new float[count + 2];
                Arrays.fill(piece, -1);
                Philox.fill(piece, 1, count, 7, 3, 5, first);

                assertArrayEquals(
                        Arrays.copyOfRange(whole, first, first + count), Arrays.copyOfRange(piece, 1, 1 + count));
                assertEquals(-1, piece[0], "before the piece");
                assertEquals(-1, piece[count + 1], "after the piece");
            }
        }
    }

    @Test
    void words_floats_and_doubles_are_the_same_numbers() {
        int[] words = new int[23];
        float[] floats = new float[23];
        double[] doubles = new double[23];
        Philox.fill(words, 0, 23, -9, 1L << 40, 2, 6);
        Philox.fill(floats, 0, 23, -9, 1L << 40, 2, 6);
        Philox.fill(doubles, 0, 23, -9, 1L << 40, 2, 6);
        for (int i = 0; i < 23; i++) {
            assertEquals((words[i] >>> 8) * 0x1p-24, doubles[i]);
            assertEquals(doubles[i], (double) floats[i]);
        }
    }

    @Test
    void another_seed_step_or_place_is_another_draw() {
        float[] draw = draw(1, 1, 1);

        assertArrayEquals(draw, draw(1, 1, 1));
        assertFalse(Arrays.equals(draw, draw(2, 1, 1)));
        assertFalse(Arrays.equals(draw, draw(1L << 32 | 1, 1, 1)), "the upper half of the seed counts");
        assertFalse(Arrays.equals(draw, draw(1, 2, 1)));
        assertFalse(Arrays.equals(draw, draw(1, 1, 2)));
    }

    private static float[] draw(long seed, long step, int place) {
        float[] draw = new float[8];
        Philox.fill(draw, 0, 8, seed, step, place, 0);
        return draw;
    }

    /** The mean of n uniform numbers has the deviation sqrt(1 / 12n): 0.00091 for 100,000; 5 of them are the bound. */
    @Test
    void uniform_numbers_are_spread_over_zero_to_one() {
        float[] draw = new float[100_000];
        Philox.fill(draw, 0, draw.length, 11, 1, 0, 0);
        double sum = 0;
        for (float value : draw) {
            assertTrue(value >= 0 && value < 1, "in [0, 1): " + value);
            sum += value;
        }
        assertEquals(0.5, sum / draw.length, 5 * Math.sqrt(1 / 12.0 / draw.length));
    }

    @Test
    void the_largest_word_stays_below_one() {
        assertEquals(1 - 0x1p-24, (double) Philox.uniform(-1));
        assertEquals(0, Philox.uniform(255));
    }
}
