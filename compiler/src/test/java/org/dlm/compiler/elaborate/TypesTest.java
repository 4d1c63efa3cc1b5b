package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers, truths, lists, shapes: what operators and conversions mean. The inputs hold 1, 2, 3 … */
class TypesTest {
    @Test
    void division_of_ints_gives_a_float() {
        y("7 / 2", 3.5);
        y("1 / 2 + 1 / 2", 1);
    }

    @Test
    void quotients_round_down_or_up_and_remainders_have_the_divisors_sign() {
        y("float(div(7, 2) * 100 + div(-7, 2))", 296);
        y("float(ceilDiv(7, 2) * 100 + ceilDiv(-7, 2))", 397);
        y("float(7 % 3 * 100 + -7 % 3 * 10 + 7 % -3)", 118);
        Computed.ofBody("input i: int output y = float(div(-7, i + 1) * 100 + ceilDiv(-7, i + 1) * 10 + -7 % (i + 2))")
                .gives(-400 - 30 + 2);
    }

    @Test
    void powers_bind_tighter_than_signs_and_to_the_right() {
        y("-2 ^ 2", -4);
        y("2 ^ 3 ^ 2", 512);
        y("-x ^ 2 + 2 ^ x", 1);
        y("2 ^ -1", 0.5);
    }

    @Test
    void powers_of_ints_are_ints() {
        Computed.ofBody("const k = 2 ^ 3 input x: float[k] output y = sum(x)").gives(36);
    }

    @Test
    void pipes_are_the_loosest_operators() {
        Computed.ofBody("input x: float output y = x - 3 -> relu").gives(0);
        Computed.ofBody("input x: float output y = x - (3 -> relu)").gives(-2);
    }

    @Test
    void logic_binds_not_before_and_before_or() {
        y("where(true or false and false, 1, 2)", 1);
        y("where(not false and false, 1, 2)", 2);
        Computed.ofBody("input x: float output y = where(not x > 2 and x < 2 or x == 7, 1, 2)")
                .gives(1);
    }

    @Test
    void truths_and_floats_become_numbers_only_where_it_is_said() {
        y("float(x > 0) + int(2.7) + int(-2.7)", 1);
        assertOneError("model M() { input x: float output y = x + (x > 0) }", "type-mismatch");
        assertOneError("fn f(k: int): float = k * 1.0 model M() { input x: float output y = f(x) }", "type-mismatch");
        assertOneError("model M() { input x: float output y = where(x, 1, 2) }", "type-mismatch");
        assertOneError("model M() { input x: float output y = not x }", "type-mismatch");
    }

    @Test
    void an_int_becomes_a_float_where_one_is_needed() {
        Computed.of("fn half(x: float): float = x / 2 model M() { input i: int output y = half(i) + half(3) }")
                .gives(2);
    }

    @Test
    void comparisons_are_not_chained() {
        assertTrue(Parsing.errors("model M() { input x: float output y = where(0 < x < 2, 1.0, 2.0) }") > 0);
    }

    @Test
    void lists_of_ints_compute_element_by_element() {
        Computed.ofBody(
                        "const a = [5, 7] const b = (a - 1) * 2 + div(a, 2) input x: float[b..] output y = float(prod(b))")
                .gives(150);
        Computed.ofBody(
                        "const a = [5, 7] const first = a[0] const all = prod(a) output y = float(first * 100 + all + length(a)) input x: float output z = x")
                .gives(537);
    }

    @Test
    void a_name_list_takes_the_elements_of_a_list() {
        Computed.ofBody("const a, b = [3, 4] input x: float[a, b] output y = sum(x)")
                .gives(78);
    }

