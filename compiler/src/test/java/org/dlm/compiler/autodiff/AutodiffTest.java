package org.dlm.compiler.autodiff;

import static org.dlm.compiler.autodiff.Adjoints.assertLine;
import static org.dlm.compiler.autodiff.Adjoints.assertNoScatter;
import static org.dlm.compiler.autodiff.Adjoints.check;
import static org.dlm.compiler.autodiff.Adjoints.sum;
import static org.dlm.compiler.autodiff.Adjoints.weighted;
import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.batchAxis;
import static org.dlm.compiler.graph.Ops.graph;
import static org.dlm.compiler.graph.Ops.input;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.parameter;
import static org.dlm.compiler.graph.Ops.product;
import static org.dlm.compiler.graph.Ops.value;
import static org.dlm.compiler.graph.Ops.zero;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.junit.jupiter.api.Test;

/** Reductions and primitives, and the walk as a whole. */
class AutodiffTest {
    private final GraphBuilder builder = new GraphBuilder();

    @Test
    void dense() {
        Op x = input(builder, "x", 4);
        Op w = parameter(builder, "W", 3, 4);
        Op bias = parameter(builder, "c", 3);
        Op y = sum(
                builder, List.of(axis("o", 3)), List.of(axis("k", 4)), product(load(w, at(0), at(1)), load(x, at(1))));
        Op z = builder.pointwise(List.of(axis("o", 3)), Scalars.add(load(y, at(0)), load(bias, at(0))), origin("z"));
        String text = check(builder, z);
        assertNoScatter(text);
        assertLine(text, "d_x: float[batch, 4] = [b < batch, k < 4] sum(o < 3 : d_z[b, o] * W[o, k])");
        assertLine(text, "d_W: float[3, 4] = [o < 3, k < 4] sum(b < batch : d_z[b, o] * x[b, k])");
        assertLine(text, "d_c: float[3] = [o < 3] sum(b < batch : d_z[b, o])");
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
        assertNoScatter(check(builder, y));
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
        check(builder, y);
    }

    /** The batch is not the outermost of the axes, so the place of the largest is counted with its run-time size. */
    @Test
    void largest_of_all_examples() {
        Op x = input(builder, "x", 2, 3);
        Op m = builder.indexed(
                List.of(axis("c", 2)),
                Reduction.MAX,
                List.of(axis("i", 3), batchAxis()),
                load(x, at(0), at(1)),
                origin("m"));
        Op y = builder.pointwise(
                List.of(axis("c", 2), axis("i", 3)),
                Scalars.subtract(load(x, at(0), at(1)), load(m, at(0))),
                origin("y"));
        check(builder, y);
    }

    @Test
    void product_of_a_row() {
        Op x = input(builder, "x", 2, 4);
        Op y = builder.indexed(
                List.of(axis("i", 2)), Reduction.PROD, List.of(axis("j", 4)), load(x, at(0), at(1)), origin("y"));
        check(builder, y);
        Op all = builder.indexed(
                List.of(),
                Reduction.PROD,
                List.of(axis("i", 2), axis("j", 4)),
                Scalars.add(load(x, at(0), at(1)), Scalars.literal(1.0)),
                origin("all"));
        check(builder, all);
    }

    /** {@code m[c] = sum(builder, b, i : x[c, i]) / (batch * 4)} and so on: statistics over the batch. */
    @Test
    void batch_norm() {
        Op x = input(builder, "x", 2, 4);
        Op gain = parameter(builder, "gain", 2);
        Scalar count =
                Scalars.coerce(Scalars.multiply(new Scalar.Size(Extent.BATCH), Scalars.literal(4)), ElementType.FLOAT);
        List<Axis> channel = List.of(axis("c", 2));
        List<Axis> all = List.of(batchAxis(), axis("i", 4));
        Op total = sum(builder, channel, all, load(x, at(0), at(2)));
        Op mean = builder.pointwise(channel, Scalars.divide(load(total, at(0)), count), origin("mean"));
        Scalar difference = Scalars.subtract(load(x, at(0), at(2)), load(mean, at(0)));
        Op squares = sum(builder, channel, all, product(difference, difference));
        Op variance = builder.pointwise(channel, Scalars.divide(load(squares, at(0)), count), origin("variance"));
        Op y = builder.pointwise(
                List.of(axis("c", 2), axis("i", 4)),
                product(
                        load(gain, at(0)),
                        Scalars.divide(
                                Scalars.subtract(load(x, at(0), at(1)), load(mean, at(0))),
                                apply(Primitive.SQRT, Scalars.add(load(variance, at(0)), Scalars.literal(1e-3))))),
                origin("y"));
        assertNoScatter(check(builder, y));
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
        String text = check(builder, y);
        assertLine(text, "d_z: float[batch, 4] = [b < batch, i < 4] where(z[b, i] > 0.0, d_y[b, i], 0.0)");
    }

    @Test
    void kept_result_is_read_where_a_rule_names_it() {
        Op x = parameter(builder, "x", 4);
        Op y = builder.pointwise(List.of(axis("i", 4)), apply(Primitive.TANH, load(x, at(0))), origin("y"));
        String text = check(builder, y);
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
}
