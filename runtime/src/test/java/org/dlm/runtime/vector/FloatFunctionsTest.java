package org.dlm.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against f64 at numbers from all over the range; {@code -Ddlm.fuzz.seconds} above 0 takes all that there are. */
class FloatFunctionsTest {
    private static final int STEP = Integer.getInteger("dlm.fuzz.seconds", 0) > 0 ? 1 : 4099;

    private interface FloatFunction {
        float of(float x);
    }

    /** @param ulps the promised bound of the error */
    private record Case(
            String name, FloatFunction function, DoubleUnaryOperator exact, float from, float to, double ulps) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        float most = Float.POSITIVE_INFINITY;
        return Stream.of(
                new Case("exp", FloatFunctions::exp, StrictMath::exp, -87.33654f, most, 1.1),
                new Case("expm1", FloatFunctions::expm1, StrictMath::expm1, -most, most, 2),
                new Case("log", FloatFunctions::log, StrictMath::log, -most, most, 1),
                new Case("log1p", FloatFunctions::log1p, StrictMath::log1p, -most, most, 2),
                new Case("sin", FloatFunctions::sin, StrictMath::sin, -1e5f, 1e5f, 2),
                new Case("cos", FloatFunctions::cos, StrictMath::cos, -1e5f, 1e5f, 2),
                new Case("tanh", FloatFunctions::tanh, StrictMath::tanh, -most, most, 2),
                new Case("erf", FloatFunctions::erf, Functions::erf, -most, most, 2));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void errors_are_within_the_promised_bound(Case c) {
        for (long bits = 0; bits <= 0x7f800000L; bits += STEP) {
            check(c, Float.intBitsToFloat((int) bits));
            check(c, -Float.intBitsToFloat((int) bits));
        }
    }

    private static void check(Case c, float x) {
        if (x < c.from || x > c.to) {
            return;
        }
        double exact = c.exact.applyAsDouble(x);
        float found = c.function.of(x);
        boolean finite = Math.abs(exact) <= Float.MAX_VALUE;
        boolean good = finite
                ? Math.abs(found - exact) <= c.ulps * Math.ulp((float) exact)
                : Float.compare(found, (float) exact) == 0;
        assertTrue(good, () -> c.name + "(" + x + ") is " + exact + ", found " + found);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nan_stays_nan(Case c) {
        assertTrue(Float.isNaN(c.function.of(Float.NaN)));
    }

    @Test
    void what_is_less_than_the_smallest_normal_number_is_0() {
        assertEquals(0f, FloatFunctions.exp(-87.4f));
        assertEquals(0f, FloatFunctions.exp(Float.NEGATIVE_INFINITY));
    }

    @Test
    void waves_stay_waves_where_numbers_have_no_place_on_the_circle() {
        for (float x = 1e5f; x < Float.POSITIVE_INFINITY; x *= 1.7f) {
            float y = x;
            assertTrue(Math.abs(FloatFunctions.sin(x)) <= 1, () -> "sin(" + y + ")");
            assertTrue(Math.abs(FloatFunctions.cos(-x)) <= 1, () -> "cos(" + -y + ")");
        }
        assertTrue(Float.isNaN(FloatFunctions.sin(Float.POSITIVE_INFINITY)));
    }
}