    @Test
    void tables_are_lists_of_lists() {
        Computed.ofBody(
                        "const t = [[1, 2], [3, 4], [5, 6]] input x: float s = x for row in t { s = s + row[0] * row[1] } output y = s + t[2][0] + length(t)")
                .gives(1 + 2 + 12 + 30 + 5 + 3);
        Computed.ofBody(
                        "const t = [[1, 2], [3, 4], [5, 6]] const c = t[:, 1] input x: float[c..] output y = x[1, 3, 5]")
                .gives(48);
    }

    @Test
    void a_group_binds_a_list_of_dimensions() {
        Computed.of(
                        "fn f(x: float[C, S..]): float = C * 1000 + rank(S) * 100 + prod(S) model M() { input x: float[2, 3, 4] output y = f(x) }")
                .gives(2212);
        Computed.of(
                        "fn f(x: float[C, S..]): float = C * 1000 + rank(S) * 100 + prod(S) model M() { input x: float[2] output y = f(x) }")
                .gives(2001);
    }

    @Test
    void a_computed_list_is_spread_in_a_type() {
        Computed.of(
                        "fn grow(x: float[C, S..]): float[C, (S * 2)..] { y[c, i.. < S * 2] = x[c, (div(i, 2))..] return y }\n"
                                + "model M() { input x: float[1, 2] output y = grow(x)[0] }")
                .gives(1, 1, 2, 2);
    }

    @Test
    void a_result_that_is_not_as_declared_is_an_error() {
        assertOneError(
                "fn f(x: float[n]): float[n + 1] = x model M() { input x: float[3] output y = f(x) }",
                "shape-mismatch");
    }

    @Test
    void one_name_in_two_places_means_one_length() {
        assertOneError(
                "fn f(x: float[n], y: float[n]): float = sum(x * y) model M() { input a: float[3] input b: float[4] output y = f(a, b) }",
                "shape-mismatch");
    }

    @Test
    void a_dimension_that_is_a_setting_must_have_its_value() {
        String f = "fn f(x: float[k]; k: int): float = sum(x) model M() { input x: float[3] output y = f(x, ";
        Computed.of(f + "3) }").gives(6);
        assertOneError(f + "4) }", "shape-mismatch");
    }

    @Test
    void ranks_must_be_as_declared() {
        List<String> errors = Sources.errors(
                "layer f(x: float[C, H, W]) { return x } model M() { input x: float[3] output y = x -> f }");
        assertEquals(1, errors.size(), errors::toString);
    }

    @Test
    void a_shape_is_a_suffix_of_the_other_or_equal() {
        Computed.ofBody("input x: float[2, 2] output y = [1.0, 2.0] * x").gives(1, 4, 3, 8);
        Computed.ofBody("input x: float[2] output y = where(x > 1, x, 0)").gives(0, 2);
        assertOneError("model M() { input a: float[2, 3] input b: float[2] output y = a * b }", "shape-mismatch");
        assertOneError(
                "model M() { input a: float[2, 3] input b: float[2] output y = where(a > 0, a, b) }", "shape-mismatch");
    }

    @Test
    void shared_and_per_example_values_follow_no_rule_of_their_own() {
        Computed.ofBody("input x: float[2] m[i] = mean(batch : x[i]) output y = x - m")
                .batch(2)
                .gives(-1, -1, 1, 1);
    }

    @Test
    void products_join_the_last_with_the_first_dimension() {
        y("[1.0, 2.0] @ [3.0, 4.0]", 11);
        Computed.ofBody("input x: float[2, 2] output y = x @ x").gives(7, 10, 15, 22);
        Computed.ofBody("input x: float[2, 1, 2] output y = x @ [[1.0, 0.0], [0.0, 2.0]]")
                .gives(1, 4, 3, 8);
        Computed.ofBody("input x: float[2, 1, 2] output y = x @ [[[1.0], [1.0]], [[2.0], [2.0]]]")
                .gives(3, 14);
        assertOneError("model M() { input a: float[2, 3] input b: float[2, 3] output y = a @ b }", "shape-mismatch");
    }

