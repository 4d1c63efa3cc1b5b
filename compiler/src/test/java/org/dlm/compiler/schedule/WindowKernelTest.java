package org.dlm.compiler.schedule;

import static org.dlm.compiler.graph.Scalars.apply;
import static org.dlm.compiler.graph.Scalars.literal;
import static org.dlm.compiler.graph.Scalars.load;
import static org.dlm.compiler.graph.Scalars.loadAt;
import static org.dlm.compiler.graph.Scalars.multiply;
import static org.dlm.compiler.graph.Scalars.where;
import static org.dlm.compiler.schedule.Cases.axis;
import static org.dlm.compiler.schedule.Cases.batch;
import static org.dlm.compiler.schedule.Cases.group;
import static org.dlm.compiler.schedule.Cases.of;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionGroup.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows and strides: what is read or written at every second element, in all forms. */
class WindowKernelTest {
    private final Cases cases = new Cases();

    /** What a window finds outside of the picture. */
    private static double neutral(Reduction reduction) {
        return switch (reduction) {
            case MAX, ARGMAX -> Double.NEGATIVE_INFINITY;
            case MIN, ARGMIN -> Double.POSITIVE_INFINITY;
            case SUM, NONE, PROD, ANY, ALL -> 0;
        };
    }

    /** {@code y[b, i, j] = reduce(u, v : x[b, s i + d u - p, s j + d v - p | neutral])}. */
    private FusionGroup windows(Reduction reduction, int width, int size, int stride, int dilation, int padding) {
        int span = (size - 1) * dilation + 1;
        int height = span + stride;
        Op x = cases.source("x", Extent.BATCH, of(height), of(width));
        int rows = (height + 2 * padding - span) / stride + 1;
        int columns = (width + 2 * padding - span) / stride + 1;
        List<Axis> free = List.of(batch(), axis("i", rows), axis("j", columns));
        List<Subscript> at = List.of(
                Affine.axis(0),
                Affine.axis(1)
                        .times(stride)
                        .plus(Affine.axis(3).times(dilation))
                        .plus(-padding),
                Affine.axis(2)
                        .times(stride)
                        .plus(Affine.axis(4).times(dilation))
                        .plus(-padding));
        Optional<Scalar> outside = padding == 0 ? Optional.empty() : Optional.of(literal(neutral(reduction)));
        Op y = cases.builder.indexed(
                free,
                reduction,
                List.of(axis("u", size), axis("v", size)),
                new Scalar.Load(x, at, outside),
                cases.origin("y"));
        return group(Kind.REDUCTION, free, List.of(y), y);
    }

    /** Width, window, stride, dilation, padding. */
    @ParameterizedTest
    @CsvSource({
        "10,2,2,1,0", "28,2,2,1,0", "33,2,2,1,0", "35,3,2,1,1", "34,3,2,1,0", "37,3,2,2,2", "17,3,1,1,1", "40,2,1,3,1",
        "31,3,3,1,0", "64,3,3,1,1", "66,2,4,1,0", "70,3,4,1,1", "150,4,4,1,0", "7,3,2,1,1", "4,2,2,1,0", "65,5,2,1,2"
    })
    void pooling(int width, int size, int stride, int dilation, int padding) {
        for (Reduction reduction : List.of(Reduction.MAX, Reduction.SUM, Reduction.ARGMAX, Reduction.ARGMIN)) {
            cases.check(windows(reduction, width, size, stride, dilation, padding), size * size, 1, 3);
        }
    }

