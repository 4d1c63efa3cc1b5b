package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Reductions, ranges, guards, gathers, groups and lifting, by examples computed by hand. */
class ReductionsTest {
    @Test
    void every_kind_of_reduction_of_a_small_list() {
        body(
                "float[4]",
                "y = [sum(x), mean(x), prod(i : x[i]), max(i : x[i]), min(i : x[i]), float(argmax(i : x[i])), float(argmin(i : x[i]))]",
                10,
                2.5,
                24,
                4,
                1,
                3,
                0);
        body(
                "float[4]",
                "y = float(count(i : x[i] > 1.5)) + where(any(i : x[i] > 3), 10, 0) + where(all(i : x[i] > 0), 100, 0)",
                113);
    }

    @Test
    void ties_go_to_the_first() {
        body(
                "float[4]",
                "z[i < 4] = where(i == 1 or i == 3, 7.0, 2.0) y = [argmax(i : z[i]), argmin(i : z[i])] + 0 * x[0]",
                1,
                0);
        body(
                "float[2, 2]",
                "z[i, j] = where(i == j, 7.0, x[i, j]) y = argmax(j : z[1, j]) * 10 + argmin(i : z[i, 0]) + 0 * x[0, 0]",
                11);
    }

    @Test
    void empty_ranges_have_values() {
        body(
                "float[3]",
                "y = [sum(i < 0 : x[i]), prod(i < 0 : x[i]), mean(i < 0 : x[i]), max(i < 0 : x[i]), min(i < 0 : x[i])]",
                0,
                1,
                0,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY);
        body("float[3]", "y = [count(i < 0 : x[i] > 0), argmax(i < 0 : x[i]), argmin(i < 0 : x[i])] + 0.0", 0, 0, 0);
        body("float[3]", "y = [where(any(i < 0 : x[i] > 0), 1.0, 0.0), where(all(i < 0 : x[i] > 0), 1.0, 0.0)]", 0, 1);
    }

    @Test
    void a_group_of_no_dimensions_leaves_the_body_as_it_is() {
        Computed.of(
                        "fn f(x: float[C, S..]): float[C] { y[c] = sum(s.. : x[c, s..]) + max(s.. : x[c, s..]) return y } model M() { input x: float[3] output y = f(x) }")
                .gives(2, 4, 6);
        Computed.of(
                        "fn f(x: float[C, S..]): float[C] { y[c] = mean(s.. : x[c, s..]) return y } model M() { input x: float[3] output y = f(x) }")
                .gives(1, 2, 3);
        Computed.ofBody("input x: float[3] output y = globalAvgPool(x)").gives(1, 2, 3);
    }

    @Test
    void reductions_nest_and_stand_in_expressions() {
        body("float[2, 2]", "y = max(i : sum(j : x[i, j] ^ 2)) - min(i : sum(j : x[i, j]))", 25 - 3);
        body("float[2, 2]", "y[i] = sum(j : x[i, j] / sum(k : x[k, j]))", 0.25 + 2 / 6.0, 0.75 + 4 / 6.0);
        body("float[3]", "y = sum(i < 3 : sum(j : where(j <= i, x[j], 0)))", 1 + 3 + 6);
    }

    @Test
    void a_triangle_is_where_and_a_range_is_never_another_index() {
        body("float[3]", "y[i < 3] = sum(j : where(j <= i, x[j], 0))", 1, 3, 6);
        assertOneError(
                "model M() { input x: float[3] y[i] = sum(j : where(j <= i, x[j], 0)) output y }", "range-unknown");
        List<String> errors = Sources.errors("model M() { input x: float[3] y[i < 3] = sum(j < i : x[j]) output y }");
        assertEquals(1, errors.size(), errors::toString);
    }

    @Test
    void a_body_may_be_a_pipe() {
        body("float[3]", "y = sum(i : x[i] - 2 -> relu)", 1);
        body("float[2, 3]", "y = sum(i : x[i] -> softmax -> sum)", 2);
    }

