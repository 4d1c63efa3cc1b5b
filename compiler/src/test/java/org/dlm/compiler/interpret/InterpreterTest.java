package org.dlm.compiler.interpret;

import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.batchAxis;
import static org.dlm.compiler.graph.Ops.graph;
import static org.dlm.compiler.graph.Ops.guarded;
import static org.dlm.compiler.graph.Ops.input;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.parameter;
import static org.dlm.compiler.graph.Ops.product;
import static org.dlm.compiler.graph.Ops.value;
import static org.dlm.compiler.graph.Ops.zero;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind.Role;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.graph.TensorType;
import org.junit.jupiter.api.Test;

class InterpreterTest {
    private final GraphBuilder builder = new GraphBuilder();

    private double[] run(Op op, Inputs inputs) {
        return Interpreter.run(graph(builder, value("y", op)), inputs)
                .result("y")
                .elements();
    }

    /** {@code y[i, j] = sum(k : W[i, k] * V[k, j])}. */
    @Test
    void matrix_product() {
        Op w = parameter(builder, "W", 2, 3);
        Op v = parameter(builder, "V", 3, 2);
        Op y = builder.indexed(
                List.of(axis("i", 2), axis("j", 2)),
                Reduction.SUM,
                List.of(axis("k", 3)),
                product(load(w, at(0), at(2)), load(v, at(2), at(1))),
                origin("y"));
        Inputs inputs = Inputs.ofBatch(1)
                .with(Role.PARAMETER, "W", 1, 2, 3, 4, 5, 6)
                .with(Role.PARAMETER, "V", 7, 8, 9, 10, 11, 12);
        assertArrayEquals(new double[] {58, 64, 139, 154}, run(y, inputs));
    }

    /** {@code y[i] = sum(u < 3 : x[i + u - 1 | 0])} for each of two examples. */
    @Test
    void guarded_window_of_each_example() {
        Op x = input(builder, "x", 3);
        Op y = builder.indexed(
                List.of(axis("i", 3)),
                Reduction.SUM,
                List.of(axis("u", 3)),
                guarded(x, zero(), at(0).plus(at(1)).plus(-1)),
                origin("y"));
        Inputs inputs = Inputs.ofBatch(2).with(Role.INPUT, "x", 1, 2, 3, 10, 20, 30);
        assertArrayEquals(new double[] {3, 6, 5, 30, 60, 50}, run(y, inputs));
    }

    /** {@code m[c] = sum(b < batch : x[c])} reads every example; {@code x[c] - m[c]} is per example again. */
    @Test
    void reduction_over_the_batch_reads_all_examples() {
        Op x = input(builder, "x", 2);
        Op m = builder.indexed(List.of(axis("c", 2)), Reduction.SUM, List.of(batchAxis()), load(x, at(0)), origin("m"));
        Op y = builder.pointwise(List.of(axis("c", 2)), Scalars.subtract(load(x, at(0)), load(m, at(0))), origin("y"));
        Inputs inputs = Inputs.ofBatch(3).with(Role.INPUT, "x", 1, 2, 3, 4, 5, 6);
        assertArrayEquals(new double[] {9, 12}, run(m, inputs));
        assertArrayEquals(new double[] {-8, -10, -6, -8, -4, -6}, run(y, inputs));
    }

    @Test
    void empty_ranges_have_the_documented_values() {
        double[] expected = {0, 1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0, 0, 0, 1};
        Reduction[] reductions = {
            Reduction.SUM,
            Reduction.PROD,
            Reduction.MAX,
            Reduction.MIN,
            Reduction.ARGMAX,
            Reduction.ARGMIN,
            Reduction.ANY,
            Reduction.ALL
        };
        for (int k = 0; k < reductions.length; k++) {
            boolean logical = reductions[k] == Reduction.ANY || reductions[k] == Reduction.ALL;
            Op y = builder.indexed(
                    List.of(),
                    reductions[k],
                    List.of(axis("i", 0)),
                    logical ? Scalars.literal(true) : Scalars.literal(3.0),
                    origin("y"));
            assertArrayEquals(new double[] {expected[k]}, run(y, Inputs.ofBatch(1)), reductions[k].name());
        }
    }

    @Test
    void extremes_of_no_whole_numbers_are_the_ends_of_int() {
        for (Reduction reduction : List.of(Reduction.MAX, Reduction.MIN)) {
            Op y = builder.indexed(List.of(), reduction, List.of(axis("i", 0)), Scalars.literal(3), origin("y"));
            double expected = reduction == Reduction.MAX ? Integer.MIN_VALUE : Integer.MAX_VALUE;
            assertArrayEquals(new double[] {expected}, run(y, Inputs.ofBatch(1)), reduction.name());
        }
    }

