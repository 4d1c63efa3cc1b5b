package org.dlm.compiler.optimize;

import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.guarded;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.parameter;
import static org.dlm.compiler.graph.Ops.product;
import static org.dlm.compiler.graph.Ops.zero;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.GraphVerifier;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;
import org.dlm.compiler.rewrite.RewritePass;
import org.dlm.compiler.rewrite.Rules;
import org.junit.jupiter.api.Test;

/** Each pass: what it does, what it leaves, and the same numbers. Values are printed by the names of their sources. */
class PassesTest {
    /** Sums of at most 300 products of magnitude 4 in another order, f64: 300 * 4 * 300 * 2^-53 = 4e-11. */
    private static final double TOLERANCE = 1e-10;

    private final GraphBuilder builder = new GraphBuilder();
    private final Op x = parameter(builder, "x", 4, 9);
    private final Op y = parameter(builder, "y", 4, 9);
    private final Op kernel = parameter(builder, "kernel", 5, 4, 3);
    private final List<Axis> plane = List.of(axis("c", 4), axis("i", 9));

    /** The ops that are no sources after the pass, in order, without their types. */
    private String after(UnaryOperator<Graph> pass, Op... results) {
        Graph before = graph(results);
        GraphVerifier.verify(before, "before");
        Graph after = pass.apply(before);
        GraphVerifier.verify(after, "after");
        sameNumbers(before, after, false);
        return print(after);
    }

    /** One line for each op that is no source, numbered through. */
    private static String print(Graph graph) {
        Map<Op, String> names = new HashMap<>();
        StringBuilder lines = new StringBuilder();
        for (Op op : graph.ops()) {
            if (op.kind() instanceof OpKind.Source source) {
                names.put(op, source.name());
                continue;
            }
            String text = op.kind().toString();
            for (Op operand : op.operands()) {
                text = text.replaceAll("%" + operand.id() + "\\b", names.get(operand));
            }
            names.put(op, "v" + (lines.toString().lines().count() + 1));
            lines.append(names.get(op)).append(" = ").append(text).append('\n');
        }
        return lines.toString().strip();
    }

    private Graph graph(Op... results) {
        Graph.Result[] offered = new Graph.Result[results.length];
        for (int k = 0; k < results.length; k++) {
            offered[k] = Ops.value("r" + k, results[k]);
        }
        return Ops.graph(builder, offered);
    }

    private static void sameNumbers(Graph before, Graph after, boolean nan) {
        Inputs inputs = Inputs.ofBatch(3);
        SplittableRandom random = new SplittableRandom(7);
        for (Op op : before.ops()) {
            if (op.kind() instanceof OpKind.Source source) {
                int size = (int) op.type().fixedElements() * (op.type().batched() ? 3 : 1);
                inputs = inputs.with(
                        source.role(),
                        source.name(),
                        random.doubles(size, -2, 2)
                                .map(value -> nan && value > 1 ? Double.NaN : value)
                                .toArray());
            }
        }
        for (Graph.Result result : before.results()) {
            double[] expected =
                    Interpreter.run(before, inputs).result(result.name()).elements();
            double[] actual =
                    Interpreter.run(after, inputs).result(result.name()).elements();
            assertEquals(expected.length, actual.length);
            for (int k = 0; k < expected.length; k++) {
                assertEquals(expected[k], actual[k], TOLERANCE, result.name() + " element " + k);
            }
        }
    }

    private Op pointwise(Scalar body) {
        return builder.pointwise(plane, body, origin("p"));
    }

    private Op sum(List<Axis> free, List<Axis> reduced, Scalar body) {
        return builder.indexed(free, Reduction.SUM, reduced, body, origin("s"));
    }

    private Scalar own(Op op) {
        return load(op, at(0), at(1));
    }

    // ---- inlining

    @Test
    void a_value_with_one_user_goes_into_it_whatever_it_costs() {
        Op e = pointwise(apply(Primitive.EXP, own(x)));
        Op result = pointwise(Scalars.multiply(own(e), own(y)));
        assertEquals("v1 = [c < 4, i < 9] (exp(x[i0, i1]) * y[i0, i1])", after(Inlining::apply, result));
    }

