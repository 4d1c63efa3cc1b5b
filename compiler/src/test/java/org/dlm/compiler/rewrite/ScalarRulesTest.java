package org.dlm.compiler.rewrite;

import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.load;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.junit.jupiter.api.Test;

/** Rules on expressions: where each fires, where it must not, and (inside {@link Rewriting}) the same numbers. */
class ScalarRulesTest {
    private final Rewriting given = new Rewriting();
    private final Scalar x = load(given.x, at(0));
    private final Scalar y = load(given.y, at(0));
    private final Scalar n = load(given.n, at(0));
    private final Scalar c = load(given.c, at(0));
    private final Scalar zero = Scalars.literal(0.0);
    private final Scalar one = Scalars.literal(1.0);

    private static Scalar number(double value) {
        return Scalars.literal(value);
    }

    @Test
    void constants_are_folded() {
        RewriteRule rule = new FoldConstants();
        Scalar half = Scalars.multiply(number(2), Scalars.divide(one, number(4)));
        assertEquals("(x[i0] * 0.5)", given.body(rule, Scalars.multiply(x, half)));
        Scalar wrapping = Scalars.multiply(Scalars.literal(65536), Scalars.literal(65537));
        assertEquals("(n[i0] + 65536)", given.body(rule, Scalars.add(n, wrapping)));
        assertEquals("1", given.body(rule, apply(Primitive.LT, number(-1), number(0))));
    }

    @Test
    void no_constant_becomes_nan_and_none_is_divided_by_zero() {
        RewriteRule rule = new FoldConstants();
        Scalar nan = Scalars.divide(zero, zero);
        assertEquals("(0.0 / 0.0)", given.body(rule, nan));
        Scalar neverLookedAt = Scalars.where(
                apply(Primitive.GE, n, Scalars.literal(0)),
                n,
                apply(Primitive.REMAINDER, Scalars.literal(3), Scalars.literal(0)));
        assertEquals("where((n[i0] >= 0), n[i0], (3 % 0))", given.body(rule, neverLookedAt));
    }

    @Test
    void neutral_operands_are_left_out() {
        RewriteRule rule = new RemoveNeutralOperands();
        Scalar all = Scalars.subtract(
                Scalars.add(zero, Scalars.divide(Scalars.multiply(one, Scalars.multiply(x, one)), one)), zero);
        assertEquals("x", given.body(rule, all));
        assertEquals("-(x[i0])", given.body(rule, Scalars.subtract(zero, x)));
        assertEquals("0", given.body(rule, Scalars.multiply(n, Scalars.literal(0))));
    }

    @Test
    void a_float_times_zero_stays_since_it_may_be_nan() {
        assertEquals("(x[i0] * 0.0)", given.body(new RemoveNeutralOperands(), Scalars.multiply(x, zero)));
    }

    @Test
    void small_powers_become_products_and_roots() {
        RewriteRule rule = new SimplifyPowers();
        assertEquals("x", given.body(rule, apply(Primitive.POWER, x, one)));
        assertEquals("1.0", given.body(rule, apply(Primitive.POWER, x, zero)));
        assertEquals("(x[i0] * x[i0])", given.body(rule, apply(Primitive.POWER, x, number(2))));
        assertEquals("((x[i0] * x[i0]) * x[i0])", given.body(rule, apply(Primitive.POWER, x, number(3))));
        assertEquals("sqrt(x[i0])", given.body(rule, apply(Primitive.POWER, x, number(0.5))));
        assertEquals("(1.0 / y[i0])", given.body(rule, apply(Primitive.POWER, y, number(-1))));
        assertEquals("(1.0 / sqrt(x[i0]))", given.body(rule, apply(Primitive.POWER, x, number(-0.5))));
    }

    @Test
    void other_powers_stay() {
        assertEquals("(y[i0] ^ 2.5)", given.body(new SimplifyPowers(), apply(Primitive.POWER, y, number(2.5))));
        assertEquals("(y[i0] ^ x[i0])", given.body(new SimplifyPowers(), apply(Primitive.POWER, y, x)));
    }

    @Test
    void a_choice_that_is_none_goes() {
        RewriteRule rule = new ChooseKnownSide();
        assertEquals("x", given.body(rule, Scalars.where(Scalars.literal(true), x, y)));
        assertEquals("y", given.body(rule, Scalars.where(Scalars.literal(false), x, y)));
        assertEquals("x", given.body(rule, Scalars.where(c, x, x)));
        assertEquals("c", given.body(rule, Scalars.where(c, Scalars.literal(true), Scalars.literal(false))));
        assertEquals("where(c[i0], y[i0], x[i0])", given.body(rule, Scalars.where(apply(Primitive.NOT, c), x, y)));
        assertEquals(
                "where(c[i0], x[i0], 0.0)",
                given.body(rule, Scalars.where(c, Scalars.where(c, x, y), Scalars.where(c, y, zero))));
    }