    @Test
    void extreme_place_is_the_first_and_counts_the_last_axis_fastest() {
        Op x = parameter(builder, "x", 2, 3);
        Inputs inputs = Inputs.ofBatch(1).with(Role.PARAMETER, "x", 1, 0, 7, 0, 7, 2);
        List<org.dlm.compiler.graph.Axis> axes = List.of(axis("i", 2), axis("j", 3));
        Op largest = builder.indexed(List.of(), Reduction.ARGMAX, axes, load(x, at(0), at(1)), origin("y"));
        Op smallest = builder.indexed(List.of(), Reduction.ARGMIN, axes, load(x, at(0), at(1)), origin("y"));
        assertArrayEquals(new double[] {2}, run(largest, inputs));
        assertArrayEquals(new double[] {1}, run(smallest, inputs));
    }

    /** {@code y = E[id]} with an id outside. */
    @Test
    void data_outside_is_an_error_that_names_place_and_range() {
        Op table = parameter(builder, "E", 3);
        Op id = input(builder, ElementType.INT, "id");
        Op y = builder.pointwise(List.of(), load(table, new Subscript.Data(load(id))), origin("y"));
        Inputs inputs = Inputs.ofBatch(1).with(Role.PARAMETER, "E", 1, 2, 3).with(Role.INPUT, "id", 3);
        String message = assertThrows(IllegalArgumentException.class, () -> run(y, inputs))
                .getMessage();
        assertTrue(message.contains("test.dlm:1:1"), message);
        assertTrue(message.contains("the place 3 of dimension 0 of E is outside of 0 .. 3"), message);
    }

    /** {@code where(id < 3, E[id], -1)}: the side that is not chosen is not looked at. */
    @Test
    void where_looks_at_the_chosen_side_only() {
        Op table = parameter(builder, "E", 3);
        Op id = input(builder, ElementType.INT, "id");
        Op y = builder.pointwise(
                List.of(),
                Scalars.where(
                        apply(Primitive.LT, load(id), Scalars.literal(3)),
                        load(table, new Subscript.Data(load(id))),
                        Scalars.literal(-1.0)),
                origin("y"));
        Inputs inputs = Inputs.ofBatch(2).with(Role.PARAMETER, "E", 1, 2, 3).with(Role.INPUT, "id", 3, 1);
        assertArrayEquals(new double[] {-1, 2}, run(y, inputs));
    }

    /** {@code out[id[t]] += x[t]}; places outside are left out. */
    @Test
    void scatter_adds_in_order_and_leaves_out_what_is_outside() {
        Op x = parameter(builder, "x", 4);
        Op id = builder.source(Role.PARAMETER, "id", TensorType.of(ElementType.INT, 4), false, origin("id"));
        Op y = builder.scatterAdd(
                TensorType.of(ElementType.FLOAT, 3),
                List.of(axis("t", 4)),
                List.of(new Subscript.Data(load(id, at(0)))),
                load(x, at(0)),
                origin("y"));
        Inputs inputs = Inputs.ofBatch(1).with(Role.PARAMETER, "x", 1, 2, 4, 8).with(Role.PARAMETER, "id", 2, 0, 2, 5);
        assertArrayEquals(new double[] {2, 0, 5}, run(y, inputs));
    }

    @Test
    void draws_of_examples_go_on_from_slot_to_slot() {
        Op draw = builder.draw(4, true, List.of(Extent.of(3)), origin("u"));
        double[] all = run(draw, Inputs.ofBatch(4).withSeed(7).withStep(2));
        double[] second = run(draw, Inputs.ofBatch(2).withSeed(7).withStep(2).withFirstSlot(2));
        assertArrayEquals(java.util.Arrays.copyOfRange(all, 6, 12), second);
        assertEquals(Philox.uniform(7, 2, 4, 11), all[11]);
    }

    @Test
    void size_of_the_batch_is_known_at_run_time() {
        Op y = builder.pointwise(
                List.of(),
                Scalars.coerce(new org.dlm.compiler.graph.Scalar.Size(Extent.BATCH), ElementType.FLOAT),
                origin("y"));
        assertArrayEquals(new double[] {5}, run(y, Inputs.ofBatch(5)));
    }

    @Test
    void single_precision_rounds_each_operation() {
        Op x = parameter(builder, "x");
        Op y = builder.pointwise(List.of(), Scalars.divide(Scalars.literal(1.0), load(x)), origin("y"));
        Inputs inputs = Inputs.ofBatch(1).with(Role.PARAMETER, "x", 3);
        double single = Interpreter.run(graph(builder, value("y", y)), inputs, Precision.F32)
                .result("y")
                .at();
        assertEquals(1f / 3f, single);
        assertArrayEquals(new double[] {1.0 / 3.0}, run(y, inputs));
    }

    @Test
    void missing_source_is_named() {
        Op x = parameter(builder, "layer/W", 2);
        String message = assertThrows(IllegalArgumentException.class, () -> run(x, Inputs.ofBatch(1)))
                .getMessage();
        assertTrue(message.contains("layer/W"), message);
    }
}