    @Test
    void an_expensive_value_with_two_users_stays() {
        Op e = pointwise(apply(Primitive.EXP, own(x)));
        Op one = pointwise(Scalars.multiply(own(e), own(y)));
        Op other = pointwise(Scalars.add(own(e), own(y)));
        assertEquals(3, after(Inlining::apply, one, other).lines().count());
    }

    @Test
    void a_cheap_value_goes_into_all_users() {
        Op half = pointwise(Scalars.multiply(own(x), Scalars.literal(0.5)));
        Op one = pointwise(Scalars.multiply(own(half), own(y)));
        Op other = pointwise(Scalars.add(own(half), own(y)));
        assertEquals("""
                v1 = [c < 4, i < 9] ((x[i0, i1] * 0.5) * y[i0, i1])
                v2 = [c < 4, i < 9] ((x[i0, i1] * 0.5) + y[i0, i1])""", after(Inlining::apply, one, other));
    }

    @Test
    void nothing_goes_where_it_would_be_computed_again_and_again() {
        Op e = builder.pointwise(
                List.of(axis("c", 4)), apply(Primitive.EXP, load(x, at(0), Affine.constant(0))), origin("e"));
        Op repeated = pointwise(Scalars.multiply(load(e, at(0)), own(y)));
        assertEquals(2, after(Inlining::apply, repeated).lines().count());
    }

    @Test
    void what_stands_behind_a_reduction_with_several_users_stays_its_epilogue() {
        Op z = sum(plane, List.of(axis("k", 4)), product(load(x, at(2), at(1)), load(y, at(0), at(1))));
        Op shifted = pointwise(Scalars.add(own(z), Scalars.literal(1.0)));
        Op one = pointwise(apply(Primitive.TANH, own(shifted)));
        Op other = pointwise(Scalars.multiply(own(shifted), own(y)));
        assertEquals(4, after(Inlining::apply, one, other).lines().count());
    }

    // ---- signs

    private Op rectified(Op z, Primitive question, Op kept) {
        Scalar asked = apply(question, own(z), zero());
        return question == Primitive.LE
                ? pointwise(Scalars.where(asked, zero(), own(kept)))
                : pointwise(Scalars.where(asked, own(kept), zero()));
    }

    private String signs(Op... results) {
        Graph before = graph(results);
        sameNumbers(before, SignSharing.apply(before), true);
        return after(SignSharing::apply, results);
    }

    @Test
    void a_rectifier_answers_what_its_operand_was_asked() {
        Op z = pointwise(Scalars.multiply(own(x), own(y)));
        Op a = rectified(z, Primitive.LE, z);
        Op d = rectified(z, Primitive.LE, y);
        assertEquals("""
                v1 = [c < 4, i < 9] (x[i0, i1] * y[i0, i1])
                v2 = [c < 4, i < 9] where((v1[i0, i1] <= 0.0), 0.0, v1[i0, i1])
                v3 = [c < 4, i < 9] where((v2[i0, i1] <= 0.0), 0.0, y[i0, i1])""", signs(a, d));
        Op positive = rectified(z, Primitive.GT, z);
        Op derivative = rectified(z, Primitive.GT, y);
        assertEquals("""
                v1 = [c < 4, i < 9] (x[i0, i1] * y[i0, i1])
                v2 = [c < 4, i < 9] where((v1[i0, i1] > 0.0), v1[i0, i1], 0.0)
                v3 = [c < 4, i < 9] where((v2[i0, i1] > 0.0), y[i0, i1], 0.0)""", signs(positive, derivative));
    }

    /** Of a NaN the second rectifier makes 0, which is at most 0, but NaN is not. */
    @Test
    void a_rectifier_is_not_asked_another_question() {
        Op z = pointwise(Scalars.multiply(own(x), own(y)));
        Op positive = rectified(z, Primitive.GT, z);
        Op derivative = rectified(z, Primitive.LE, y);
        assertEquals("""
                v1 = [c < 4, i < 9] (x[i0, i1] * y[i0, i1])
                v2 = [c < 4, i < 9] where((v1[i0, i1] > 0.0), v1[i0, i1], 0.0)
                v3 = [c < 4, i < 9] where((v1[i0, i1] <= 0.0), 0.0, y[i0, i1])""", signs(positive, derivative));
    }

    // ---- operands of contractions

    private Op convolution(Scalar image) {
        return sum(
                List.of(axis("o", 5), axis("i", 9)),
                List.of(axis("c", 4), axis("u", 3)),
                product(load(kernel, at(0), at(2), at(3)), image));
    }