    /** A NaN is beyond every number, the first of several counts, and so does the first of equal ones. */
    @ParameterizedTest
    @EnumSource(names = {"MAX", "MIN", "ARGMAX", "ARGMIN"})
    void pooling_of_what_is_no_number(Reduction reduction) {
        int width = 40;
        int height = 5;
        Random random = new Random(11);
        double[] special = {Double.NaN, 0, -0.0, 1, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double[] x = new double[2 * height * width];
        Arrays.setAll(x, i -> special[random.nextInt(special.length)]);
        cases.check(windows(reduction, width, 3, 2, 1, 1), 0, Map.of("x", x), 2);
    }

    /** No window of usual size and stride is computed without vectors. */
    @ParameterizedTest
    @CsvSource({"28,2,2,1,0", "32,3,2,1,1", "17,3,1,1,1", "64,4,4,1,0"})
    void pooling_has_vectors(int width, int size, int stride, int dilation, int padding) {
        for (Reduction reduction : List.of(Reduction.MAX, Reduction.SUM, Reduction.ARGMAX)) {
            assertVectors(windows(reduction, width, size, stride, dilation, padding));
        }
    }

    private static void assertVectors(FusionGroup group) {
        for (Forms forms : Cases.FORMS) {
            CompiledKernel compiled = new KernelRun(group, forms).compiled();
            assertEquals(
                    Target.WIDTHS,
                    compiled.vectors().stream()
                            .map(form -> form.target().vectorBits())
                            .toList());
        }
    }

    /** {@code dx[b, i, u, j, v] = where(place[b, i, j] == n u + v, d[b, i, j], 0)}, and what a rectifier before makes of it. */
    private FusionGroup backward(int columns, int size) {
        Op place = cases.source("place", ElementType.INT, Extent.BATCH, of(3), of(columns));
        Op d = cases.source("d", Extent.BATCH, of(3), of(columns));
        Op x = cases.source("x", Extent.BATCH, of(3), of(size), of(columns), of(size));
        List<Axis> free = List.of(batch(), axis("i", 3), axis("u", size), axis("j", columns), axis("v", size));
        Scalar number = new Scalar.IndexValue(Affine.axis(2).times(size).plus(Affine.axis(4)));
        Scalar chosen = where(apply(Primitive.EQ, loadAt(place, 0, 1, 3), number), loadAt(d, 0, 1, 3), literal(0.0));
        Op dx = cases.builder.pointwise(free, chosen, cases.origin("dx"));
        Scalar rectified = where(
                apply(Primitive.LE, loadAt(x, 0, 1, 2, 3, 4), literal(0.0)), literal(0.0), loadAt(dx, 0, 1, 2, 3, 4));
        Op dz = cases.builder.pointwise(free, rectified, cases.origin("dz"));
        return group(Kind.POINTWISE, free, List.of(dx, dz), dx, dz);
    }

    @ParameterizedTest
    @CsvSource({"1,2", "5,2", "7,2", "8,2", "14,2", "16,2", "17,2", "33,2", "1,4", "5,4", "16,4", "19,4", "5,3", "17,3"
    })
    void the_derivative_of_pooling(int columns, int size) {
        Random random = new Random(columns);
        double[] places =
                random.ints(2 * 3 * columns, 0, size * size).asDoubleStream().toArray();
        cases.check(backward(columns, size), 0, Map.of("place", places), 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void the_derivative_of_pooling_has_vectors(int size) {
        assertVectors(backward(14, size));
    }

    /** The rows are the axis that is cut in parts. */
    @ParameterizedTest
    @ValueSource(ints = {3, 16, 37})
    void pairs_without_a_batch(int columns) {
        Op a = cases.source("a", of(columns));
        Op b = cases.source("b", of(columns));
        List<Axis> free = List.of(axis("j", columns), axis("v", 2));
        Scalar first = apply(Primitive.EQ, new Scalar.IndexValue(Affine.axis(1)), literal(0));
        Op y = cases.builder.pointwise(free, where(first, loadAt(a, 0), loadAt(b, 0)), cases.origin("y"));
        cases.check(group(Kind.POINTWISE, free, List.of(y), y), 0, 1);
    }

    /** The phases of a padded row apart: {@code p[b, r, q] = x[b, s q + r - 1 | otherwise]}. */
    @ParameterizedTest
    @CsvSource({"16,2", "17,2", "33,2", "5,2", "64,4", "67,4", "31,3"})
    void phases_of_a_padded_row(int width, int stride) {
        Op x = cases.source("x", Extent.BATCH, of(width));
        int quotients = (width + 1) / stride + 1;
        List<Axis> free = List.of(batch(), axis("r", stride), axis("q", quotients));
        Affine at = Affine.axis(2).times(stride).plus(Affine.axis(1)).plus(-1);
        for (double outside : new double[] {0, -2}) {
            Op p = cases.builder.pointwise(
                    free,
                    new Scalar.Load(x, List.of(Affine.axis(0), at), Optional.of(literal(outside))),
                    cases.origin("p"));
            cases.check(group(Kind.POINTWISE, free, List.of(p), p), 0, 1, 3);
        }
    }

    /** Both halves of a row that is stored by phases: {@code y[b, o, j] = sum(v : w[o, v] * p[b, v % s, j + div(v, s)])}. */
    @ParameterizedTest
    @CsvSource({"7,3,2", "16,3,2", "17,3,2", "33,5,2", "16,4,3", "20,7,3"})
    void a_convolution_over_phases(int columns, int size, int stride) {
        int quotients = columns + (size - 1) / stride;
        Op p = cases.source("p", Extent.BATCH, of(stride), of(quotients));
        Op w = cases.source("w", of(5), of(size));
        Op dy = cases.source("dy", Extent.BATCH, of(5), of(columns));
        List<Axis> free = List.of(batch(), axis("o", 5), axis("j", columns));
        Affine tap = Affine.axis(3);
        Op y = cases.builder.indexed(
                free,
                Reduction.SUM,
                List.of(axis("v", size)),
                multiply(
                        loadAt(w, 1, 3),
                        load(
                                p,
                                List.of(
                                        Affine.axis(0),
                                        tap.modulo(stride),
                                        Affine.axis(2).plus(tap.dividedBy(stride))))),
                cases.origin("y"));
        cases.check(group(Kind.REDUCTION, free, List.of(y), y), size * size + 4, 1, 3);

        List<Axis> weight = List.of(axis("o", 5), axis("v", size));
        Affine moved = Affine.axis(1);
        Op dw = cases.builder.indexed(
                weight,
                Reduction.SUM,
                List.of(batch(), axis("j", columns)),
                multiply(
                        loadAt(dy, 2, 0, 3),
                        load(
                                p,
                                List.of(
                                        Affine.axis(2),
                                        moved.modulo(stride),
                                        Affine.axis(3).plus(moved.dividedBy(stride))))),
                cases.origin("dw"));
        int terms = 3 * columns;
        cases.check(group(Kind.REDUCTION, weight, List.of(dw), dw), terms * terms + 4, 1, 3);
    }

    /** What is read backwards, or at a step that is not put together, has no vectors and the same values. */
    @Test
    void other_steps() {
        for (int step : new int[] {-2, -1, 3, 5, 8}) {
            Op x = cases.source("x" + step, Extent.BATCH, of(20 * Math.abs(step)));
            List<Axis> free = List.of(batch(), axis("i", 19));
            Affine at = Affine.axis(1).times(step).plus(step < 0 ? -19 * step : 1);
            Op y = cases.builder.pointwise(free, load(x, List.of(Affine.axis(0), at)), cases.origin("y"));
            cases.check(group(Kind.POINTWISE, free, List.of(y), y), 0, 2);
        }
    }
}