    @Test
    void a_reduction_binds_several_indices_and_groups() {
        body("float[2, 3]", "y = sum(i, j : x[i, j])", 21);
        body("float[2, 1, 3]", "y = max(s.. : x[s..])", 6);
        body("float[2, 1, 3]", "y[i] = sum(s.. : x[i, s..])", 6, 15);
        body("float[2, 2]", "y = sum(i < 2, j < 1 : x[i, j])", 4);
    }

    @Test
    void a_tensor_may_be_reduced_whole() {
        body("float[2, 3]", "y = sum(i : x[i])", 5, 7, 9);
        body("float[2, 3]", "y = max(j : x[:, j])", 3, 6);
        body("float[2, 2]", "y = mean(i : x[i] @ x)", 11, 16);
    }

    @Test
    void reductions_over_the_batch_are_shared() {
        Computed of = Computed.ofBody(
                        "input x: float[2] m[i] = mean(batch : x[i]) s = sum(batch, i : x[i]) n = count(batch : true) t = max(batch, i : x[i]) output y = concat(x - m, [s, float(n), t])")
                .batch(3);
        of.gives(-2, -2, 21, 3, 6, 0, 0, 21, 3, 6, 2, 2, 21, 3, 6);
    }

    @Test
    void a_batch_reduction_of_a_shared_value_counts_it_once_for_each_example() {
        Computed.ofBody("param w: float = 5 input x: float output y = sum(batch : w * x) + 0 * x + mean(batch : w)")
                .batch(2)
                .gives(20, 20);
    }

    @Test
    void a_loss_for_each_example_is_given_so_and_a_shared_one_as_it_is() {
        Computed of = Computed.ofBody("input x: float loss own = x ^ 2 loss all = sum(batch : x) output y = x")
                .batch(2);
        assertEquals("float", of.model().exposed().getFirst().type().toString());
        assertEquals(1, of.inference().result("all").elements().length);
    }

    @Test
    void gathers_stand_in_several_places() {
        Computed.ofBody("input x: float[2, 3] input i: class[2] input j: class[3] output y = x[i, j]")
                .with("i", 1)
                .with("j", 2)
                .gives(6);
        Computed.ofBody("input E: float[3, 2] input id: class[3][4] y[a, d] = E[id[a], d] output y")
                .with("id", 2, 0, 0, 1)
                .gives(5, 6, 1, 2, 1, 2, 3, 4);
        Computed.ofBody("input E: float[3, 2] input id: class[3][2] output y = E[id[1]]")
                .with("id", 0, 2)
                .gives(5, 6);
        Computed.ofBody("input x: float[4] input p: int[2] y[i] = x[p[i] + 1 | -1] output y")
                .with("p", 2, 3)
                .gives(4, -1);
        Computed.ofBody("input x: float[4] input p: int[2] y[i] = x[p[i] - p[1 - i] | 0] output y")
                .with("p", 2, 0)
                .gives(3, 0);
    }

    @Test
    void guards_take_expressions() {
        body("float[3]", "y[i < 5] = x[i - 1 | 10 * i + x[0]]", 1, 1, 2, 3, 41);
        body("float[3]", "y[i < 3] = x[i + 1 | x[i - 1 | 0]]", 2, 3, 2);
        Computed.ofBody("input a: float[2] input b: float[4] y[s < 4] = a[s - 1 | b[s]] output y")
                .gives(1, 1, 2, 4);
    }

    @Test
    void a_guard_does_not_hide_what_is_asked_inside_an_argument() {
        assertOneError("model M() { input x: float[3] y[i < 5] = x[i] output y }", "out-of-bounds");
        assertOneError("model M() { input x: float[3] y[i < 5] = x[i | x[i]] output y }", "out-of-bounds");
    }

    @Test
    void a_lone_index_of_a_guarded_access_is_still_a_range() {
        body("float[2, 3]", "y[c, i < 4] = x[c, i - 1 | 0]", 0, 1, 2, 3, 0, 4, 5, 6);
    }

