package org.dlm.runtime.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HyperRangeTest {
    @Test
    void ends_belong_to_a_range_and_nan_to_none() {
        HyperRange between = new HyperRange.Between(0, 4);

        assertTrue(between.contains(0) && between.contains(4));
        assertFalse(between.contains(-1e-9) || between.contains(4.1) || between.contains(Double.NaN));
        assertTrue(new HyperRange.OneOf(List.of(16.0, 32.0)).contains(32));
        assertFalse(new HyperRange.OneOf(List.of(16.0, 32.0)).contains(24));
        assertFalse(new HyperRange.Any().contains(Double.NaN));
        assertFalse(new HyperRange.Any().contains(Double.POSITIVE_INFINITY));
        assertFalse(new HyperRange.Between(0, Double.POSITIVE_INFINITY).contains(Double.POSITIVE_INFINITY));
    }

    @Test
    void a_range_reads_as_in_the_language() {
        assertEquals("log(1.0E-5 .. 0.1)", new HyperRange.LogBetween(1e-5, 1e-1).text());
        assertEquals("[16.0, 32.0]", new HyperRange.OneOf(List.of(16.0, 32.0)).text());
    }
}
