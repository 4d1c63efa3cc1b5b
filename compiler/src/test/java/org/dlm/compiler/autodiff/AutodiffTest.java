package org.dlm.compiler.autodiff;

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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.GraphPrinter;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.junit.jupiter.api.Test;

class AutodiffTest {
    private final GraphBuilder builder = new GraphBuilder();

    /** {@code sum(all : sin(y + index))}: every element weighs differently and none is lost in symmetry. */
    private Op loss(Op y) {
        List<Axis> axes = IntStream.range(0, y.type().rank())
                .mapToObj(k -> new Axis("l" + k, y.type().shape().get(k)))
                .toList();
        Affine index = Affine.constant(0);
        for (int k = 0; k < axes.size(); k++) {
            index = index.plus(Affine.axis(k).times(k + 1));
        }
        Scalar element = Scalars.loadAt(y, IntStream.range(0, axes.size()).toArray());
        Scalar body = apply(Primitive.SIN, Scalars.add(element, new Scalar.IndexValue(index)));
        return axes.isEmpty()
                ? builder.pointwise(axes, body, origin("loss"))
                : builder.indexed(List.of(), Reduction.SUM, axes, body, origin("loss"));
    }

    private Op sum(List<Axis> free, List<Axis> reduced, Scalar body) {
        return builder.indexed(free, Reduction.SUM, reduced, body, origin("y"));
    }

    private String check(Op y) {
        return GraphPrinter.print(GradientCheck.ofBatch(3).check(builder, loss(y)));
    }

    private static void assertLine(String text, String line) {
        assertTrue(text.lines().anyMatch(l -> l.equals(line)), () -> "expected: " + line + "\nin:\n" + text);
    }

    private static void assertNoScatter(String text) {
        assertFalse(text.contains("scatter("), text);
    }

    @Test
    void dense() {
        Op x = input(builder, "x", 4);
        Op w = parameter(builder, "W", 3, 4);
        Op bias = parameter(builder, "c", 3);
        Op y = sum(List.of(axis("o", 3)), List.of(axis("k", 4)), product(load(w, at(0), at(1)), load(x, at(1))));
        Op z = builder.pointwise(List.of(axis("o", 3)), Scalars.add(load(y, at(0)), load(bias, at(0))), origin("z"));
        String text = check(z);
        assertNoScatter(text);
        assertLine(text, "d_x: float[batch, 4] = [b < batch, k < 4] sum(o < 3 : d_z[b, o] * W[o, k])");
        assertLine(text, "d_W: float[3, 4] = [o < 3, k < 4] sum(b < batch : d_z[b, o] * x[b, k])");
        assertLine(text, "d_c: float[3] = [o < 3] sum(b < batch : d_z[b, o])");
    }

    /** {@code y[o, i] = sum(c, u : W[o, c, u] * x[c, i * stride + u * dilation - before | 0])}. */
    private Op conv1d(int size, int kernel, int stride, int dilation, int before, int out) {
        Op x = input(builder, "x", 2, size);
        Op w = parameter(builder, "W", 3, 2, kernel);
        Affine place = at(1).times(stride).plus(at(3).times(dilation)).plus(-before);
        return sum(
                List.of(axis("o", 3), axis("i", out)),
                List.of(axis("c", 2), axis("u", kernel)),
                product(load(w, at(0), at(2), at(3)), guarded(x, zero(), at(2), place)));
    }

    @Test
    void convolution_with_padding_is_a_convolution_backwards() {
        String text = check(conv1d(7, 3, 1, 1, 1, 7));
        assertNoScatter(text);
        assertFalse(text.contains("where"), text);
        assertLine(
                text,
                "d_x: float[batch, 2, 7] = [b < batch, c < 2, p2 < 7] sum(o < 3, u < 3 :"
                        + " d_y[b, o, p2 - u + 1 | 0.0] * W[o, c, u])");
        assertLine(
                text,
                "d_W: float[3, 2, 3] = [o < 3, c < 2, u < 3] sum(b < batch, i < 7 :"
                        + " d_y[b, o, i] * x[b, c, u + i - 1 | 0.0])");
    }