    @Test
    void padding_becomes_an_operand_in_memory() {
        Op y = convolution(guarded(x, zero(), at(2), at(1).plus(at(3)).plus(-1)));
        assertEquals("""
                v1 = [c < 4, i < 11] x[i0, i1 - 1 | 0.0]
                v2 = [o < 5, i < 9] sum(c < 4, u < 3 : (kernel[i0, i2, i3] * v1[i2, i1 + i3]))""", after(ContractionOperands::apply, y));
    }

    @Test
    void a_computed_operand_is_computed_once() {
        Scalar rectified = apply(Primitive.TANH, load(x, at(2), at(1)));
        Op y = sum(
                List.of(axis("o", 5), axis("i", 9)),
                List.of(axis("c", 4)),
                product(load(kernel, at(0), at(2), Affine.constant(1)), rectified));
        assertEquals("""
                v1 = [c < 4, i < 9] tanh(x[i0, i1])
                v2 = [o < 5, i < 9] sum(c < 4 : (kernel[i0, i2, 1] * v1[i2, i1]))""", after(ContractionOperands::apply, y));
    }

    @Test
    void a_condition_goes_into_an_operand() {
        Affine t = at(1).minus(at(3)).plus(2);
        Scalar even = apply(Primitive.EQ, new Scalar.IndexValue(t.modulo(2)), Scalars.literal(0));
        Scalar spread = Scalars.where(
                even, product(guarded(x, zero(), at(2), t.dividedBy(2)), load(kernel, at(0), at(2), at(3))), zero());
        Op y = sum(List.of(axis("o", 5), axis("i", 9)), List.of(axis("c", 4), axis("u", 3)), spread);
        assertEquals("""
                v1 = [c < 4, i < 11] where((((i1) % 2) == 0), x[i0, div(i1, 2) | 0.0], 0.0)
                v2 = [o < 5, i < 9] sum(c < 4, u < 3 : (v1[i2, i1 + -1 * i3 + 2] * kernel[i0, i2, i3]))""", after(ContractionOperands::apply, y));
    }

    @Test
    void a_sum_that_reads_its_operands_once_is_left() {
        Op rows = sum(List.of(axis("c", 4)), List.of(axis("i", 9)), product(apply(Primitive.TANH, own(x)), own(y)));
        assertEquals(1, after(ContractionOperands::apply, rows).lines().count());
    }

    @Test
    void a_short_sum_over_contiguous_operands_turns_one() {
        Op scores = sum(
                List.of(axis("s", 4), axis("t", 4)),
                List.of(axis("e", 9)),
                product(load(x, at(0), at(2)), load(y, at(1), at(2))));
        assertEquals("""
                v1 = [t1 < 9, t0 < 4] y[i1, i0]
                v2 = [s < 4, t < 4] sum(e < 9 : (x[i0, i2] * v1[i2, i1]))""", after(ContractionOperandLayout::apply, scores));
    }

    @Test
    void a_long_sum_over_contiguous_operands_keeps_the_dot_form() {
        Op a = parameter(builder, "a", 4, 64);
        Op b = parameter(builder, "b", 4, 64);
        Op scores = sum(
                List.of(axis("s", 4), axis("t", 4)),
                List.of(axis("e", 64)),
                product(load(a, at(0), at(2)), load(b, at(1), at(2))));
        assertEquals(1, after(ContractionOperandLayout::apply, scores).lines().count());
    }

    // ---- the vector axis

    private Op pictures(int outputs, int size, int channels) {
        Op weight = parameter(builder, "w", outputs, channels, 3);
        Op image = parameter(builder, "image", 50, channels, size + 2);
        return sum(
                List.of(axis("n", 50), axis("o", outputs), axis("i", size)),
                List.of(axis("c", channels), axis("u", 3)),
                product(load(weight, at(1), at(3), at(4)), load(image, at(0), at(3), at(2).plus(at(4)))));
    }

    @Test
    void the_channels_of_a_small_picture_are_the_vector_axis() {
        Op y = pictures(16, 7, 40);
        assertEquals("""
                v1 = [n < 50, i < 7, o < 16] sum(c < 40, u < 3 : (w[i2, i3, i4] * image[i0, i3, i1 + i4]))
                v2 = [n < 50, o < 16, i < 7] v1[i0, i2, i1]""", after(ContractionVectorAxis::apply, y));
    }