    @Test
    void a_choice_by_data_stays() {
        assertEquals("where(c[i0], x[i0], y[i0])", given.body(new ChooseKnownSide(), Scalars.where(c, x, y)));
    }

    @Test
    void signs_cancel() {
        RewriteRule rule = new RemoveDoubleNegation();
        Scalar minusX = apply(Primitive.NEGATE, x);
        Scalar minusY = apply(Primitive.NEGATE, y);
        assertEquals("x", given.body(rule, apply(Primitive.NEGATE, minusX)));
        assertEquals("c", given.body(rule, apply(Primitive.NOT, apply(Primitive.NOT, c))));
        assertEquals("(x[i0] - y[i0])", given.body(rule, Scalars.add(x, minusY)));
        assertEquals("(y[i0] - x[i0])", given.body(rule, Scalars.add(minusX, y)));
        assertEquals("(x[i0] + y[i0])", given.body(rule, Scalars.subtract(x, minusY)));
        assertEquals("(x[i0] * y[i0])", given.body(rule, Scalars.multiply(minusX, minusY)));
        assertEquals("-((x[i0] * y[i0]))", given.body(rule, Scalars.multiply(minusX, y)));
        assertEquals("-(x[i0])", given.body(rule, Scalars.multiply(x, number(-1))));
        assertEquals("(y[i0] - x[i0])", given.body(rule, apply(Primitive.NEGATE, Scalars.subtract(x, y))));
    }

    @Test
    void logic_with_a_constant_goes() {
        RewriteRule rule = new SimplifyLogic();
        Scalar yes = Scalars.literal(true);
        Scalar no = Scalars.literal(false);
        assertEquals("c", given.body(rule, apply(Primitive.AND, c, apply(Primitive.OR, c, no))));
        assertEquals("c", given.body(rule, apply(Primitive.AND, yes, c)));
        assertEquals("0", given.body(rule, apply(Primitive.AND, c, no)));
        assertEquals("1", given.body(rule, apply(Primitive.OR, yes, c)));
        Scalar positive = apply(Primitive.GT, x, zero);
        assertEquals("(c[i0] and (x[i0] > 0.0))", given.body(rule, apply(Primitive.AND, c, positive)));
    }

    @Test
    void a_factor_goes_to_the_side_that_is_not_zero() {
        RewriteRule rule = new MoveProductIntoChoice();
        assertEquals(
                "where(c[i0], (x[i0] * y[i0]), 0.0)", given.body(rule, Scalars.multiply(Scalars.where(c, x, zero), y)));
        assertEquals(
                "where(c[i0], 0.0, (x[i0] / y[i0]))", given.body(rule, Scalars.divide(Scalars.where(c, zero, x), y)));
        assertEquals(
                "(where(c[i0], x[i0], 1.0) * y[i0])", given.body(rule, Scalars.multiply(Scalars.where(c, x, one), y)));
    }

    @Test
    void division_by_a_power_of_two_is_a_product() {
        RewriteRule rule = new DivideByPowerOfTwo();
        assertEquals("(x[i0] * 0.25)", given.body(rule, Scalars.divide(x, number(4))));
        assertEquals("(x[i0] * -8.0)", given.body(rule, Scalars.divide(x, number(-0.125))));
        assertEquals("(x[i0] / 255.0)", given.body(rule, Scalars.divide(x, number(255))));
        assertEquals("(x[i0] / 0.0)", given.body(rule, Scalars.divide(x, zero)));
        assertEquals("(x[i0] / 1.7014118346046923E38)", given.body(rule, Scalars.divide(x, number(0x1p127))));
    }

    @Test
    void division_by_what_f32_cannot_hold_is_a_product() {
        RewriteRule rule = new MultiplyByInverse();
        assertEquals("(x[i0] * 1.25)", given.body(rule, Scalars.divide(x, number(0.8))));
        assertEquals("(x[i0] / 255.0)", given.body(rule, Scalars.divide(x, number(255))));
        assertEquals("(x[i0] / y[i0])", given.body(rule, Scalars.divide(x, y)));
    }

    @Test
    void conversions_that_do_nothing_go() {
        RewriteRule rule = new FoldConversions();
        assertEquals("x", given.body(rule, apply(Primitive.TO_FLOAT, apply(Primitive.STOP, x))));
        assertEquals("n", given.body(rule, apply(Primitive.TO_INT, n)));
        Scalar twice = new Scalar.Apply(
                ElementType.FLOAT, Primitive.TO_FLOAT, java.util.List.of(apply(Primitive.TO_NUMBER, n)));
        assertEquals("float(n[i0])", given.body(rule, twice));
        assertEquals("int(x[i0])", given.body(rule, apply(Primitive.TO_INT, x)));
    }
}
