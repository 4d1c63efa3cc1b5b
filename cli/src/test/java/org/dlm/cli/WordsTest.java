package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void numbers_have_four_or_more_significant_digits() {
        assertEquals("0", Words.number(0).replaceAll("\\.0+", ""));
        assertEquals("0.99123", Words.number(0.991234));
        assertEquals("12.35", Words.number(12.3456));
        assertEquals("1235", Words.number(1234.56));
        assertEquals("1.234e-05", Words.number(1.234e-5));
        assertEquals("1.235e+06", Words.number(1234567));
        assertEquals("NaN", Words.number(Double.NaN));
    }

    @Test
    void bytes_have_the_unit_that_fits() {
        assertEquals("4 B", Words.bytes(4));
        assertEquals("1.5 KiB", Words.bytes(1536));
        assertEquals("3.0 MiB", Words.bytes(3 << 20));
        assertEquals("2.0 GiB", Words.bytes(2L << 30));
    }

    @Test
    void durations_are_hours_minutes_seconds() {
        assertEquals("0:07", Words.duration(7));
        assertEquals("12:30", Words.duration(750));
        assertEquals("1:02:03", Words.duration(3723));
    }

    @Test
    void one_is_singular() {
        assertEquals("1 error", Words.count(1, "error"));
        assertEquals("1,200 steps", Words.count(1200, "step"));
    }
}
