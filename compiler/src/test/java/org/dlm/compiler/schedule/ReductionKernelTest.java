package org.dlm.compiler.schedule;

import static org.dlm.compiler.graph.Scalars.apply;
import static org.dlm.compiler.graph.Scalars.literal;
import static org.dlm.compiler.graph.Scalars.load;
import static org.dlm.compiler.graph.Scalars.loadAt;
import static org.dlm.compiler.graph.Scalars.multiply;
import static org.dlm.compiler.schedule.Cases.axis;
import static org.dlm.compiler.schedule.Cases.batch;
import static org.dlm.compiler.schedule.Cases.group;
import static org.dlm.compiler.schedule.Cases.of;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionGroup.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sums of n products of numbers below 1: the rounding errors of a sum in any order are below {@code n * eps * n}, the second n
 * bounding the sum of the magnitudes.
 */
class ReductionKernelTest {
    private final Cases cases = new Cases();

    private static double tolerance(int terms) {
        return (double) terms * terms + 4;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "7,3", "16,10", "17,16", "33,33", "9,64", "40,50", "5,100", "784,32"})
    void dense_with_bias_and_relu(int in, int out) {
        Op x = cases.source("x", Extent.BATCH, of(in));
        Op w = cases.source("weight", of(in), of(out));
        Op bias = cases.source("bias", of(out));
        List<Axis> free = List.of(batch(), axis("o", out));
        Op z = cases.builder.indexed(
                free,
                Reduction.SUM,
                List.of(axis("i", in)),
                multiply(loadAt(x, 0, 2), loadAt(w, 2, 1)),
                cases.origin("z"));
        Scalar biased = Scalars.add(loadAt(z, 0, 1), loadAt(bias, 1));
        Op y = cases.builder.pointwise(free, apply(Primitive.MAX, biased, literal(0.0)), cases.origin("y"));
        cases.check(group(Kind.REDUCTION, free, List.of(z, y), y), tolerance(in), 1, 3, 8, 19);
        cases.check(group(Kind.REDUCTION, free, List.of(z, y), z, y), tolerance(in), 9);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "7,3", "16,10", "17,16", "33,33", "9,64", "40,50", "5,100"})
    void derivative_of_dense_by_its_input(int in, int out) {
        Op dy = cases.source("dy", Extent.BATCH, of(out));
        Op w = cases.source("weight", of(in), of(out));
        List<Axis> free = List.of(batch(), axis("i", in));
        Op dx = cases.builder.indexed(
                free,
                Reduction.SUM,
                List.of(axis("o", out)),
                multiply(loadAt(dy, 0, 2), loadAt(w, 1, 2)),
                cases.origin("dx"));
        cases.check(group(Kind.REDUCTION, free, List.of(dx), dx), tolerance(out), 1, 3, 8, 19);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "7,3", "16,10", "17,16", "33,33", "9,64", "40,50", "5,100"})
    void derivative_of_dense_by_its_weight_with_an_update(int in, int out) {
        Op x = cases.source("x", Extent.BATCH, of(in));
        Op dy = cases.source("dy", Extent.BATCH, of(out));
        Op w = cases.source("weight", of(in), of(out));
        Op rate = cases.number("rate");
        List<Axis> free = List.of(axis("i", in), axis("o", out));
        Op dw = cases.builder.indexed(
                free, Reduction.SUM, List.of(batch()), multiply(loadAt(x, 2, 0), loadAt(dy, 2, 1)), cases.origin("dw"));
        Op next = cases.builder.pointwise(
                free,
                Scalars.subtract(loadAt(w, 0, 1), multiply(load(rate, List.of()), loadAt(dw, 0, 1))),
                cases.origin("weight"));
        cases.check(group(Kind.REDUCTION, free, List.of(dw), dw), tolerance(64), 1, 3, 64);
        cases.check(group(Kind.REDUCTION, free, List.of(dw, next), next), tolerance(64), 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 33, 100})
    void derivative_of_a_bias(int n) {
        Op dy = cases.source("dy", Extent.BATCH, of(n));
        List<Axis> free = List.of(axis("o", n));
        Op db = cases.builder.indexed(free, Reduction.SUM, List.of(batch()), loadAt(dy, 1, 0), cases.origin("db"));
        cases.check(group(Kind.REDUCTION, free, List.of(db), db), tolerance(64), 1, 3, 64);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "ANY", "ALL"})
    void every_reduction_over_a_row(Reduction reduction) {
        for (int n : new int[] {1, 7, 16, 33, 200}) {
            Op x = cases.source("x" + n, Extent.BATCH, of(n));
            Op r = cases.builder.indexed(
                    List.of(batch()), reduction, List.of(axis("i", n)), loadAt(x, 0, 1), cases.origin("r"));
            cases.check(group(Kind.REDUCTION, List.of(batch()), List.of(r), r), tolerance(n), 1, 5);
        }
    }

    /** NaN is the extreme of any numbers with it, and its place is that of the first one. */
    @ParameterizedTest
    @EnumSource(names = {"MAX", "MIN", "ARGMAX", "ARGMIN", "SUM"})
    void nan_in_a_row(Reduction reduction) {
        for (int n : new int[] {1, 7, 16, 33, 200}) {
            Op x = cases.source("x" + n, Extent.BATCH, of(n));
            Op r = cases.builder.indexed(
                    List.of(batch()), reduction, List.of(axis("i", n)), loadAt(x, 0, 1), cases.origin("r"));
            Op columns = cases.builder.indexed(
                    List.of(axis("i", n)), reduction, List.of(batch()), loadAt(x, 1, 0), cases.origin("columns"));
            for (double[] row : nanRows(n)) {
                Map<String, double[]> given = Map.of("x" + n, row);
                int batch = row.length / n;
                cases.check(group(Kind.REDUCTION, List.of(batch()), List.of(r), r), tolerance(n), given, batch);
                cases.check(
                        group(Kind.REDUCTION, List.of(axis("i", n)), List.of(columns), columns),
                        tolerance(batch),
                        given,
                        batch);
            }
        }
    }

    /** Five rows: no NaN, one at the start, in the middle, at the end, two; infinities around the others. */
    private static List<double[]> nanRows(int n) {
        double[] rows = new double[5 * n];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 3 == 0 ? 1.0 / 0 : i % 5 == 0 ? -1.0 / 0 : i % 11 - 5;
        }
        rows[n] = Double.NaN;
        rows[2 * n + n / 2] = Double.NaN;
        rows[4 * n - 1] = Double.NaN;
        rows[4 * n + n / 3] = Double.NaN;
        rows[4 * n + n / 2] = Double.NaN;
        double[] infinite = new double[n];
        Arrays.fill(infinite, -1.0 / 0);
        return List.of(rows, infinite);
    }

    @ParameterizedTest
    @EnumSource(names = {"ANY", "ALL"})
    void truth_over_a_row(Reduction reduction) {
        Op x = cases.source("x", Extent.BATCH, of(5));
        Scalar positive = apply(Primitive.GT, loadAt(x, 0, 1), literal(0.5));
        Op r = cases.builder.indexed(List.of(batch()), reduction, List.of(axis("i", 5)), positive, cases.origin("r"));
        cases.check(group(Kind.REDUCTION, List.of(batch()), List.of(r), r), 0, 1, 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64})
    void a_mean_over_everything(int batch) {
        Op x = cases.source("x", Extent.BATCH, of(10));
        Op sum = cases.builder.indexed(
                List.of(), Reduction.SUM, List.of(batch(), axis("i", 10)), loadAt(x, 0, 1), cases.origin("sum"));
        Scalar count = apply(Primitive.TO_FLOAT, new Scalar.Size(Extent.BATCH));
        Op mean = cases.builder.pointwise(List.of(), Scalars.divide(load(sum, List.of()), count), cases.origin("mean"));
        cases.check(group(Kind.REDUCTION, List.of(), List.of(sum, mean), mean), tolerance(10 * batch), batch);
    }

    /** Channels, outputs, height, width, kernel, padding. */
    @ParameterizedTest
    @CsvSource({"1,6,28,28,5,0", "3,4,14,10,5,0", "2,8,9,33,3,0", "2,3,8,17,3,1", "1,6,28,28,5,2", "3,16,7,7,3,1"})
    void convolution_and_its_derivatives(int c, int o, int h, int w, int k, int p) {
        int oh = h - k + 1 + 2 * p;
        int ow = w - k + 1 + 2 * p;
        Op x = cases.source("x", Extent.BATCH, of(c), of(h), of(w));
        Op weight = cases.source("weight", of(o), of(c), of(k), of(k));
        Op bias = cases.source("bias", of(o));
        List<Axis> free = List.of(batch(), axis("o", o), axis("i", oh), axis("j", ow));
        List<Axis> reduced = List.of(axis("c", c), axis("u", k), axis("v", k));
        Affine row = Affine.axis(2).plus(Affine.axis(5)).plus(-p);
        Affine column = Affine.axis(3).plus(Affine.axis(6)).plus(-p);
        List<Subscript> at = List.of(Affine.axis(0), Affine.axis(4), row, column);
        Scalar patch = new Scalar.Load(x, at, p == 0 ? Optional.empty() : Optional.of(literal(0.0)));
        Op z = cases.builder.indexed(
                free, Reduction.SUM, reduced, multiply(loadAt(weight, 1, 4, 5, 6), patch), cases.origin("z"));
        Op y = cases.builder.pointwise(free, Scalars.add(loadAt(z, 0, 1, 2, 3), loadAt(bias, 1)), cases.origin("y"));
        cases.check(group(Kind.REDUCTION, free, List.of(z, y), y), tolerance(c * k * k), 1, 2);

        Op dy = cases.source("dy", Extent.BATCH, of(o), of(oh), of(ow));
        List<Axis> weightAxes = List.of(axis("o", o), axis("c", c), axis("u", k), axis("v", k));
        List<Axis> places = List.of(batch(), axis("i", oh), axis("j", ow));
        List<Subscript> from = List.of(
                Affine.axis(4),
                Affine.axis(1),
                Affine.axis(5).plus(Affine.axis(2)).plus(-p),
                Affine.axis(6).plus(Affine.axis(3)).plus(-p));
        Scalar moved = new Scalar.Load(x, from, p == 0 ? Optional.empty() : Optional.of(literal(0.0)));
        Op dw = cases.builder.indexed(
                weightAxes, Reduction.SUM, places, multiply(loadAt(dy, 4, 0, 5, 6), moved), cases.origin("dw"));
        cases.check(group(Kind.REDUCTION, weightAxes, List.of(dw), dw), tolerance(2 * oh * ow), 1, 2);

        List<Axis> inputAxes = List.of(batch(), axis("c", c), axis("i", h), axis("j", w));
        List<Axis> taps = List.of(axis("o", o), axis("u", k), axis("v", k));
        List<Subscript> back = List.of(
                Affine.axis(0),
                Affine.axis(4),
                Affine.axis(2).minus(Affine.axis(5)).plus(p),
                Affine.axis(3).minus(Affine.axis(6)).plus(p));
        Scalar adjoint = new Scalar.Load(dy, back, Optional.of(literal(0.0)));
        Op dx = cases.builder.indexed(
                inputAxes, Reduction.SUM, taps, multiply(adjoint, loadAt(weight, 4, 1, 5, 6)), cases.origin("dx"));
        cases.check(group(Kind.REDUCTION, inputAxes, List.of(dx), dx), tolerance(o * k * k), 1, 2);
    }

    @ParameterizedTest
    @EnumSource(names = {"MAX", "SUM", "ARGMAX"})
    void pooling(Reduction reduction) {
        Op x = cases.source("x", Extent.BATCH, of(3), of(8), of(10));
        List<Axis> free = List.of(batch(), axis("c", 3), axis("i", 4), axis("j", 5));
        List<Subscript> at = List.of(
                Affine.axis(0),
                Affine.axis(1),
                Affine.axis(2).times(2).plus(Affine.axis(4)),
                Affine.axis(3).times(2).plus(Affine.axis(5)));
        Op y = cases.builder.indexed(
                free, reduction, List.of(axis("u", 2), axis("v", 2)), load(x, at), cases.origin("y"));
        cases.check(group(Kind.REDUCTION, free, List.of(y), y), 8, Map.of(), 1, 3);
    }

    /** Blocks of 32 terms are off by half a unit for each at most, 1e-6 of the sum; their joining by nothing that could be seen. */
    @ParameterizedTest
    @ValueSource(ints = {33, 4096, 1_000_000})
    void the_mean_of_many_equal_numbers_is_that_number(int n) {
        double value = 0.1f;
        double[] equal = new double[n];
        Arrays.fill(equal, value);
        Op x = cases.source("x", of(n));
        Op sum = cases.builder.indexed(
                List.of(), Reduction.SUM, List.of(axis("i", n)), loadAt(x, 0), cases.origin("sum"));
        Op mean = cases.builder.pointwise(
                List.of(), Scalars.divide(load(sum, List.of()), literal((double) n)), cases.origin("mean"));
        FusionGroup group = group(Kind.REDUCTION, List.of(), List.of(sum, mean), mean);
        new KernelRun(group, Forms.F32).check(cases.builder, 1, 1, 1e-7 / Math.ulp(1f), Map.of("x", equal));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 4096})
    void the_mean_of_a_large_batch_of_equal_numbers_is_that_number(int batch) {
        double[] equal = new double[batch * 3];
        Arrays.fill(equal, (double) 0.3f);
        Op x = cases.source("x", Extent.BATCH, of(3));
        Op sum = cases.builder.indexed(
                List.of(axis("o", 3)), Reduction.SUM, List.of(batch()), loadAt(x, 1, 0), cases.origin("sum"));
        Scalar count = apply(Primitive.TO_FLOAT, new Scalar.Size(Extent.BATCH));
        List<Axis> free = List.of(axis("o", 3));
        Op mean = cases.builder.pointwise(free, Scalars.divide(loadAt(sum, 0), count), cases.origin("mean"));
        FusionGroup group = group(Kind.REDUCTION, free, List.of(sum, mean), mean);
        new KernelRun(group, Forms.F32).check(cases.builder, batch, 1, 3e-7 / Math.ulp(1f), Map.of("x", equal));
    }

    @Test
    void a_long_sum_with_an_infinite_term_is_infinite() {
        double[] terms = new double[5000];
        terms[700] = Double.POSITIVE_INFINITY;
        Op x = cases.source("x", of(5000));
        Op sum = cases.builder.indexed(
                List.of(), Reduction.SUM, List.of(axis("i", 5000)), loadAt(x, 0), cases.origin("sum"));
        new KernelRun(group(Kind.REDUCTION, List.of(), List.of(sum), sum), Forms.F32)
                .check(cases.builder, 1, 1, 0, Map.of("x", terms));
    }

    /** The columns are what is cut into parts, and a tile of whole vectors is longer than they are. */
    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 9, 17, 20, 31, 33})
    void columns_that_do_not_fill_a_tile_stay_inside(int n) {
        Op x = cases.source("x", of(3), of(n));
        Op sum = cases.builder.indexed(
                List.of(axis("o", n)), Reduction.SUM, List.of(axis("k", 3)), loadAt(x, 1, 0), cases.origin("sum"));
        cases.check(group(Kind.REDUCTION, List.of(axis("o", n)), List.of(sum), sum), 8, Map.of(), 1);
    }

    /** Elements are counted with the examples inside, so by as many as there are. */
    @ParameterizedTest
    @EnumSource(names = {"ARGMAX", "ARGMIN"})
    void the_place_of_an_extreme_counts_the_examples_of_the_batch(Reduction reduction) {
        Op x = cases.source("x", Extent.BATCH, of(5), of(3), of(2));
        List<Axis> free = List.of(axis("o", 5));
        List<Axis> reduced = List.of(axis("r", 3), batch(), axis("s", 2));
        Op place = cases.builder.indexed(free, reduction, reduced, loadAt(x, 2, 0, 1, 3), cases.origin("place"));
        cases.check(group(Kind.REDUCTION, free, List.of(place), place), 0, 1, 2, 17);
    }

    /** Each lane has a sum of its own, so what is read at that place does not stand side by side. */
    @Test
    void a_gather_at_a_place_that_depends_on_the_sum_before_it() {
        Op x = cases.source("x", Extent.BATCH, of(31));
        Op table = cases.source("table", Extent.BATCH, of(31), of(4));
        List<Axis> free = List.of(batch(), axis("i", 31));
        Op sum = cases.builder.indexed(
                free,
                Reduction.SUM,
                List.of(axis("j", 9)),
                multiply(loadAt(x, 0, 1), loadAt(x, 0, 2)),
                cases.origin("sum"));
        Scalar place = Scalars.where(apply(Primitive.LT, loadAt(sum, 0, 1), literal(0.0)), literal(1), literal(3));
        Scalar chosen = load(table, List.of(Affine.axis(0), Affine.axis(1), new Subscript.Data(place)));
        Op y = cases.builder.pointwise(free, chosen, cases.origin("y"));
        cases.check(group(Kind.REDUCTION, free, List.of(sum, y), y), 0, 1, 3);
    }
}
