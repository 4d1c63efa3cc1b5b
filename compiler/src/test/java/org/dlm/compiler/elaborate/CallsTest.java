package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.junit.jupiter.api.Test;

/** How arguments, settings, stages and results find their places. */
class CallsTest {
    private static final String LINE =
            "fn line(x: float, y: float; a: float = 10, b: float = 100): float = a * x + b * y\n";

    @Test
    void positional_arguments_fill_data_then_configuration() {
        calls(LINE, "line(1.0, 2.0)", 210);
        calls(LINE, "line(1.0, 2.0, 3)", 203);
        calls(LINE, "line(1.0, 2.0, 3, 4)", 11);
    }

    @Test
    void named_arguments_come_in_any_order() {
        calls(LINE, "line(1.0, 2.0, b = 4, a = 3)", 11);
        calls(LINE, "line(y = 1.0, x = 2.0)", 120);
    }

    @Test
    void a_pipe_gives_the_first_argument() {
        calls(LINE, "x -> line(2.0, b = 1)", 12);
    }

    @Test
    void a_list_in_parentheses_gives_several() {
        calls(LINE, "(x, 2.0) -> line(3)", 203);
        calls(LINE, "(x, 2.0) -> line", 210);
    }

    @Test
    void data_with_a_default_are_given_by_name_only() {
        String masked = "fn cut(x: float, mask: bool = true; to: float = 7): float = where(mask, x, to)\n";
        calls(masked, "cut(x)", 1);
        calls(masked, "cut(x, 9, mask = x > 5)", 9);
        calls(masked, "x -> cut(8, mask = false)", 8);
    }

    @Test
    void without_a_semicolon_the_parameters_of_a_function_are_data() {
        calls("fn f(x: float, s: float): float = x - s\n", "x -> f(3.0)", -2);
        assertEquals(
                1,
                Sources.errors("fn f(x: float, s: float): float = x - s fn g(x: float; act: fn): float = act(x)\n"
                                + "model M() { input x: float output y = g(x, act = f(3)) }")
                        .size());
    }

    @Test
    void defaults_use_dimensions_and_earlier_settings() {
        String wide =
                "fn f(x: float[n]; units: int = 4 * n, more: int = units + 1): float = float(units * 100 + more)\n";
        Computed.of(wide + "model M() { input x: float[3] output y = f(x) }").gives(1213);
        Computed.of(wide + "model M() { input x: float[3] output y = f(x, 2) }").gives(203);
        Computed.of(wide + "model M() { input x: float[3] output y = f(x, more = 0) }")
                .gives(1200);
    }

    @Test
    void a_stage_may_be_partly_set_where_it_is_named_and_where_it_is_used() {
        calls(
                "fn scale(x: float; by: float, plus: float = 0): float = by * x + plus\n"
                        + "fn use(x: float; op: fn): float = x -> op(plus = 5)\n",
                "use(x, op = scale(3))",
                8);
    }

    @Test
    void settings_that_are_still_open_are_given_where_the_stage_is_used() {
        Computed of = Computed.of("""
                layer use(x: float[n]; cell: layer) { return x -> cell(units = 3) }
                model M() { input x: float[2] output y = x -> use(dense(bias = false)) }
                """);
        assertEquals(List.of("use1/dense1/W"), Paths.of(of));
        assertEquals("float[3]", of.model().exposed().getFirst().type().toString());
    }

    @Test
    void a_stage_passes_through_several_hands() {
        calls(
                "fn inner(x: float; act: fn): float = act(x)\nfn outer(x: float; act: fn = relu): float = inner(x, act)\n",
                "outer(-8.0, leakyRelu(0.25)) + outer(-3.0)",
                -2);
    }

    @Test
    void an_initialiser_is_a_setting() {
        Computed of = Computed.ofBody("input x: float[2] output y = x -> dense(1, weights = constant(3))");
        of.gives(9);
    }

    @Test
    void several_results_are_taken_in_order_and_the_first_ones_where_fewer_are_taken() {
        String both = "fn both(x: float): (low: float, high: float, third: float) { return x - 1, x + 1, 3 * x }\n";
        Computed.of(both + "model M() { input x: float a, b, c = both(x) output y = [a, b, c] }")
                .gives(0, 2, 3);
        Computed.of(both + "model M() { input x: float a, b = both(x) output y = [a, b] }")
                .gives(0, 2);
        calls(both, "both(x) + 10", 10);
        calls(both, "x -> both -> relu", 0);
    }

    @Test
    void more_names_than_results_are_an_error() {
        assertOneError(
                "fn two(x: float): (float, float) { return x, x } model M() { input x: float a, b, c = two(x) output y = a + b + c }");
    }

    @Test
    void what_is_called_and_what_is_a_plain_value_are_looked_up_apart() {
        calls("fn f(x: float[A..]; dropout: float = 0.5): float[A..] = dropout(x, rate = dropout)\n", "f(x)", 1);
        calls("", "relu(x) + mean([3.0, 5.0])", 5);
        Computed.ofBody("input x: float mean = mean([x, 3.0]) output y = mean").gives(2);
    }