    @Test
    void convolution_with_stride_is_one_by_phases_backwards() {
        String text = check(conv1d(9, 3, 2, 1, 1, 5));
        assertNoScatter(text);
        assertFalse(text.contains("where"), text);
        assertLine(
                text,
                "d_x: float[batch, 2, 9] = [b < batch, c < 2, p2 < 9] sum(o < 3, u < 2 :"
                        + " d_y[b, o, -u + div(p2 + 1, 2) | 0.0] * W[o, c, u * 2 + (p2 + 1) % 2 | 0.0])");
    }

    @Test
    void convolutions_of_many_kinds() {
        int[][] kinds = {
            {8, 2, 2, 1, 0, 4},
            {9, 2, 2, 1, 0, 4},
            {9, 2, 3, 1, 0, 3},
            {9, 3, 1, 2, 2, 9},
            {9, 3, 2, 2, 1, 4},
            {9, 3, 2, 3, 3, 5},
            {9, 4, 3, 2, 3, 4},
            {5, 5, 1, 1, 0, 1},
            {5, 1, 1, 1, 0, 5},
            {6, 1, 2, 1, 0, 3},
            {11, 4, 3, 1, 2, 4}
        };
        for (int[] k : kinds) {
            AutodiffTest test = new AutodiffTest();
            assertNoScatter(test.check(test.conv1d(k[0], k[1], k[2], k[3], k[4], k[5])));
        }
    }

    @Test
    void convolution_in_two_dimensions_with_stride() {
        Op x = input(builder, "x", 2, 5, 6);
        Op w = parameter(builder, "W", 2, 2, 3, 2);
        Op y = sum(
                List.of(axis("o", 2), axis("i", 3), axis("j", 3)),
                List.of(axis("c", 2), axis("u", 3), axis("v", 2)),
                product(
                        load(w, at(0), at(3), at(4), at(5)),
                        guarded(
                                x,
                                zero(),
                                at(3),
                                at(1).times(2).plus(at(4)).plus(-1),
                                at(2).times(2).plus(at(5)))));
        String text = check(y);
        assertNoScatter(text);
        assertFalse(text.contains("where"), text);
    }

    @Test
    void transposed_and_reversed_places() {
        Op x = input(builder, "x", 3, 4);
        check(builder.pointwise(
                List.of(axis("i", 4), axis("j", 3)),
                load(x, at(1), at(0).times(-1).plus(3)),
                origin("y")));
    }

    @Test
    void diagonal_part_and_repetition() {
        Op x = input(builder, "x", 3, 3);
        Op diagonal = builder.pointwise(List.of(axis("i", 3)), load(x, at(0), at(0)), origin("y"));
        String text = check(diagonal);
        assertNoScatter(text);
        Op row = builder.pointwise(List.of(axis("i", 3)), load(x, Affine.constant(1), at(0)), origin("row"));
        assertNoScatter(check(row));
        Op repeated = builder.pointwise(
                List.of(axis("i", 6), axis("j", 7)), load(x, at(0).dividedBy(2), at(1).modulo(3)), origin("repeated"));
        assertNoScatter(check(repeated));
    }

    /** {@code y[k] = x[div(k, 4), k % 4]}: a regrouping by places. */
    @Test
    void regrouping_by_quotient_and_remainder() {
        Op x = input(builder, "x", 3, 4);
        Op y = builder.pointwise(List.of(axis("k", 12)), load(x, at(0).dividedBy(4), at(0).modulo(4)), origin("y"));
        String text = check(y);
        assertLine(text, "d_x: float[batch, 3, 4] = [b < batch, p1 < 3, p2 < 4] d_y[b, p1 * 4 + p2]");
    }

    @Test
    void flattening_by_a_mixed_radix_place() {
        Op x = input(builder, "x", 24);
        Op y = builder.pointwise(
                List.of(axis("i", 2), axis("j", 3), axis("k", 4)),
                load(x, at(0).times(12).plus(at(1).times(4)).plus(at(2))),
                origin("y"));
        String text = check(y);
        assertNoScatter(text);
        assertFalse(text.contains("sum(k"), text);
    }

