package org.dlm.compiler.interpret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.junit.jupiter.api.Test;

class PrimitiveFunctionsTest {
    private static double value(Primitive primitive, double... arguments) {
        return PrimitiveFunctions.apply(primitive, ElementType.FLOAT, arguments);
    }

    private static int whole(Primitive primitive, double... arguments) {
        return (int) PrimitiveFunctions.apply(primitive, ElementType.INT, arguments);
    }

    /** Values of Abramowitz and Stegun, table 7.1, with more digits. */
    @Test
    void erf_agrees_with_tables() {
        double[][] known = {
            {0.0, 0.0},
            {0.1, 0.1124629160182849},
            {0.5, 0.5204998778130465},
            {1.0, 0.8427007929497149},
            {2.0, 0.9953222650189527},
            {2.9, 0.9999589021219005},
            {3.0, 0.9999779095030014},
            {3.5, 0.9999992569016276},
            {5.0, 0.9999999999984626},
            {7.0, 1.0}
        };
        for (double[] pair : known) {
            // Five times the rounding of a number near 1, 2e-16: the table has 16 digits, and all terms are positive.
            assertEquals(pair[1], value(Primitive.ERF, pair[0]), 1e-15, "erf(" + pair[0] + ")");
            assertEquals(-pair[1], value(Primitive.ERF, -pair[0]), 1e-15, "erf(-" + pair[0] + ")");
        }
    }

    @Test
    void erf_has_no_step_where_the_formula_changes() {
        double below = value(Primitive.ERF, Math.nextDown(3.0));
        double above = value(Primitive.ERF, 3.0);
        assertEquals(below, above, 1e-15);
    }

    @Test
    void remainder_has_the_sign_of_the_divisor() {
        assertEquals(2, whole(Primitive.REMAINDER, -1, 3));
        assertEquals(-2, whole(Primitive.REMAINDER, 1, -3));
        assertEquals(0.5, value(Primitive.REMAINDER, -1.0, 1.5));
        assertEquals(1.0, value(Primitive.REMAINDER, 2.5, 1.5));
    }

    @Test
    void whole_division_rounds_down_or_up() {
        assertEquals(-2, whole(Primitive.FLOOR_DIV, -3, 2));
        assertEquals(-1, whole(Primitive.CEIL_DIV, -3, 2));
        assertEquals(2, whole(Primitive.CEIL_DIV, 3, 2));
    }

    @Test
    void ints_wrap_and_truncate() {
        assertEquals(Integer.MIN_VALUE, whole(Primitive.ADD, Integer.MAX_VALUE, 1));
        assertEquals(65537 * 65537, whole(Primitive.MULTIPLY, 65537, 65537));
        assertEquals(-2, whole(Primitive.TO_INT, -2.9));
    }

    @Test
    void where_takes_a_side() {
        assertEquals(3, value(Primitive.WHERE, 1, 3, 4));
        assertEquals(4, value(Primitive.WHERE, 0, 3, 4));
    }

    @Test
    void wrong_arity_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> value(Primitive.ADD, 1));
    }
}