    @Test
    void a_picture_that_fills_vectors_keeps_its_rows() {
        assertEquals(
                1,
                after(ContractionVectorAxis::apply, pictures(16, 32, 40))
                        .lines()
                        .count());
    }

    @Test
    void channels_that_fill_no_vector_are_not_turned() {
        assertEquals(
                1,
                after(ContractionVectorAxis::apply, pictures(7, 7, 40)).lines().count());
    }

    @Test
    void a_short_sum_does_not_pay_for_the_copies() {
        assertEquals(
                1,
                after(ContractionVectorAxis::apply, pictures(16, 7, 2)).lines().count());
    }

    // ---- phases

    private Op strided(Scalar image) {
        return sum(
                List.of(axis("o", 5), axis("i", 4)),
                List.of(axis("c", 4), axis("u", 3)),
                product(load(kernel, at(0), at(2), at(3)), image));
    }

    @Test
    void what_is_read_at_a_stride_is_stored_by_phases() {
        Op y = strided(load(x, at(2), at(1).times(2).plus(at(3))));
        assertEquals("""
                v1 = [p0 < 4, r < 2, q < 5] x[i0, i1 + 2 * i2 | 0.0]
                v2 = [o < 5, i < 4] sum(c < 4, u < 3 : (kernel[i0, i2, i3] * v1[i2, (i3) % 2, i1 + div(i3, 2)]))""", after(ContractionPhases::apply, y));
    }

    @Test
    void phases_of_a_copy_are_made_from_its_source() {
        Op padded = builder.pointwise(
                List.of(axis("c", 4), axis("t", 11)), guarded(x, zero(), at(0), at(1).plus(-1)), origin("padded"));
        Op y = strided(load(padded, at(2), at(1).times(2).plus(at(3))));
        assertEquals("""
                v1 = [p0 < 4, r < 2, q < 5] x[i0, i1 + 2 * i2 - 1 | 0.0]
                v2 = [o < 5, i < 4] sum(c < 4, u < 3 : (kernel[i0, i2, i3] * v1[i2, (i3) % 2, i1 + div(i3, 2)]))""", after(ContractionPhases::apply, y));
    }

    @Test
    void of_what_is_only_read_at_every_second_place_no_more_is_kept() {
        Op w = parameter(builder, "w", 5, 4);
        Op y = sum(
                List.of(axis("o", 5), axis("i", 5)),
                List.of(axis("c", 4)),
                product(load(w, at(0), at(2)), load(x, at(2), at(1).times(2))));
        assertEquals("""
                v1 = [p0 < 4, q < 5] x[i0, 2 * i1]
                v2 = [o < 5, i < 5] sum(c < 4 : (w[i0, i2] * v1[i2, i1]))""", after(ContractionPhases::apply, y));
    }

    @Test
    void what_is_read_in_order_is_left() {
        Op y = strided(load(x, at(2), at(1).plus(at(3).times(2))));
        assertEquals(1, after(ContractionPhases::apply, y).lines().count());
    }

    private Op stridedDerivative(Affine t) {
        return sum(
                List.of(axis("c", 4), axis("p", 9)),
                List.of(axis("o", 5), axis("q", 2)),
                product(
                        guarded(kernel, zero(), at(2), at(0), at(3).times(2).plus(t.modulo(2))),
                        guarded(
                                parameter(builder, "d", 5, 4),
                                zero(),
                                at(2),
                                t.dividedBy(2).minus(at(3)))));
    }

    @Test
    void the_derivative_of_a_strided_convolution_is_one_convolution_for_each_phase() {
        UnaryOperator<Graph> split = graph -> new RewritePass(Rules.SIMPLIFY).apply(PhaseSplitting.apply(graph));
        assertEquals("""
                v1 = [pPhase < 2, c < 4, p < 5] sum(o < 5, q < 2 : \
                (kernel[i3, i1, i0 + 2 * i4 | 0.0] * d[i3, i2 + -1 * i4 | 0.0]))
                v2 = [c < 4, p < 9] v1[(i1) % 2, i0, div(i1, 2)]""", after(split, stridedDerivative(at(1))));
    }