    @Test
    void parts_that_overlap_partly() {
        Op x = input(builder, "x", 10);
        assertNoScatter(check(builder.pointwise(
                List.of(axis("i", 3)),
                Scalars.subtract(load(x, at(0).plus(1)), load(x, at(0).times(3))),
                origin("y"))));
    }

    private Op pool(Reduction reduction, int size, int kernel, int stride, int before, int out) {
        Op x = input(builder, "x", 2, size, size);
        boolean largest = reduction == Reduction.MAX;
        Scalar outside = largest ? Scalars.literal(Double.NEGATIVE_INFINITY) : zero();
        return builder.indexed(
                List.of(axis("c", 2), axis("i", out), axis("j", out)),
                reduction,
                List.of(axis("u", kernel), axis("v", kernel)),
                guarded(
                        x,
                        outside,
                        at(0),
                        at(1).times(stride).plus(at(3)).plus(-before),
                        at(2).times(stride).plus(at(4)).plus(-before)),
                origin("y"));
    }

    @Test
    void average_pooling_without_overlap_searches_nothing() {
        String text = check(pool(Reduction.SUM, 6, 2, 2, 0, 3));
        assertLine(
                text,
                "d_x: float[batch, 2, 6, 6] = [b < batch, c < 2, p2 < 6, p3 < 6] d_y[b, c, div(p2, 2), div(p3, 2)]");
    }

    @Test
    void pooling_with_overlap_padding_and_rest() {
        int[][] kinds = {
            {7, 2, 2, 0, 3}, {7, 3, 2, 1, 4}, {6, 3, 1, 1, 6}, {7, 3, 3, 1, 3}, {5, 5, 1, 0, 1}, {5, 2, 3, 0, 2}
        };
        for (int[] k : kinds) {
            for (Reduction reduction : List.of(Reduction.SUM, Reduction.MAX, Reduction.MIN)) {
                AutodiffTest test = new AutodiffTest();
                if (reduction != Reduction.MIN || k[3] == 0) {
                    assertNoScatter(test.check(test.pool(reduction, k[0], k[1], k[2], k[3], k[4])));
                }
            }
        }
    }

    @Test
    void largest_of_a_row_and_of_a_difference() {
        Op x = input(builder, "x", 3, 4);
        Op w = parameter(builder, "W", 3);
        Op y = builder.indexed(
                List.of(axis("i", 3)),
                Reduction.MAX,
                List.of(axis("j", 4)),
                product(load(w, at(0)), load(x, at(0), at(1))),
                origin("y"));
        assertNoScatter(check(y));
    }

    /** {@code y[t, s] = max(j : x[t, j] - v[s, j])}: a pull would search all of s for x and all of t for v. */
    @Test
    void largest_over_pairs() {
        Op x = input(builder, "x", 5, 3);
        Op v = parameter(builder, "v", 4, 3);
        Op y = builder.indexed(
                List.of(axis("t", 5), axis("s", 4)),
                Reduction.MAX,
                List.of(axis("j", 3)),
                Scalars.subtract(load(x, at(0), at(2)), load(v, at(1), at(2))),
                origin("y"));
        check(y);
    }

    @Test
    void largest_of_gathered_elements_is_scattered() {
        Op id = input(builder, ElementType.INT, "id", 4);
        Op table = parameter(builder, "E", 5, 2);
        Op y = builder.indexed(
                List.of(axis("d", 2)),
                Reduction.MAX,
                List.of(axis("t", 4)),
                load(table, new Subscript.Data(load(id, at(1))), at(0)),
                origin("y"));
        String text =
                GraphPrinter.print(GradientCheck.ofBatch(3).withIntsBelow(5).check(builder, loss(y)));
        assertTrue(text.contains("scatter("), text);
    }