    @Test
    void a_guarded_compound_tells_no_range() {
        assertOneError("model M() { input x: float[3] y[i] = x[i + 1 | 0] output y }", "range-unknown");
    }

    @Test
    void strides_dilation_and_offsets_are_affine() {
        body("float[7]", "y[i] = sum(u < 2 : x[i * 3 + u * 2])", 1 + 3, 4 + 6);
        body("float[6]", "y[i < 3] = x[5 - 2 * i]", 6, 4, 2);
        body("float[6]", "y[k] = x[2 * k + 1]", 2, 4, 6);
    }

    @Test
    void quotients_and_remainders_regroup() {
        body(
                "float[2, 2]",
                "y[i < 4, j < 4] = x[div(i, 2), div(j, 2)]",
                1,
                1,
                2,
                2,
                1,
                1,
                2,
                2,
                3,
                3,
                4,
                4,
                3,
                3,
                4,
                4);
        body("float[4]", "y[i < 4] = x[(i + 2) % 4]", 3, 4, 1, 2);
        body("float[4]", "y[i < 4] = x[(i - 1) % 4]", 4, 1, 2, 3);
    }

    @Test
    void groups_work_in_one_two_and_three_dimensions() {
        String blur =
                "fn blur(x: float[C, S..]; k: int[rank(S)] = 2): float[C, (S - k + 1)..] { y[c, i.. < S - k + 1] = sum(u.. < k : x[c, (i + u)..]) return y }\n";
        Computed.of(blur + "model M() { input x: float[1, 3] output y = blur(x)[0] }")
                .gives(3, 5);
        Computed.of(blur + "model M() { input x: float[1, 2, 3] output y = blur(x)[0] }")
                .gives(12, 16);
        Computed.of(blur + "model M() { input x: float[1, 2, 2, 2] output y = blur(x)[0] }")
                .gives(36);
        Computed.of(blur + "model M() { input x: float[1, 2, 3] output y = blur(x, [1, 3])[0] }")
                .gives(6, 15);
    }

    @Test
    void one_index_of_a_group_is_reached_by_its_number() {
        body("float[2, 3]", "y[i.. < [2, 3]] = x[i..] + 100.0 * i[0] + 10.0 * i[1]", 1, 12, 23, 104, 115, 126);
    }

    @Test
    void conditions_over_the_dimensions_of_a_group_are_joined() {
        String pool = """
                fn pool(x: float[C, S..]; out: int[rank(S)]): float[C, out..] {
                  const widest = ceilDiv(S, out) + 1
                  y[c, i.. < out] = max(u.. < widest :
                    where(all(d : div(i[d] * S[d], out[d]) + u[d] < ceilDiv((i[d] + 1) * S[d], out[d])),
                      x[c, (div(i * S, out) + u).. | -inf], -inf))
                  return y
                }
                """;
        Computed.of(pool + "model M() { input x: float[1, 5] output y = pool(x, 2)[0] }")
                .gives(3, 5);
        Computed.of(pool + "model M() { input x: float[1, 3, 3] output y = pool(x, [3, 2])[0] }")
                .gives(2, 3, 5, 6, 8, 9);
    }

    @Test
    void lifting_puts_the_tensors_dimensions_behind_the_free_ones() {
        body("float[2, 3]", "y[j] = x[:, j] * 10", 10, 40, 20, 50, 30, 60);
        body("float[2, 2]", "y[k, s] = (x[:, s] * 2)[k]", 2, 4, 6, 8);
        body("float[2, 2]", "y[i < 2] = where(i == 0, x[1], x[0])", 3, 4, 1, 2);
    }

    @Test
    void a_softmax_over_the_first_dimension_by_lifting() {
        Computed.ofBody("input x: float[2, 2] p[k, s] = softmax(x[:, s])[k] output y = p")
                .with("x", 0, Math.log(3), 0, 0)
                .gives(0.5, 0.75, 0.5, 0.25);
    }

