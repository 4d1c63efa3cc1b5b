package org.dlm.compiler.interpret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The known answers are those of the authors' Random123 library (file kat_vectors, philox4x32 with 10 rounds). */
class PhiloxTest {
    @Test
    void known_answer_for_zeros() {
        assertArrayEquals(
                new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, Philox.block(new int[] {0, 0, 0, 0}, 0, 0));
    }

    @Test
    void known_answer_for_ones() {
        assertArrayEquals(
                new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
                Philox.block(new int[] {-1, -1, -1, -1}, -1, -1));
    }

    @Test
    void known_answer_for_digits_of_pi() {
        assertArrayEquals(
                new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                Philox.block(new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0));
    }

    @Test
    void element_takes_its_word_of_its_block() {
        int[] words = Philox.block(new int[] {5, 3, 7, 0}, 42, 0);
        assertEquals((words[2] >>> 8) * 0x1p-24, Philox.uniform(42, 7, 3, 22));
    }

    @Test
    void mean_is_a_half() {
        int count = 10_000;
        double mean = IntStream.range(0, count)
                .mapToDouble(k -> Philox.uniform(1, 1, 0, k))
                .average()
                .orElseThrow();
        // Standard deviation of a uniform number: sqrt(1/12); five of the mean's.
        assertTrue(Math.abs(mean - 0.5) < 5 * Math.sqrt(1.0 / 12 / count), "mean " + mean);
    }

    @Test
    void runtime_draws_the_same_numbers() {
        double[] drawn = new double[11];
        org.dlm.runtime.random.Philox.fill(drawn, 0, 11, -5L, 1L << 33, 9, 6);
        double[] expected = IntStream.range(0, 11)
                .mapToDouble(k -> Philox.uniform(-5L, 1L << 33, 9, 6 + k))
                .toArray();
        assertArrayEquals(expected, drawn);
    }
}
