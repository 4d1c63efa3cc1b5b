package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What elaboration says of faulty models: place, name and words. */
class ErrorsTest {
    @Test
    void shapes_that_do_not_fit_name_both_sides_and_where_they_come_from() {
        assertErrors(
                """
                model M() {
                  input a: float[3]
                  input b: float[4]
                  output y = a + b
                }
                """,
                "4: shape-mismatch: a + b adds float[3] (input a, line 2) and float[4] (input b, line 3); shapes must be"
                        + " equal or one a suffix of the other (a dimension of length 1 is never stretched)");
    }

    @Test
    void a_dimension_of_length_one_is_not_stretched() {
        assertEquals(
                1,
                Sources.errors("model M() { input a: float[3, 1] input b: float[3] output y = a + b }")
                        .size());
    }

    @Test
    void a_model_offers_the_same_in_training_and_in_inference() {
        assertErrors(
                """
                model M() {
                  input x: float[3]
                  if training { output q = x }
                  output y = x
                }
                """,
                "3: mode-mismatch: the output q is there in training only; a model has the same in both: choose a value by"
                        + " `training`, not what there is");
        assertErrors(
                """
                model M() {
                  input x: float[3]
                  if not training { return x }
                  output y = x
                }
                """,
                "4: mode-mismatch: the output y is there in training only; a model has the same in both: choose a value by"
                        + " `training`, not what there is");
        assertErrors(
                """
                model M() {
                  input x: float[3]
                  if training { y = x } else { y = sum(i : x[i]) }
                  output y
                }
                """,
                "4: mode-mismatch: the output y is of another type in training than in inference; a model has the same in"
                        + " both: choose a value by `training`, not what there is");
        assertErrors(
                """
                model M() {
                  input x: float[3]
                  if training { y = x } else { param w: float[3] = 1   y = w * x }
                  output y
                }
                """,
                "3: mode-mismatch: the parameter w is there in inference only; a model has the same in both: choose a value"
                        + " by `training`, not what there is");
    }

    @Test
    void only_a_model_is_fed_and_offers() {
        assertErrors(
                """
                layer twice(x: float[n]): float[n] {
                  input z: float[3]
                  output y = 2 * x
                  return y
                }
                model M() {
                  input x: float[3]
                  output y = twice(x)
                }
                """,
                "2: misplaced-statement: the input z stands in twice; only a model has inputs, targets, hypers, outputs,"
                        + " losses and metrics, others have arguments and results",
                "3: misplaced-statement: the output y stands in twice; only a model has inputs, targets, hypers, outputs,"
                        + " losses and metrics, others have arguments and results");
    }

    @Test
    void a_model_is_fed_and_offers_each_name_once() {
        assertErrors(
                """
                model M() {
                  input x: float[3]
                  for i in 0 .. 2 { input z: float }
                  for i in 0 .. 2 { output y = x }
                }
                """,
                "3: duplicate-name: the model has z already; give this one another name",
                "4: duplicate-name: the model has y already; give this one another name");
    }

    @Test
    void a_range_that_nothing_tells_must_be_stated() {
        assertErrors(
                "model M() { input x: float[3] y[i] = i * 2.0 output y }",
                "1: range-unknown: nothing tells the range of the index i; state it: i < n");
    }

    @Test
    void indices_that_stand_alone_must_agree() {
        assertErrors(
                "model M() { input a: float[3] input b: float[4] y[i] = a[i] * b[i] output y }",
                "1: shape-mismatch: the index i runs over a dimension of 3 elsewhere and of 4 in float[4] (input b, line 1);"
                        + " state its range with i < n if that is meant");
    }

    @Test
    void unguarded_places_stay_inside() {
        assertErrors(
                "model M() { input x: float[4] y[i] = x[i + 1] - x[i] output y }",
                "1: out-of-bounds: the place i + 1 reaches 1 .. 4, but dimension 0 of float[4] (input x, line 1) has only"
                        + " 0 .. 3; narrow the range with <, or give a value for outside: [i + 1 | 0]");
    }

    @Test
    void an_index_may_not_hide_a_value() {
        assertErrors(
                "model M() { input x: float[4] i = 3 y[i] = x[i] output y }",
                "1: index-name-clash: the index i has the name of a value in scope; choose another letter");
    }

    @Test
    void unknown_settings_are_named_with_the_nearest_known_one() {
        assertErrors(
                "model M() { input x: float[4] output y = x -> dense(unit = 3) }",
                "1: bad-argument: dense has no setting unit; it has x, units, bias, weights");
    }

    @Test
    void a_check_of_the_library_is_shown_at_the_users_line() {
        assertErrors("""
                model M() {
                  input x: float[1, 8, 8]
                  output y = x -> conv(4, kernel = 9)
                }
                """, "3: check-failed: conv: a window of [9, 9] does not fit into [8, 8]");
    }

    @Test
    void several_faults_are_reported_and_what_follows_from_them_is_not() {
        assertErrors(
                """
                model M() {
                  input x: float[4]
                  a = x + [1.0, 2.0]
                  b = a * 2
                  c = x -> dense(0)
                  output y = b + c
                }
                """,
                "3: shape-mismatch: x + [1.0, 2.0] adds float[4] (input x, line 2) and float[2]; shapes must be equal or one"
                        + " a suffix of the other (a dimension of length 1 is never stretched)",
                "5: check-failed: dense needs at least one unit, not 0");
    }

    @Test
    void an_index_over_a_faulty_value_is_not_a_second_fault() {
        assertErrors(
                """
                model M() {
                  input x: float[4]
                  a = x + [1.0, 2.0]
                  b[i] = 2 * a[i]
                  output y = max(j : b[j] + a[j])
                }
                """,
                "3: shape-mismatch: x + [1.0, 2.0] adds float[4] (input x, line 2) and float[2]; shapes must be equal or one"
                        + " a suffix of the other (a dimension of length 1 is never stretched)");
    }

    @Test
    void buffers_take_only_what_all_examples_share() {
        assertErrors(
                "layer keep(x: float) { buffer m: float = 0 m := x return x }\n"
                        + "model M() { input x: float output y = keep(x) }",
                "1: bad-kept: the next value of m differs by example; reduce it over the batch first, as in mean(batch : …)");
    }

    @Test
    void a_label_stands_once_in_an_instance() {
        assertErrors(
                "model M() { input x: float[4] a = x -> dense(4) as one output y = a -> dense(4) as one }",
                "1: duplicate-label: the label one is already taken in this instance");
    }

    @Test
    void a_pattern_must_match_a_parameter() {
        assertErrors(
                "model M() { input x: float[4] loss total = sum(x -> dense(1)) + l2(\"head/**\") }",
                "1: no-match: no parameter of the model matches \"head/**\"");
    }

    @Test
    void what_comes_later_says_so() {
        assertErrors(
                "model M() { input x: float[3, 4] y[t] = x[t] -> dense(2) output y }",
                "1: not-built-yet: a layer inside index notation (dense) is part of the language but not built yet in this"
                        + " version");
    }

    @Test
    void a_result_has_its_declared_kind() {
        assertErrors(
                "fn half(x: float[n]): int[n] = x / 2\nmodel M() { input x: float[4] output y = half(x) }",
                "1: type-mismatch: half declares the result int[n] and returns float[4]");
    }

    private static void assertErrors(String text, String... expected) {
        assertEquals(List.of(expected), Sources.errors(text));
    }
}