    @Test
    void an_attention_for_each_head() {
        String attend = """
                fn attend(q: float[T, d], k: float[S, d], v: float[S, e], mask: bool[T, S] = true): float[T, e] {
                  score[t, s] = where(mask[t, s], sum(i : q[t, i] * k[s, i]), -1e30)
                  return softmax(score) @ v
                }
                """;
        // Two positions, two heads, width 1; queries 0, so that each position sees the mean of what the mask shows.
        Computed.of(attend + """
                model M() {
                  input v: float[2, 2, 1]
                  mask[t < 2, s < 2] = s <= t
                  q = 0 * v
                  o[h] = attend(q[:, h], v[:, h], v[:, h], mask = mask)
                  z[t, h, e] = o[h, t, e]
                  output y = z
                }
                """).gives(1, 2, 2, 3);
        Computed.of(
                        attend
                                + "model M() { input v: float[2, 2, 1] o[h] = attend(0 * v[:, h], v[:, h], v[:, h]) output y = o }")
                .gives(2, 2, 3, 3);
    }

    @Test
    void functions_on_scalars_lift_with_broadcasting_over_all_their_data() {
        Computed.of(
                        "fn f(a: float, b: float, c: float): float = a * 100 + b * 10 + c model M() { input x: float[2, 2] output y = f(x, [5.0, 6.0], 7.0) }")
                .gives(157, 267, 357, 467);
        assertOneError(
                "fn f(a: float, b: float): float = a + b model M() { input a: float[2, 3] input b: float[2] output y = f(a, b) }",
                "shape-mismatch");
    }

    @Test
    void a_function_with_several_results_lifts_each() {
        Computed.of(
                        "fn f(a: float): (float, float) { return a + 1, a * 10 } model M() { input x: float[2] a, b = f(x) output y = [a, b] }")
                .gives(2, 3, 10, 20);
    }

    @Test
    void a_scalar_function_that_gives_a_list_lifts_it_behind() {
        Computed.ofBody("input id: class[3][2] output y = oneHot(id, 3)")
                .with("id", 2, 0)
                .gives(0, 0, 1, 1, 0, 0);
    }

    @Test
    void indices_may_neither_be_doubled_nor_hide_values() {
        assertEquals(
                1,
                Sources.errors("model M() { input x: float[3, 3] y[i, i] = x[i, i] output y }")
                        .size());
        assertOneError("model M() { input x: float[3] output y = sum(x : x[x]) }", "index-name-clash");
        assertEquals(
                1,
                Sources.errors("model M() { input x: float[3] y[i] = sum(i : x[i]) output y }")
                        .size());
    }

    @Test
    void a_diagonal_reads_one_index_twice() {
        body("float[2, 2]", "y[i] = x[i, i]", 1, 4);
    }

    @Test
    void an_index_is_an_int_in_its_body() {
        body("float[3]", "y[i] = x[i] * (i + 1) + div(i, 2)", 1, 4, 10);
        body("float[3]", "y[i < 3] = i / 2 + 0 * x[i]", 0, 0.5, 1);
    }

    @Test
    void literals_on_the_left_are_no_index_definition() {
        assertTrue(Parsing.errors("model M() { input x: float[3] y[0] = x[1] output y }") > 0
                || Sources.errors("model M() { input x: float[3] y[0] = x[1] output y }")
                                .size()
                        == 1);
    }

    @Test
    void a_range_that_disagrees_names_both_dimensions() {
        List<String> errors =
                Sources.errors("model M() { input a: float[3] input b: float[4] output y = sum(i : a[i] * b[i]) }");
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.getFirst().contains("3") && errors.getFirst().contains("4"), errors::toString);
    }

    private static void body(String input, String statements, double... expected) {
        Computed.ofBody("input x: " + input + "\n" + statements + "\noutput y").gives(expected);
    }

    private static void assertOneError(String text, String id) {
        List<String> errors = Sources.errors(text);
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.getFirst().contains(id), errors::toString);
    }
}
