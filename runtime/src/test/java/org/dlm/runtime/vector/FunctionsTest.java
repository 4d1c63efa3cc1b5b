package org.dlm.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
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

    @Test
    void whole_powers_are_within_1_ulp_of_the_exact_ones() {
        Random random = new Random(5);
        for (int k = 0; k < 5_000; k++) {
            double x = (random.nextBoolean() ? 1 : -1) * Math.exp(random.nextGaussian());
            int n = random.nextInt(2_001) - 1_000;
            double power = Functions.pow(x, n);
            if (Math.abs(power) > Double.MIN_NORMAL && Math.abs(power) < Double.POSITIVE_INFINITY) {
                BigDecimal exact = new BigDecimal(x).pow(n, new MathContext(40));
                double error = exact.subtract(new BigDecimal(power)).abs().doubleValue() / Math.ulp(power);
                assertTrue(error <= 1, x + " to " + n + ": " + error + " ulp");
            } else {
                assertEquals(StrictMath.pow(x, n), power, 8 * Double.MIN_VALUE, x + " to " + n);
            }
        }
    }

    @Test
    void powers_of_a_decay_go_down_to_nothing() {
        assertEquals(1, Functions.pow(0.9, 0));
        assertEquals(0.9, Functions.pow(0.9, 1));
        assertEquals(0, Functions.pow(0.9, 10_000));
        assertEquals(1 / 0.81, Functions.pow(0.9, -2), 1e-15);
    }

    @Test
    void other_powers_are_those_of_the_jdk() {
        double[] values = {
            0,
            -0.0,
            1,
            -1,
            0.5,
            -0.5,
            3,
            1e308,
            Double.MIN_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            2.5
        };
        for (double x : values) {
            for (double y : values) {
                double expected = StrictMath.pow(x, y);
                double tolerance = Double.isFinite(expected) ? Math.ulp(expected) : 1;
                assertEquals(expected, Functions.pow(x, y), tolerance, x + " to " + y);
            }
        }
    }
}