    @Test
    void product_of_a_row() {
        Op x = input(builder, "x", 2, 4);
        Op y = builder.indexed(
                List.of(axis("i", 2)), Reduction.PROD, List.of(axis("j", 4)), load(x, at(0), at(1)), origin("y"));
        check(y);
        Op all = builder.indexed(
                List.of(),
                Reduction.PROD,
                List.of(axis("i", 2), axis("j", 4)),
                Scalars.add(load(x, at(0), at(1)), Scalars.literal(1.0)),
                origin("all"));
        check(all);
    }

    /** {@code p = exp(x - max(x))}, {@code loss = log(sum(p)) - (x[label] - max(x))}. */
    @Test
    void softmax_and_cross_entropy_by_gather() {
        Op x = input(builder, "x", 5);
        Op w = parameter(builder, "W", 5, 5);
        Op label = input(builder, ElementType.INT, "label");
        Op z = sum(List.of(axis("o", 5)), List.of(axis("k", 5)), product(load(w, at(0), at(1)), load(x, at(1))));
        Op m = builder.indexed(List.of(), Reduction.MAX, List.of(axis("o", 5)), load(z, at(0)), origin("m"));
        Op stopped = builder.pointwise(List.of(), apply(Primitive.STOP, load(m)), origin("m"));
        Op s = builder.indexed(
                List.of(),
                Reduction.SUM,
                List.of(axis("o", 5)),
                apply(Primitive.EXP, Scalars.subtract(load(z, at(0)), load(stopped))),
                origin("s"));
        Op logProbability = builder.pointwise(
                List.of(axis("o", 5)),
                Scalars.subtract(Scalars.subtract(load(z, at(0)), load(stopped)), apply(Primitive.LOG, load(s))),
                origin("l"));
        Op loss = builder.pointwise(
                List.of(),
                apply(Primitive.NEGATE, load(logProbability, new Subscript.Data(load(label)))),
                origin("loss"));
        String text =
                GraphPrinter.print(GradientCheck.ofBatch(4).withIntsBelow(5).check(builder, loss));
        assertNoScatter(text);
        assertTrue(text.contains("where(label[b] == p1, "), text);
    }

    /** {@code y[t, d] = E[id[t], d]}: many ids may name one row. */
    @Test
    void embedding_is_scattered() {
        Op id = input(builder, ElementType.INT, "id", 6);
        Op table = parameter(builder, "E", 4, 3);
        Op y = builder.pointwise(
                List.of(axis("t", 6), axis("d", 3)),
                load(table, new Subscript.Data(load(id, at(0))), at(1)),
                origin("y"));
        String text =
                GraphPrinter.print(GradientCheck.ofBatch(3).withIntsBelow(4).check(builder, loss(y)));
        assertLine(text, "d_E: float[4, 3] = scatter(b < batch, t < 6, d < 3 : [id[b, t], d] += d_y[b, t, d])");
    }

    /** {@code y[o] = sum(k : E[id, k] * W[k, o])}: the sum over o stands before the scatter-add. */
    @Test
    void gather_within_a_contraction() {
        Op id = input(builder, ElementType.INT, "id");
        Op table = parameter(builder, "E", 4, 3);
        Op w = parameter(builder, "W", 3, 5);
        Op y = sum(
                List.of(axis("o", 5)),
                List.of(axis("k", 3)),
                product(load(table, new Subscript.Data(load(id)), at(1)), load(w, at(1), at(0))));
        String text =
                GraphPrinter.print(GradientCheck.ofBatch(3).withIntsBelow(4).check(builder, loss(y)));
        assertTrue(text.contains("scatter(b < batch, k < 3 : [id[b], k] += "), text);
    }

    @Test
    void guarded_gather_gives_the_rest_to_the_value_outside() {
        Op id = input(builder, ElementType.INT, "id", 6);
        Op table = parameter(builder, "E", 4);
        Op other = parameter(builder, "other", 6);
        Op y = builder.pointwise(
                List.of(axis("t", 6)),
                guarded(table, load(other, at(0)), new Subscript.Data(load(id, at(0)))),
                origin("y"));
        GradientCheck.ofBatch(3).withIntsBelow(6).check(builder, loss(y));
    }