    @Test
    void an_axis_that_also_occurs_by_itself_is_not_split() {
        Affine t = at(1);
        Op other = sum(
                List.of(axis("c", 4), axis("p", 9)),
                List.of(axis("o", 5), axis("q", 2)),
                product(
                        guarded(kernel, zero(), at(2), at(0), at(3).times(2).plus(t.modulo(2))),
                        guarded(x, zero(), at(0), t.plus(at(3)))));
        assertEquals(1, after(PhaseSplitting::apply, other).lines().count());
    }

    @Test
    void an_axis_that_is_divided_becomes_two_loops_over_the_same_elements() {
        Affine half = at(1).dividedBy(2);
        Scalar odd = new Scalar.IndexValue(at(1).modulo(2));
        Scalar body = Scalars.multiply(load(x, at(0), half), apply(Primitive.TO_FLOAT, odd));
        Op pooled = builder.pointwise(List.of(axis("c", 4), axis("p", 10)), body, origin("p"));
        UnaryOperator<Graph> split = graph -> new RewritePass(Rules.SIMPLIFY).apply(AxisSplitting.apply(graph));
        assertEquals("""
                v1 = [c < 4, p < 5, pr < 2] (x[i0, i1] * float((i2)))
                v2 = reshape(v1)""", after(split, pooled));
    }

    @Test
    void a_shifted_axis_that_is_divided_becomes_two_loops_too() {
        Op padded = builder.pointwise(
                List.of(axis("c", 4), axis("p", 10)),
                load(x, at(0), at(1).plus(1).dividedBy(2)),
                origin("p"));
        UnaryOperator<Graph> split = graph -> new RewritePass(Rules.SIMPLIFY).apply(AxisSplitting.apply(graph));
        assertEquals("""
                v1 = [c < 4, p < 5, pr < 2] x[i0, i1 + div(i2 + 1, 2)]
                v2 = reshape(v1)""", after(split, padded));
    }

    @Test
    void an_axis_that_the_divisor_does_not_divide_stays_one_loop() {
        Op pooled = pointwise(load(x, at(0), at(1).dividedBy(2)));
        assertEquals("v1 = [c < 4, i < 9] x[i0, div(i1, 2)]", after(AxisSplitting::apply, pooled));
    }

    // ---- numbers and signs

    @Test
    void run_time_numbers_are_computed_once() {
        Op rate = builder.source(
                OpKind.Role.HYPER, "rate", new TensorType(ElementType.NUMBER, List.of()), false, origin("rate"));
        Scalar inBatch = apply(Primitive.TO_FLOAT, new Scalar.Size(Extent.BATCH));
        Scalar twice = Scalars.multiply(load(rate), Scalars.literal(ElementType.NUMBER, 2));
        Op result = pointwise(Scalars.divide(Scalars.multiply(twice, own(x)), inBatch));
        assertEquals("""
                v1 = [] (rate[] * 2.0)
                v2 = [] (1.0 / number(size(batch)))
                v3 = [c < 4, i < 9] ((float(v1[]) * x[i0, i1]) * float(v2[]))""", after(NumberHoisting::apply, result));
    }

    @Test
    void the_operand_of_a_rectifier_is_asked_no_more() {
        Op z = pointwise(Scalars.add(own(x), own(y)));
        Scalar positive = apply(Primitive.GT, own(z), zero());
        Op a = pointwise(Scalars.where(positive, own(z), zero()));
        Op d = pointwise(Scalars.where(positive, own(y), zero()));
        assertEquals(
                "v3 = [c < 4, i < 9] where((v2[i0, i1] > 0.0), y[i0, i1], 0.0)",
                after(SignSharing::apply, a, d).lines().toList().getLast());
    }

    @Test
    void the_operand_of_a_rectifier_that_is_needed_anyway_is_asked() {
        Op z = pointwise(Scalars.add(own(x), own(y)));
        Scalar positive = apply(Primitive.GT, own(z), zero());
        Op a = pointwise(Scalars.where(positive, own(z), zero()));
        Op d = pointwise(Scalars.where(positive, Scalars.multiply(own(y), own(z)), zero()));
        String result = after(SignSharing::apply, a, d);
        assertTrue(result.lines().toList().getLast().contains("where((v1[i0, i1] > 0.0)"), result);
    }

    @Test
    void what_has_nothing_to_inline_is_the_same_graph() {
        Graph graph = graph(pointwise(Scalars.add(own(x), own(y))));
        assertSame(graph, Inlining.apply(graph));
    }
}
