package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.dlm.compiler.graph.GraphVerifier;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;
import org.junit.jupiter.api.Test;

/** What index notation means, by examples computed by hand. The input x holds 1, 2, 3 … in its order. */
class IndexNotationTest {
    @Test
    void free_indices_take_the_dimensions_where_they_stand_alone() {
        assertOutput("y[j, i] = x[i, j]", "float[2, 3]", 1, 4, 2, 5, 3, 6);
    }

    @Test
    void a_reduction_sums_over_its_indices() {
        assertOutput("y[i] = sum(j : x[i, j])", "float[2, 3]", 6, 15);
    }

    @Test
    void a_mean_of_whole_numbers_is_a_float() {
        assertOutput("y = mean(i : where(x[i] > 2, 1, 0))", "float[4]", 0.5);
    }

    @Test
    void the_only_unknown_of_a_compound_place_gets_the_largest_range_inside() {
        assertOutput("w = [1.0, 10.0] y[i] = sum(u : w[u] * x[i + u])", "float[4]", 21, 32, 43);
    }

    @Test
    void a_strided_compound_stays_inside() {
        assertOutput("y[i] = sum(u < 2 : x[i * 2 + u])", "float[5]", 3, 7);
    }

    @Test
    void a_guard_gives_the_value_outside() {
        assertOutput("y[i < 4] = x[i - 1 | 9]", "float[3]", 9, 1, 2, 3);
    }

    @Test
    void a_group_stands_for_several_indices() {
        assertOutput("y[c] = sum(s.. : x[c, s..])", "float[2, 2, 2]", 10, 26);
    }

    @Test
    void places_of_groups_are_meant_dimension_by_dimension() {
        assertOutput("const stride = [1, 2] y[i.. < [2, 2]] = x[(i * stride)..]", "float[2, 3]", 1, 3, 4, 6);
    }

    @Test
    void a_missing_last_place_is_a_whole_dimension() {
        assertOutput("y = x[1]", "float[2, 3]", 4, 5, 6);
    }

    @Test
    void parts_cut_a_dimension() {
        assertOutput("y = x[:, 1:3]", "float[2, 3]", 2, 3, 5, 6);
    }

    @Test
    void a_function_on_rows_is_lifted_over_the_free_index() {
        assertOutput("y[i] = sum(x[i])", "float[2, 3]", 6, 15);
    }

    @Test
    void tensors_on_the_right_follow_the_free_indices() {
        assertOutput("y[j] = 2 * x[:, j]", "float[2, 3]", 2, 8, 4, 10, 6, 12);
    }

    @Test
    void a_gather_reads_at_a_value() {
        assertOutput("p = argmax(i : x[i]) y = x[p]", "float[3]", 3);
    }

    @Test
    void quotients_and_remainders_are_places() {
        assertOutput("y[k < 6] = x[div(k, 3), k % 3]", "float[2, 3]", 1, 2, 3, 4, 5, 6);
    }

    @Test
    void empty_sums_are_zero_and_empty_maxima_minus_infinity() {
        assertOutput("y = sum(i < 0 : x[i])", "float[3]", 0);
        assertOutput("y = max(i < 0 : x[i])", "float[3]", Double.NEGATIVE_INFINITY);
    }

    @Test
    void a_matrix_product_joins_last_with_first() {
        assertOutput("y = x @ [1.0, 0.0, 2.0]", "float[2, 3]", 7, 16);
        assertOutput("y = [1.0, 1.0] @ x", "float[2, 3]", 5, 7, 9);
    }

    @Test
    void broadcasting_is_by_suffix() {
        assertOutput("y = x + [10.0, 20.0, 30.0]", "float[2, 3]", 11, 22, 33, 14, 25, 36);
    }

    @Test
    void stacks_joins_and_parts_are_index_maps() {
        assertOutput("y = [x, 2 * x]", "float[2]", 1, 2, 2, 4);
        assertOutput("y = concat(x, 10 * x)", "float[2]", 1, 2, 10, 20);
        assertOutput("a, b = split(x, 2) y = b - a", "float[4]", 2, 2);
        assertOutput("y = reshape(x, [3, 2])[2]", "float[2, 3]", 5, 6);
        assertOutput("y = concat(x, x, axis = -1)", "float[2, 2]", 1, 2, 1, 2, 3, 4, 3, 4);
    }

    @Test
    void counts_and_conditions_reduce_to_ints_and_truths() {
        assertOutput("y = float(count(i : x[i] > 1))", "float[3]", 2);
        assertOutput("y = where(any(i : x[i] > 2), 1.0, 0.0)", "float[3]", 1);
        assertOutput("y = where(all(i : x[i] > 2), 1.0, 0.0)", "float[3]", 0);
    }

    @Test
    void loops_rebind_outer_names_and_conditions_keep_what_they_bind() {
        assertOutput("z = x for i in 0 .. 3 { z = z + i } if 1 < 2 { y = z } else { y = x }", "float[2]", 4, 5);
    }

    @Test
    void a_product_of_a_known_list_is_known() {
        assertEquals(
                "[6]",
                Sources.body("input x: float[prod([2, 3])] output y = x")
                        .ports()
                        .getFirst()
                        .type()
                        .shape()
                        .toString());
    }

    private static void assertOutput(String statements, String inputType, double... expected) {
        ElaboratedModel model = Sources.body("input x: " + inputType + "\n" + statements + "\noutput y");
        GraphVerifier.verify(model.inference());
        int elements = (int) model.ports().getFirst().type().fixedElements();
        double[] numbers = new double[elements];
        for (int i = 0; i < elements; i++) {
            numbers[i] = i + 1;
        }
        Inputs inputs = Inputs.ofBatch(1).with(OpKind.Role.INPUT, "x", numbers);
        assertArrayEquals(
                expected, Interpreter.run(model.inference(), inputs).result("y").elements(), 1e-12);
    }
}