    @Test
    void value_outside_receives_what_is_outside() {
        Op x = input(builder, "x", 3);
        Op other = parameter(builder, "other");
        check(builder.pointwise(List.of(axis("i", 6)), guarded(x, load(other), at(0).plus(-2)), origin("y")));
    }

    /** {@code m[c] = sum(b, i : x[c, i]) / (batch * 4)} and so on: statistics over the batch. */
    @Test
    void batch_norm() {
        Op x = input(builder, "x", 2, 4);
        Op gain = parameter(builder, "gain", 2);
        Scalar count =
                Scalars.coerce(Scalars.multiply(new Scalar.Size(Extent.BATCH), Scalars.literal(4)), ElementType.FLOAT);
        List<Axis> channel = List.of(axis("c", 2));
        List<Axis> all = List.of(batchAxis(), axis("i", 4));
        Op total = sum(channel, all, load(x, at(0), at(2)));
        Op mean = builder.pointwise(channel, Scalars.divide(load(total, at(0)), count), origin("mean"));
        Scalar difference = Scalars.subtract(load(x, at(0), at(2)), load(mean, at(0)));
        Op squares = sum(channel, all, product(difference, difference));
        Op variance = builder.pointwise(channel, Scalars.divide(load(squares, at(0)), count), origin("variance"));
        Op y = builder.pointwise(
                List.of(axis("c", 2), axis("i", 4)),
                product(
                        load(gain, at(0)),
                        Scalars.divide(
                                Scalars.subtract(load(x, at(0), at(1)), load(mean, at(0))),
                                apply(Primitive.SQRT, Scalars.add(load(variance, at(0)), Scalars.literal(1e-3))))),
                origin("y"));
        assertNoScatter(check(y));
    }

    @Test
    void reshape_and_concatenation() {
        Op x = input(builder, "x", 2, 3);
        Op w = parameter(builder, "w", 2);
        Op flat = builder.reshape(x, List.of(Extent.of(6)), origin("flat"));
        check(builder.pointwise(
                List.of(axis("i", 8)),
                Scalars.add(guarded(flat, zero(), at(0)), guarded(w, zero(), at(0).plus(-6))),
                origin("y")));
    }

    @Test
    void every_primitive_with_a_derivative() {
        for (Primitive primitive : Primitive.values()) {
            boolean differentiable = switch (primitive) {
                case ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, MIN, MAX, NEGATE, EXP, EXPM1, LOG, LOG1P -> true;
                case SIN, COS, TANH, ERF, SQRT, ABS -> true;
                case REMAINDER, SIGN, FLOOR, FLOOR_DIV, CEIL_DIV, EQ, NE, LT, LE, GT, GE, AND, OR, NOT, WHERE -> false;
                case TO_FLOAT, TO_INT, TO_NUMBER, STOP -> false;
            };
            if (differentiable) {
                checkPrimitive(primitive);
            }
        }
    }

    /** Both arguments are positive, as a logarithm and a power need. */
    private void checkPrimitive(Primitive primitive) {
        GraphBuilder own = new GraphBuilder();
        Op x = parameter(own, "x", 5);
        Op z = parameter(own, "z", 5);
        Scalar a = Scalars.add(Scalars.literal(0.3), apply(Primitive.ABS, load(x, at(0))));
        Scalar b = Scalars.add(Scalars.literal(0.4), apply(Primitive.ABS, load(z, at(0))));
        Scalar body = primitive.arity() == 1 ? Scalars.add(apply(primitive, a), b) : apply(primitive, a, b);
        Op y = own.pointwise(List.of(axis("i", 5)), body, origin("y"));
        Op weighted = own.indexed(
                List.of(),
                Reduction.SUM,
                List.of(axis("i", 5)),
                product(load(y, at(0)), Scalars.add(new Scalar.IndexValue(at(0)), Scalars.literal(1.0))),
                origin("loss"));
        GradientCheck.ofBatch(1).check(own, weighted);
    }

