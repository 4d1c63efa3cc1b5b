package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops, branches, labels, checks: what is decided when the model is compiled. */
class LoopsTest {
    @Test
    void a_loop_over_a_list_takes_its_elements() {
        Computed.ofBody("input x: float s = x for w in [8, 16] { s = 10 * s + w } output y = s")
                .gives(196);
    }

    @Test
    void a_loop_over_an_empty_range_does_nothing() {
        Computed.ofBody("input x: float s = x for i in 0 .. 0 { s = s + 1 } output y = s")
                .gives(1);
    }

    @Test
    void loops_nest_and_use_outer_indices_as_known_ints() {
        Computed.ofBody(
                        "input x: float[3] s = 0.0 for i in 0 .. 3 { for j in i .. 3 { s = s + 10 ^ i * x[j] } } output y = s")
                .gives(6 + 50 + 300);
    }

    @Test
    void names_bound_inside_a_loop_stay_inside_and_outer_ones_carry_over() {
        assertOneError("model M() { input x: float for i in 0 .. 2 { a = x + i } output y = a }", "unknown-name");
    }

    @Test
    void labels_in_nested_loops_get_a_number_for_each() {
        Computed of = Computed.ofBody(
                "input x: float[2] for s in 0 .. 2 { for b in 0 .. s + 1 { x = x -> dense(2, bias = false) as stage } } output y = x");
        assertEquals(List.of("stage.0.0/W", "stage.1.0/W", "stage.1.1/W"), Paths.of(of));
    }

    @Test
    void labels_in_loops_over_lists_are_numbered_from_zero() {
        Computed of = Computed.ofBody(
                "input x: float[2] for w in [3, 4] { x = x -> dense(w, bias = false) as wide } output y = x");
        assertEquals(List.of("wide.0/W", "wide.1/W"), Paths.of(of));
        assertEquals("float[4]", of.model().exposed().getFirst().type().toString());
    }

    @Test
    void instances_without_a_label_are_numbered_by_layer_from_one() {
        Computed of = Computed.of("""
                layer a(x: float[n]) { param p: float = 1 return p * x }
                layer b(x: float[n]) { param p: float = 1 return x -> a -> a }
                model M() { input x: float[2] output y = x -> a -> b -> a -> b as named -> b }
                """);
        assertEquals(
                List.of(
                        "a1/p",
                        "b1/p",
                        "b1/a1/p",
                        "b1/a2/p",
                        "a2/p",
                        "named/p",
                        "named/a1/p",
                        "named/a2/p",
                        "b2/p",
                        "b2/a1/p",
                        "b2/a2/p"),
                Paths.of(of));
    }

    @Test
    void a_label_belongs_to_the_call_just_written() {
        Computed of = Computed.ofBody(
                "input x: float[2] y = dense(x, 3) as first + (x -> dense(3) as second -> relu) output y");
        assertEquals(List.of("first/W", "first/b", "second/W", "second/b"), Paths.of(of));
    }

    @Test
    void a_label_stands_once_in_an_instance_but_again_in_another() {
        assertOneError(
                "model M() { input x: float[2] output y = x -> dense(2) as a -> dense(2) as a }", "duplicate-label");
        assertEquals(
                List.of("p/a/W", "q/a/W"),
                Paths.of(
                        Computed.of(
                                "layer f(x: float[n]) { return x -> dense(n, bias = false) as a } model M() { input x: float[2] output y = x -> f as p -> f as q }")));
    }

    @Test
    void what_a_branch_binds_stays_bound() {
        Computed.ofBody("input x: float if 2 > 1 { a = x + 1 } else { a = x - 1 } output y = a")
                .gives(2);
        Computed.ofBody("input x: float if 2 > 3 { a = x[9] } else if 1 == 1 { a = 2 * x } else { a = x } output y = a")
                .gives(2);
    }

    @Test
    void the_first_return_reached_ends_the_body() {
        Computed.of(
                        "fn f(x: float; k: int): float { if k == 0 { return x } if k == 1 { return 10 * x } return 100 * x }\n"
                                + "model M() { input x: float output y = [f(x, 0), f(x, 1), f(x, 2)] }")
                .gives(1, 10, 100);
        Computed.of("fn f(x: float): float { for i in 0 .. 5 { x = x + 1 if i == 2 { return x } } return 0 * x }\n"
                        + "model M() { input x: float output y = f(x) }")
                .gives(4);
    }

    @Test
    void a_run_time_condition_asks_for_where() {
        List<String> errors = Sources.errors("model M() { input x: float if x > 0 { x = 2 * x } output y = x }");
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(
                errors.getFirst().contains("not-compile-time")
                        && errors.getFirst().contains("where"),
                errors::toString);
    }

    @Test
    void a_check_fills_its_names_in() {
        assertEquals(
                List.of("1: check-failed: kernel 9 does not fit height 3 of [3, 4]"),
                Sources.errors(
                        "layer f(x: float[H, W]; k: int) { const S = [H, W] check H >= k, \"kernel {k} does not fit height {H} of {S}\" return x } model M() { input x: float[3, 4] output y = x -> f(9) }"));
    }

    @Test
    void a_check_that_holds_says_nothing() {
        Computed.ofBody("check 2 > 1, \"never\" input x: float output y = x").gives(1);
    }

    @Test
    void a_const_of_the_file_is_seen_everywhere() {
        Computed.of(
                        "const K = 3 const L = K * 2 fn f(x: float[K]): float = L * sum(x) model M(k: int = K) { input x: float[k] output y = f(x) }")
                .gives(36);
    }

    @Test
    void patterns_name_one_part_or_several() {
        String model = """
                layer block(x: float[n]) { return x -> dense(n, weights = constant(1)) as a -> dense(n, weights = constant(2)) as b }
                model M() {
                  input x: float[1]
                  output z = x -> block as one -> block as two -> dense(1, weights = constant(10)) as head
                  loss total = l2("PATTERN")
                }
                """;
        assertEquals(1 + 4 + 1 + 4 + 100, penalty(model, "**/W"));
        assertEquals(1 + 4, penalty(model, "one/**"));
        assertEquals(1 + 1, penalty(model, "*/a/W"));
        assertEquals(100, penalty(model, "*/W"));
        assertEquals(4, penalty(model, "two/b/W"));
        assertOneError(model.replace("PATTERN", "**/V"), "no-match");
    }

    @Test
    void a_model_has_defaults_and_ranges_of_its_own() {
        Computed.of("model M(n: int = 3, m: int = 2 * n in 1 .. 8) { input x: float[m] output y = sum(x) }")
                .gives(21);
    }

    private static double penalty(String model, String pattern) {
        return Computed.of(model.replace("PATTERN", pattern))
                .inference()
                .result("total")
                .elements()[0];
    }

    private static void assertOneError(String text, String id) {
        List<String> errors = Sources.errors(text);
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.getFirst().contains(id), errors::toString);
    }
}