    @Test
    void a_binding_again_hides_the_former_value() {
        Computed.ofBody("input x: float x = x + 1 x = x * 10 output y = x").gives(20);
    }

    @Test
    void a_user_declaration_hides_the_library_s() {
        calls("fn relu(x: float): float = x + 40\n", "relu(x)", 41);
    }

    @Test
    void layers_call_themselves_under_a_condition_known_at_compile_time() {
        Computed of = Computed.of("""
                layer nest(x: float[n]; depth: int) {
                  y = x -> dense(n, weights = constant(1)) as down
                  if depth == 0 { return y }
                  inner = y -> nest(depth - 1) as inner
                  return inner -> dense(n, weights = constant(1)) as up
                }
                model M() { input x: float[1] output y = x -> nest(2) as top }
                """);
        of.gives(1);
        assertEquals(
                List.of(
                        "top/down/W",
                        "top/down/b",
                        "top/inner/down/W",
                        "top/inner/down/b",
                        "top/inner/inner/down/W",
                        "top/inner/inner/down/b",
                        "top/inner/up/W",
                        "top/inner/up/b",
                        "top/up/W",
                        "top/up/b"),
                Paths.of(of));
    }

    @Test
    void recursion_without_end_is_an_error() {
        List<String> errors = Sources.errors(
                "layer f(x: float[n]) { return x -> f } model M() { input x: float[2] output y = x -> f }");
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.getFirst().contains("recursion-too-deep"), errors::toString);
    }

    @Test
    void functions_of_known_ints_are_computed_when_the_model_is_compiled() {
        Computed.of("fn fib(n: int): int { if n < 2 { return n } return fib(n - 1) + fib(n - 2) }\n"
                        + "model M() { input x: float[fib(7)] output y = float(fib(7)) }")
                .gives(13);
    }

    @Test
    void too_many_arguments_missing_ones_and_doubled_ones_are_errors() {
        assertOneError(LINE + "model M() { input x: float output y = line(x, x, 1, 2, 3) }");
        assertOneError(LINE + "model M() { input x: float output y = line(x) }");
        assertOneError(LINE + "model M() { input x: float output y = line(x, x, 1, a = 2) }");
        assertOneError("model M() { input x: float[3] output y = x -> dense() }");
    }

    @Test
    void an_unknown_function_gets_a_suggestion() {
        DiagnosticCollector problems = new DiagnosticCollector();
        Sources.elaborate("model M() { input x: float output y = leakyRelo(x) }", problems);
        assertEquals(
                Optional.of("did you mean `leakyRelu`?"),
                problems.diagnostics().getFirst().suggestion());
    }

    @Test
    void a_run_time_number_may_be_a_float_setting() {
        Computed of = Computed.ofBody("hyper h: float = 0.5 input x: float output y = leakyRelu(-x, slope = h)");
        of.gives(-0.5);
        of.with("h", 0.25).gives(-0.25);
    }

    @Test
    void a_run_time_number_is_no_int_setting_and_no_condition() {
        assertOneError("model M() { hyper h: int = 2 input x: float[3] output y = x -> dense(h) }");
        assertOneError("model M() { hyper h: float = 2 input x: float if h > 1 { x = 2 * x } output y = x }");
    }

    @Test
    void ranges_of_settings_are_checked() {
        String ranged =
                "fn f(x: float; k: int = 8 in 8 .. 256, r: float = 1e-3 in log(1e-5 .. 1), w: int = 16 in [16, 32]): float = k * r * w * x\n";
        assertOneError(ranged + "model M() { input x: float output y = f(x, 7) }");
        assertOneError(ranged + "model M() { input x: float output y = f(x, r = 2) }");
        assertOneError(ranged + "model M() { input x: float output y = f(x, w = 17) }");
        calls(ranged, "f(x, 256, 1, 32)", 8192);
    }

    @Test
    void a_scalar_given_for_a_list_or_a_tensor_is_repeated() {
        calls(
                "fn f(x: float; k: int[3] = 2, p: int[2, 2] = 1): float = x * prod(k) + sum(i, j : p[i, j])\n",
                "f(x)",
                12);
        calls("fn f(x: float[3], m: float[3] = 2): float = sum(x * m)\n", "f([1.0, 2.0, 3.0])", 12);
        calls("fn f(x: float[3], m: float[3] = 2): float = sum(x * m)\n", "f(2.0)", 12);
    }

    private static void calls(String declarations, String expression, double... expected) {
        Computed.of(declarations + "model M() { input x: float output y = " + expression + " }")
                .gives(expected);
    }

    private static void assertOneError(String text) {
        List<String> errors = Sources.errors(text);
        assertEquals(1, errors.size(), errors::toString);
    }
}