    @Test
    void chosen_side_is_chosen_and_not_multiplied() {
        Op x = input(builder, "x", 4);
        Op w = parameter(builder, "w", 4);
        Op z = builder.pointwise(List.of(axis("i", 4)), product(load(w, at(0)), load(x, at(0))), origin("z"));
        Op y = builder.pointwise(
                List.of(axis("i", 4)),
                Scalars.where(apply(Primitive.GT, load(z, at(0)), zero()), load(z, at(0)), zero()),
                origin("y"));
        String text = check(y);
        assertLine(text, "d_z: float[batch, 4] = [b < batch, i < 4] where(z[b, i] > 0.0, d_y[b, i], 0.0)");
    }

    @Test
    void kept_result_is_read_where_a_rule_names_it() {
        Op x = parameter(builder, "x", 4);
        Op y = builder.pointwise(List.of(axis("i", 4)), apply(Primitive.TANH, load(x, at(0))), origin("y"));
        String text = check(y);
        assertLine(text, "d_x: float[4] = [i < 4] d_y[i] * (1.0 - y[i] * y[i])");
    }

    @Test
    void slope_of_root_and_size_is_0_at_0() {
        Op x = parameter(builder, "x");
        for (Primitive primitive : List.of(Primitive.SQRT, Primitive.ABS)) {
            Op y = builder.pointwise(List.of(), apply(primitive, load(x)), origin("y"));
            Gradients gradients = Autodiff.differentiate(builder, y, List.of(x));
            Graph graph = graph(builder, value("d", gradients.adjoint(x).orElseThrow()));
            double slope = org.dlm.compiler.interpret.Interpreter.run(
                            graph, org.dlm.compiler.interpret.Inputs.ofBatch(1).with(OpKind.Role.PARAMETER, "x", 0.0))
                    .result("d")
                    .at();
            assertEquals(0.0, slope, primitive.name());
        }
    }

    @Test
    void stopped_and_unused_parameters_are_not_reached() {
        Op x = parameter(builder, "x");
        Op stopped = parameter(builder, "stopped");
        Op unused = parameter(builder, "unused");
        Op y = builder.pointwise(List.of(), Scalars.add(load(x), apply(Primitive.STOP, load(stopped))), origin("y"));
        Gradients gradients = Autodiff.differentiate(builder, y, List.of(x, stopped, unused));
        assertEquals(List.of(stopped, unused), gradients.unreached());
    }

    @Test
    void only_a_single_number_has_a_gradient() {
        Op x = parameter(builder, "x", 2);
        assertThrows(IllegalArgumentException.class, () -> Autodiff.differentiate(builder, x, List.of(x)));
    }

    /** The adjoint of a scatter-add is a gather: seen as the derivative of a derivative. */
    @Test
    void adjoints_may_be_differentiated_again() {
        Op id = builder.source(
                OpKind.Role.BUFFER,
                "id",
                org.dlm.compiler.graph.TensorType.of(ElementType.INT, 4),
                false,
                origin("id"));
        Op table = parameter(builder, "E", 3);
        Op y = builder.pointwise(List.of(axis("t", 4)), load(table, new Subscript.Data(load(id, at(0)))), origin("y"));
        Op first = builder.indexed(
                List.of(),
                Reduction.SUM,
                List.of(axis("t", 4)),
                product(load(y, at(0)), load(y, at(0)), load(y, at(0))),
                origin("loss"));
        Op gradient = Autodiff.differentiate(builder, first, List.of(table))
                .adjoint(table)
                .orElseThrow();
        assertTrue(gradient.kind() instanceof OpKind.ScatterAdd);
        Op penalty = builder.indexed(
                List.of(),
                Reduction.SUM,
                List.of(axis("v", 3)),
                product(load(gradient, at(0)), load(gradient, at(0))),
                origin("penalty"));
        GradientCheck.ofBatch(1).withIntsBelow(3).check(builder, penalty);
    }
}
