package org.dlm.compiler.schedule;

import static org.dlm.compiler.graph.Scalars.apply;
import static org.dlm.compiler.graph.Scalars.literal;
import static org.dlm.compiler.graph.Scalars.loadAt;
import static org.dlm.compiler.schedule.Cases.axis;
import static org.dlm.compiler.schedule.Cases.batch;
import static org.dlm.compiler.schedule.Cases.group;
import static org.dlm.compiler.schedule.Cases.of;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.loop.KernelPrinter;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionGroup.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every element is one rounding per operation away from the definition: a few epsilons each. */
class PointwiseKernelTest {
    private final Cases cases = new Cases();

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 15, 16, 17, 33})
    void bias_and_relu(int n) {
        Op x = cases.source("x", Extent.BATCH, of(n));
        Op bias = cases.source("bias", of(n));
        List<Axis> axes = List.of(batch(), axis("i", n));
        Scalar sum = Scalars.add(loadAt(x, 0, 1), loadAt(bias, 1));
        Op z = cases.builder.pointwise(axes, sum, cases.origin("z"));
        Scalar relu = Scalars.where(apply(Primitive.GT, loadAt(z, 0, 1), literal(0.0)), loadAt(z, 0, 1), literal(0.0));
        Op y = cases.builder.pointwise(axes, relu, cases.origin("y"));
        cases.check(group(Kind.POINTWISE, axes, List.of(z, y), z, y), 2, 1, 3, 64);
    }

    @Test
    void what_is_the_same_in_all_rounds_is_computed_before_them() {
        Op x = cases.source("x", Extent.BATCH, of(3), of(40));
        Op v = cases.source("v", of(3));
        List<Axis> axes = List.of(batch(), axis("c", 3), axis("i", 40));
        Scalar root = apply(Primitive.SQRT, Scalars.add(apply(Primitive.ABS, loadAt(v, 1)), literal(1.0)));
        Op y = cases.builder.pointwise(axes, Scalars.divide(loadAt(x, 0, 1, 2), root), cases.origin("y"));
        FusionGroup group = group(Kind.POINTWISE, axes, List.of(y), y);
        String printed = KernelPrinter.print(
                new KernelCompiler(Forms.F32, 0).compile(group).widest());
        assertTrue(printed.contains("root = sqrt("), printed);
        assertTrue(printed.contains("/ all(root)"), printed);
        cases.check(group, 2, 1, 3);
    }

    @Test
    void a_root_that_a_guard_keeps_in_bounds_stays_where_it_is() {
        Op x = cases.source("x", Extent.BATCH, of(3), of(40));
        Op v = cases.source("v", of(3));
        List<Axis> axes = List.of(batch(), axis("c", 4), axis("i", 40));
        Scalar before = new Scalar.Load(v, List.of(Affine.axis(1).plus(-1)), Optional.of(literal(1.0)));
        Scalar root = apply(Primitive.SQRT, apply(Primitive.ABS, before));
        Scalar guarded = new Scalar.Load(
                x, List.of(Affine.axis(0), Affine.axis(1).plus(-1), Affine.axis(2)), Optional.of(literal(0.0)));
        Op y = cases.builder.pointwise(axes, Scalars.divide(guarded, root), cases.origin("y"));
        cases.check(group(Kind.POINTWISE, axes, List.of(y), y), 2, 1, 3);
    }

    @Test
    void a_flat_update_with_run_time_numbers() {
        Op p = cases.source("p", of(5), of(7));
        Op g = cases.source("g", of(5), of(7));
        Op rate = cases.number("rate");
        List<Axis> axes = List.of(axis("i", 5), axis("j", 7));
        Scalar step = Scalars.multiply(Scalars.load(rate, List.of()), loadAt(g, 0, 1));
        Op y = cases.builder.pointwise(axes, Scalars.subtract(loadAt(p, 0, 1), step), cases.origin("p"));
        cases.check(group(Kind.POINTWISE, axes, List.of(y), y), 4, 1);
    }

    @Test
    void every_float_function() {
        Op x = cases.source("x", Extent.BATCH, of(5));
        List<Axis> axes = List.of(batch(), axis("i", 5));
        Scalar v = loadAt(x, 0, 1);
        Scalar positive = apply(Primitive.ABS, v);
        for (Primitive f : List.of(
                Primitive.EXP,
                Primitive.EXPM1,
                Primitive.SIN,
                Primitive.COS,
                Primitive.TANH,
                Primitive.ERF,
                Primitive.NEGATE,
                Primitive.ABS,
                Primitive.SIGN,
                Primitive.FLOOR)) {
            check(axes, apply(f, v), 4);
        }
        for (Primitive f : List.of(Primitive.SQRT, Primitive.LOG1P)) {
            check(axes, apply(f, positive), 4);
        }
        Scalar shifted = Scalars.add(positive, literal(0.5));
        check(axes, apply(Primitive.LOG, shifted), 4);
        check(axes, apply(Primitive.POWER, shifted, v), 8);
        check(axes, apply(Primitive.POWER, v, literal(2.0)), 4);
        check(axes, Scalars.divide(v, shifted), 4);
        check(axes, apply(Primitive.MAX, v, literal(0.25)), 1);
        check(axes, apply(Primitive.MIN, v, literal(0.25)), 1);
        check(axes, apply(Primitive.REMAINDER, v, literal(0.25)), 8);
    }

    /** NaN, infinities, zeros of both signs, the smallest, the largest, and their neighbours; every pair of them. */
    @Test
    void numbers_at_the_edges() {
        double[] edges = {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            0.0,
            -0.0,
            1,
            -1,
            0.5,
            -2.5,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.MIN_NORMAL,
            -Float.MIN_NORMAL,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            1e30f,
            -1e30f,
            90,
            -90,
            1000,
            -1000
        };
        int n = edges.length;
        Map<String, double[]> given = Map.of("x", edges, "y", edges);
        Op x = cases.source("x", of(n));
        Op y = cases.source("y", of(n));
        List<Axis> axes = List.of(axis("i", n), axis("j", n));
        Scalar a = loadAt(x, 0);
        Scalar b = loadAt(y, 1);
        for (Scalar body : edgeBodies(a, b)) {
            Op z = cases.builder.pointwise(axes, body, cases.origin("z"));
            cases.check(group(Kind.POINTWISE, axes, List.of(z), z), 6, given, 1);
        }
    }

    /** Waves of f32 numbers beyond are only some number from -1 to 1. */
    private static Scalar onTheCircle(Scalar x) {
        return apply(Primitive.MIN, apply(Primitive.MAX, x, literal(-1e4)), literal(1e4));
    }

    private static List<Scalar> edgeBodies(Scalar a, Scalar b) {
        Scalar zero = literal(0.0);
        List<Scalar> bodies = new ArrayList<>();
        for (Primitive f : List.of(
                Primitive.EXP,
                Primitive.EXPM1,
                Primitive.LOG,
                Primitive.LOG1P,
                Primitive.SIN,
                Primitive.COS,
                Primitive.TANH,
                Primitive.ERF,
                Primitive.SQRT,
                Primitive.ABS,
                Primitive.SIGN,
                Primitive.FLOOR,
                Primitive.NEGATE,
                Primitive.STOP)) {
            bodies.add(apply(f, f == Primitive.SIN || f == Primitive.COS ? onTheCircle(b) : b));
        }
        for (Primitive f : List.of(
                Primitive.ADD,
                Primitive.SUBTRACT,
                Primitive.MULTIPLY,
                Primitive.DIVIDE,
                Primitive.MIN,
                Primitive.MAX,
                Primitive.REMAINDER,
                Primitive.POWER)) {
            bodies.add(apply(f, a, b));
        }
        for (Primitive f :
                List.of(Primitive.EQ, Primitive.NE, Primitive.LT, Primitive.LE, Primitive.GT, Primitive.GE)) {
            bodies.add(Scalars.where(apply(f, a, b), a, b));
            bodies.add(Scalars.where(apply(Primitive.NOT, apply(f, a, b)), a, b));
        }
        bodies.add(Scalars.where(apply(Primitive.LE, b, zero), zero, b));
        bodies.add(Scalars.where(apply(Primitive.GT, b, zero), b, zero));
        bodies.add(apply(Primitive.MAX, apply(Primitive.MIN, b, literal(1.0)), literal(-1.0)));
        return bodies;
    }

    private void check(List<Axis> axes, Scalar body, double tolerance) {
        Op y = cases.builder.pointwise(axes, body, cases.origin("y"));
        cases.check(group(Kind.POINTWISE, axes, List.of(y), y), tolerance, 1, 7);
    }

    @Test
    void ints_and_truth_values() {
        Op n = cases.source("n", ElementType.INT, Extent.BATCH, of(9));
        Op flag = cases.source("flag", ElementType.BOOL, Extent.BATCH, of(9));
        List<Axis> axes = List.of(batch(), axis("i", 9));
        Map<String, double[]> given = Map.of(
                "n",
                java.util.stream.IntStream.range(0, 27).mapToDouble(i -> i - 11).toArray());
        Scalar v = loadAt(n, 0, 1);
        Scalar f = loadAt(flag, 0, 1);
        Scalar even = apply(Primitive.EQ, apply(Primitive.REMAINDER, v, literal(2)), literal(0));
        for (Scalar body : List.of(
                apply(Primitive.FLOOR_DIV, v, literal(4)),
                apply(Primitive.CEIL_DIV, v, literal(4)),
                even,
                apply(Primitive.TO_FLOAT, v),
                apply(Primitive.TO_FLOAT, f),
                apply(Primitive.TO_INT, apply(Primitive.NOT, f)),
                apply(Primitive.OR, f, apply(Primitive.LT, v, literal(3))),
                Scalars.where(f, Scalars.multiply(v, literal(3)), new Scalar.IndexValue(Affine.axis(1))),
                apply(Primitive.AND, f, apply(Primitive.LE, new Scalar.IndexValue(Affine.axis(1)), literal(4))))) {
            Op y = cases.builder.pointwise(axes, body, cases.origin("y"));
            cases.check(group(Kind.POINTWISE, axes, List.of(y), y), 1, given, 3);
        }
    }

    @Test
    void a_transpose_a_guard_and_a_gather() {
        Op x = cases.source("x", Extent.BATCH, of(5), of(17));
        Op ids = cases.source("ids", ElementType.INT, Extent.BATCH, of(6));
        Op table = cases.source("table", of(4), of(18));
        Map<String, double[]> given = Map.of("ids", new double[] {0, 3, 2, 1, 0, 3, 3, 3, 1, 2, 0, 1});
        Op transposed = cases.builder.pointwise(
                List.of(batch(), axis("i", 17), axis("j", 5)), loadAt(x, 0, 2, 1), cases.origin("t"));
        cases.check(
                group(Kind.POINTWISE, List.of(batch(), axis("i", 17), axis("j", 5)), List.of(transposed), transposed),
                1,
                given,
                2);
        List<Axis> padded = List.of(batch(), axis("i", 7), axis("j", 20));
        List<Subscript> at =
                List.of(Affine.axis(0), Affine.axis(1).plus(-1), Affine.axis(2).plus(-2));
        Op pad =
                cases.builder.pointwise(padded, new Scalar.Load(x, at, Optional.of(literal(0.0))), cases.origin("pad"));
        cases.check(group(Kind.POINTWISE, padded, List.of(pad), pad), 1, given, 2);
        List<Axis> rows = List.of(batch(), axis("i", 6), axis("j", 18));
        List<Subscript> row = List.of(new Subscript.Data(loadAt(ids, 0, 1)), Affine.axis(2));
        Op gathered = cases.builder.pointwise(rows, Scalars.load(table, row), cases.origin("g"));
        cases.check(group(Kind.POINTWISE, rows, List.of(gathered), gathered), 1, given, 2);
    }

    @Test
    void a_reshaped_operand_is_read_from_its_source() {
        Op x = cases.source("x", Extent.BATCH, of(6), of(4));
        Op flat = cases.builder.reshape(x, List.of(Extent.BATCH, of(24)), cases.origin("flat"));
        List<Axis> axes = List.of(batch(), axis("i", 24));
        Op y = cases.builder.pointwise(axes, Scalars.add(loadAt(flat, 0, 1), literal(1.0)), cases.origin("y"));
        cases.check(group(Kind.POINTWISE, axes, List.of(y), y), 2, 3);
    }

    @Test
    void a_scalar() {
        Op x = cases.source("x");
        Op y = cases.builder.pointwise(
                List.of(), Scalars.add(Scalars.load(x, List.of()), literal(1.0)), cases.origin("y"));
        cases.check(group(Kind.POINTWISE, List.of(), List.of(y), y), 2, 1);
    }

    /** A part that computed all four elements would change twice what is updated in its own place. */
    @Test
    void each_part_of_a_single_short_row_computes_its_own_elements() {
        Op p = cases.source("p", of(1), of(4));
        List<Axis> axes = List.of(axis("i", 1), axis("j", 4));
        Op y = cases.builder.pointwise(axes, Scalars.subtract(loadAt(p, 0, 1), literal(2.0)), cases.origin("p"));
        cases.check(group(Kind.POINTWISE, axes, List.of(y), y), 1, 1);
    }
}