    @Test
    void conditions_known_at_compile_time_elaborate_the_chosen_side_only() {
        Computed.ofBody("input x: float[3] output y = where(2 > 1, sum(x), x[7] + x @ x @ x)")
                .gives(6);
        assertEquals(
                List.of("dense1/W"),
                Paths.of(Computed.ofBody(
                        "input x: float[2] output y = where(1 > 2, x -> dense(9), x -> dense(3, bias = false))")));
    }

    @Test
    void classes_are_ints() {
        Computed.ofBody("input c: class[5] output y = float(c + 1)")
                .with("c", 4)
                .gives(5);
        Computed.ofBody("input c: class[5] output y = oneHot(c, 5)")
                .with("c", 3)
                .gives(0, 0, 0, 1, 0);
        Computed.ofBody("input c: token[9][2] output y = float(c)")
                .with("c", 3, 8)
                .gives(3, 8);
    }

    @Test
    void truths_are_inputs_too() {
        Computed.ofBody("input b: bool[3] output y = where(b, 1.0, 0.0)")
                .with("b", 1, 0, 1)
                .gives(1, 0, 1);
    }

    @Test
    void constants_of_the_language_are_known() {
        y("cos(pi)", -1);
        y("min(inf, 3.0)", 3);
        y("max(-inf, 3.0)", 3);
    }

    @Test
    void pointwise_primitives_compute_their_functions() {
        y(
                "[exp(0.0), log(1.0), log1p(0.0), expm1(0.0), sqrt(9.0), abs(-2.0), sign(-3.0), floor(-1.5), erf(0.0), sin(0.0), tanh(0.0)]",
                1,
                0,
                0,
                0,
                3,
                2,
                -1,
                -2,
                0,
                0,
                0);
        Computed.ofBody("input x: float[2] z = x - 1.5 output y = concat(abs(z), sign(z), floor(z))")
                .gives(0.5, 0.5, -1, 1, -1, 0);
    }

    @Test
    void smaller_and_larger_of_two_broadcast() {
        Computed.ofBody("input x: float[3] output y = min(max(x, 2), [9.0, 9.0, 2.5])")
                .gives(2, 2, 2.5);
    }

    @Test
    void negative_dimensions_and_places_are_errors() {
        assertOneError("model M() { input x: float[3] output y = x[3] }", "out-of-bounds");
        assertOneError("model M() { input x: float[3] output y = x[1:5] }", "out-of-bounds");
        assertOneError("model M() { input x: float[3] output y = x[0, 0] }", "rank-mismatch");
    }

    @Test
    void parts_regroup_stack_and_join() {
        Computed.ofBody("input x: float[2, 3] output y = x[.., 0:2]").gives(1, 2, 4, 5);
        Computed.ofBody("input x: float[2, 3] output y = x[:, 2]").gives(3, 6);
        Computed.ofBody("input x: float[2, 3] output y = concat(x[0], x[1, 1:3])")
                .gives(1, 2, 3, 5, 6);
        Computed.ofBody("input x: float[2, 3] a, b, c = split(x, 3, axis = 1) output y = reshape(c - a, [2])")
                .gives(2, 2);
        Computed.ofBody("input x: float[5] a, b = split(x, [2, 3]) output y = concat(b, a)")
                .gives(3, 4, 5, 1, 2);
        assertOneError("model M() { input x: float[5] a, b = split(x, 2) output y = a + b }", "");
        assertOneError("model M() { input x: float[5] output y = reshape(x, [2, 3]) }", "shape-mismatch");
        assertOneError("model M() { input x: float[2, 3] output y = concat(x, x[0]) }", "");
    }

    private static void y(String expression, double... expected) {
        Computed.ofBody("input x: float output y = " + expression + " + 0 * x").gives(expected);
    }

    private static void assertOneError(String text, String id) {
        List<String> errors = Sources.errors(text);
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.getFirst().contains(id), errors::toString);
    }
}
