package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Parameters, buffers, shared layers, start values and draws. */
class KeptValuesTest {
    @Test
    void the_parameters_of_a_shared_layer_are_its_own_and_read_by_its_name() {
        Computed of = Computed.ofBody(
                "input x: float[1] share enc = dense(1, weights = constant(3)) output y = enc(x -> enc) + 100 * enc.W[0, 0]");
        of.gives(309);
        assertEquals(List.of("enc/W", "enc/b"), Paths.of(of));
    }

    @Test
    void labels_loops_and_shares_inside_a_shared_layer_are_found_again_at_each_call() {
        Computed of = Computed.of("""
                layer enc(x: float[n]) {
                  share d = dense(n, weights = constant(2))
                  for i in 0 .. 2 { x = x -> d }
                  return x -> dense(n, weights = constant(3)) as last -> dense(n, weights = constant(1))
                }
                model M() { input x: float[1] share e = enc() output y = e(x) + 100 * e(2 * x) }
                """);
        of.gives(12 + 2400);
        assertEquals(List.of("e/d/W", "e/d/b", "e/last/W", "e/last/b", "e/dense1/W", "e/dense1/b"), Paths.of(of));
    }

    @Test
    void a_buffer_of_a_shared_layer_is_updated_in_the_order_of_the_calls() {
        Computed of = Computed.of("""
                layer track(x: float) {
                  buffer m: float = 8
                  m := m / 2 + mean(batch : x)
                  return x + m
                }
                model M() {
                  input a: float
                  input b: float
                  share t = track()
                  output y = t(a)
                  output z = t(b)
                }
                """).with("b", 10);
        assertEquals(List.of("t/m"), Paths.of(of));
        // 8 / 2 + 1 = 5 after the first call, 5 / 2 + 10 = 12.5 after the second
        assertEquals(6, of.training().result("y").elements()[0], 1e-12);
        assertEquals(22.5, of.training().result("z").elements()[0], 1e-12);
        assertEquals(1, of.model().training().updates().size());
        assertEquals(
                12.5,
                of.training()
                        .value(of.model().training().updates().getFirst().value())
                        .elements()[0],
                1e-12);
    }

    @Test
    void later_lines_read_the_new_value_and_earlier_ones_the_old() {
        Computed of = Computed.ofBody(
                "buffer m: float = 1 input x: float old = m m := m + mean(batch : x) m := m * 10 output y = [old, m]");
        assertArrayEquals(new double[] {1, 20}, of.training().result("y").elements(), 1e-12);
    }

    @Test
    void a_buffer_is_assigned_element_by_element() {
        Computed of = Computed.ofBody(
                "buffer m: float[3] = [5, 6, 7] input x: float m[i] := where(i == 1, 0, 2 * m[i]) output y = m * x");
        assertArrayEquals(new double[] {10, 0, 14}, of.training().result("y").elements(), 1e-12);
    }

    @Test
    void the_range_of_an_index_left_of_a_next_value_is_the_kept_one_s() {
        Computed of = Computed.ofBody(
                "buffer m: float[3] = 1 input x: float[2] s[k] = mean(batch : x[k]) m[i] := s[i - 1 | 9] output y = m");
        assertArrayEquals(new double[] {9, 1, 2}, of.training().result("y").elements(), 1e-12);
    }

    @Test
    void a_kept_name_takes_its_next_value_by_its_own_sign_only() {
        assertOneError("model M() { buffer m: float = 0 input x: float m = x output y = m }", "bad-kept");
        assertOneError("model M() { input x: float k = x k := 2 output y = k }", "bad-kept");
    }

    @Test
    void a_buffer_takes_only_shared_values_of_its_shape() {
        assertOneError("model M() { buffer m: float = 0 input x: float m := x output y = m * x }", "bad-kept");
        assertOneError(
                "model M() { buffer m: float = 0 input x: float m := uniform([]) output y = m * x }", "bad-kept");
        assertOneError(
                "model M() { buffer m: float[2] = 0 input x: float[3] s[i] = mean(batch : x[i]) m := s output y = m[0] * x }",
                "shape-mismatch");
    }

    @Test
    void a_buffer_inside_a_lifted_call_is_an_error() {
        List<String> errors = Sources.errors(
                "layer t(x: float) { buffer m: float = 0 m := 2 return x + m } model M() { input x: float[2] y[i] = t(x[i]) output y }");
        assertEquals(1, errors.size(), errors::toString);
    }

    @Test
    void a_parameter_under_a_false_condition_stands_for_its_start() {
        Computed of = Computed.of("""
                layer f(x: float[n]; scale: bool = true) {
                  param g: float[n] = 3 when scale
                  param b: float[n] = 4 when not scale
                  return g * x + b
                }
                model M() { input x: float[1] output y = x -> f(scale = false) }
                """);
        of.gives(7);
        assertEquals(List.of("f1/b"), Paths.of(of));
    }

