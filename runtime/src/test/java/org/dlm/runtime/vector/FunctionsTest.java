package org.dlm.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FunctionsTest {
    /** {@code 2/sqrt(pi) * exp(-x^2) * sum(n : 2^n x^(2n+1) / (2n+1)!!)}: all terms positive, so good to a few ulp. */
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-18; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    @Test
    void erf_agrees_with_its_series() {
        for (int k = -6000; k <= 6000; k++) {
            double x = k / 1000.0;
            if (x != 0) {
                // the series itself is off by the rounding of exp(-x^2) at x^2 and of its up to 100 terms
                double tolerance = 1e-14;
                assertEquals(series(x), Functions.erf(x), tolerance, () -> "erf(" + x + ")");
            }
        }
    }

    @Test
    void erf_of_the_ends() {
        assertEquals(0, Functions.erf(0.0));
        assertEquals(1, Functions.erf(Double.POSITIVE_INFINITY));
        assertEquals(-1, Functions.erf(-30.0));
        assertTrue(Double.isNaN(Functions.erf(Double.NaN)));
    }

    @Test
    void sine_and_cosine_are_within_2_ulp_of_the_exact_ones_over_their_range() {
        for (int k = -200_000; k <= 200_000; k++) {
            double x = k < 0 ? k / 1000.0 : k * Math.PI / 8;
            assertEquals(StrictMath.sin(x), Functions.sin(x), 2 * Math.ulp(StrictMath.sin(x)), () -> "sin(" + x + ")");
            assertEquals(StrictMath.cos(x), Functions.cos(x), 2 * Math.ulp(StrictMath.cos(x)), () -> "cos(" + x + ")");
        }
        assertEquals(-0.0, Functions.sin(-0.0));
        assertEquals(StrictMath.cos(1e22), Functions.cos(1e22));
        assertTrue(Double.isNaN(Functions.sin(Double.POSITIVE_INFINITY)));
        assertTrue(Double.isNaN(Functions.cos(Double.NaN)));
    }

    @Test
    void remainder_has_the_sign_of_the_divisor() {
        assertEquals(2f, Functions.remainder(-1f, 3f));
        assertEquals(-2f, Functions.remainder(1f, -3f));
        assertEquals(0.5, Functions.remainder(5.5, 1.0));
    }

    @Test
    void a_place_outside_says_what_was_found() {
        assertEquals(9, Functions.place(9, 10));
        IndexOutOfBoundsException outside =
                assertThrows(IndexOutOfBoundsException.class, () -> Functions.place(10, 10));
        assertTrue(outside.getMessage().contains("the place 10"), outside.getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> Functions.place(-1, 10));
    }
}