    @Test
    void a_model_may_own_parameters_itself() {
        Computed of = Computed.ofBody("param s: float[2] = [1, 2] input x: float output y = s * x");
        of.gives(1, 2);
        assertEquals(List.of("s"), Paths.of(of));
    }

    @Test
    void a_function_owns_nothing() {
        assertOneError(
                "fn f(x: float): float { param w: float = 1 return w * x } model M() { input x: float output y = f(x) }",
                "");
        assertOneError(
                "fn f(x: float[n]): float[n] { return x -> dense(n) } model M() { input x: float[2] output y = f(x) }",
                "");
    }

    @Test
    void start_values_are_exact_or_drawn() {
        Computed of = Computed.ofBody(
                "param a: float[2, 3] ~ constant(2) param b: float[2] = [1.5, -1] param c: float[100] ~ gaussian(std = 0.5, mean = 9) input x: float output y = sum(a) + sum(b) + 0 * sum(c) + 0 * x");
        of.gives(12.5);
        double[] drawn = of.with("x", 0)
                .inference()
                .value(of.model()
                        .inference()
                        .sources(org.dlm.compiler.graph.OpKind.Role.PARAMETER)
                        .getLast())
                .elements();
        double mean = java.util.Arrays.stream(drawn).average().orElseThrow();
        // five standard errors of 0.5 / sqrt(100)
        assertEquals(9, mean, 0.25);
        assertTrue(drawn[0] != drawn[1]);
    }

    @Test
    void an_initialiser_knows_shape_and_fans() {
        Computed of = Computed.of("""
                init mine(k: float = 1) = k * (100 * fanIn + 10 * fanOut + shape[0])
                layer f(x: float[n]) {
                  param A: float[n, 3] ~ mine
                  param B: float[2, n, 2] ~ mine(fanIn = 5, fanOut = 7, k = 2)
                  return x[0] * [A[0, 0], B[0, 0, 0]]
                }
                model M() { input x: float[4] output y = x -> f }
                """);
        of.gives(434, 2 * 572);
    }

    @Test
    void dropout_keeps_the_expectation_and_is_absent_outside_training() {
        Computed of = Computed.ofBody("input x: float[1000] output y = dropout(x, 0.25)");
        double[] ones = new double[1000];
        java.util.Arrays.fill(ones, 3);
        Computed given = of.with("x", ones);
        given.gives(ones);
        double[] dropped = given.training().result("y").elements();
        for (double d : dropped) {
            assertTrue(d == 0 || Math.abs(d - 4) < 1e-12);
        }
        // share kept: 0.75 within five standard errors of sqrt(0.25 * 0.75 / 1000)
        assertEquals(0.75, java.util.Arrays.stream(dropped).sum() / 4000, 0.0685);
    }

    @Test
    void draws_differ_by_example_and_by_call_but_not_by_run() {
        Computed of = Computed.ofBody("input x: float output y = [uniform([]), uniform([])] + 0 * x")
                .batch(2);
        double[] drawn = of.output("y");
        assertEquals(4, java.util.Arrays.stream(drawn).distinct().count());
        assertArrayEquals(drawn, of.output("y"));
        assertTrue(java.util.Arrays.stream(drawn).allMatch(u -> u >= 0 && u < 1));
    }

    @Test
    void draws_inside_index_notation_are_new_for_each_index() {
        Computed of = Computed.ofBody("input x: float[3] y[i] = x[i] * 0 + uniform([]) output y");
        assertEquals(3, java.util.Arrays.stream(of.output("y")).distinct().count());
    }

    @Test
    void a_draw_like_a_shared_value_is_one_for_the_batch() {
        Computed of = Computed.ofBody("param W: float[2] = 0 input x: float output y = uniformLike(W) + x")
                .with("x", 0, 0)
                .batch(2);
        double[] drawn = of.output("y");
        assertEquals(drawn[0], drawn[2]);
        assertEquals(drawn[1], drawn[3]);
        assertTrue(drawn[0] != drawn[1]);
    }

    @Test
    void stop_keeps_the_value() {
        Computed.ofBody("input x: float output y = stop(x * 3)").gives(3);
    }

    @Test
    void training_chooses_when_the_model_is_compiled() {
        Computed of = Computed.ofBody("input x: float if training { y = x + 1 } else { y = x + 2 } output y");
        of.gives(3);
        assertEquals(2, of.training().result("y").elements()[0], 1e-12);
    }

    private static void assertOneError(String text, String id) {
        List<String> errors = Sources.errors(text);
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.getFirst().contains(id), errors::toString);
    }
}
