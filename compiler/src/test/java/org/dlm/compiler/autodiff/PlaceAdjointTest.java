package org.dlm.compiler.autodiff;

import static org.dlm.compiler.autodiff.Adjoints.assertLine;
import static org.dlm.compiler.autodiff.Adjoints.assertNoScatter;
import static org.dlm.compiler.autodiff.Adjoints.check;
import static org.dlm.compiler.autodiff.Adjoints.sum;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.guarded;
import static org.dlm.compiler.graph.Ops.input;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.parameter;
import static org.dlm.compiler.graph.Ops.product;
import static org.dlm.compiler.graph.Ops.zero;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.junit.jupiter.api.Test;

/** Windows, parts and regroupings: the roles of places and axes exchanged. */
class PlaceAdjointTest {
    private final GraphBuilder builder = new GraphBuilder();

    /** {@code y[o, i] = sum(builder, c, u : W[o, c, u] * x[c, i * stride + u * dilation - before | 0])}. */
    private Op conv1d(int size, int kernel, int stride, int dilation, int before, int out) {
        Op x = input(builder, "x", 2, size);
        Op w = parameter(builder, "W", 3, 2, kernel);
        Affine place = at(1).times(stride).plus(at(3).times(dilation)).plus(-before);
        return sum(
                builder,
                List.of(axis("o", 3), axis("i", out)),
                List.of(axis("c", 2), axis("u", kernel)),
                product(load(w, at(0), at(2), at(3)), guarded(x, zero(), at(2), place)));
    }

    @Test
    void convolution_with_padding_is_a_convolution_backwards() {
        String text = check(builder, conv1d(7, 3, 1, 1, 1, 7));
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
        String text = check(builder, conv1d(9, 3, 2, 1, 1, 5));
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
            PlaceAdjointTest test = new PlaceAdjointTest();
            assertNoScatter(check(test.builder, test.conv1d(k[0], k[1], k[2], k[3], k[4], k[5])));
        }
    }

    @Test
    void convolution_in_two_dimensions_with_stride() {
        Op x = input(builder, "x", 2, 5, 6);
        Op w = parameter(builder, "W", 2, 2, 3, 2);
        Op y = sum(
                builder,
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
        String text = check(builder, y);
        assertNoScatter(text);
        assertFalse(text.contains("where"), text);
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
        String text = check(builder, pool(Reduction.SUM, 6, 2, 2, 0, 3));
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
                PlaceAdjointTest test = new PlaceAdjointTest();
                if (reduction != Reduction.MIN || k[3] == 0) {
                    assertNoScatter(check(test.builder, test.pool(reduction, k[0], k[1], k[2], k[3], k[4])));
                }
            }
        }
    }

    @Test
    void transposed_and_reversed_places() {
        Op x = input(builder, "x", 3, 4);
        check(
                builder,
                builder.pointwise(
                        List.of(axis("i", 4), axis("j", 3)),
                        load(x, at(1), at(0).times(-1).plus(3)),
                        origin("y")));
    }

    @Test
    void diagonal_part_and_repetition() {
        Op x = input(builder, "x", 3, 3);
        Op diagonal = builder.pointwise(List.of(axis("i", 3)), load(x, at(0), at(0)), origin("y"));
        String text = check(builder, diagonal);
        assertNoScatter(text);
        Op row = builder.pointwise(List.of(axis("i", 3)), load(x, Affine.constant(1), at(0)), origin("row"));
        assertNoScatter(check(builder, row));
        Op repeated = builder.pointwise(
                List.of(axis("i", 6), axis("j", 7)), load(x, at(0).dividedBy(2), at(1).modulo(3)), origin("repeated"));
        assertNoScatter(check(builder, repeated));
    }

    /** {@code y[k] = x[div(k, 4), k % 4]}: a regrouping by places. */
    @Test
    void regrouping_by_quotient_and_remainder() {
        Op x = input(builder, "x", 3, 4);
        Op y = builder.pointwise(List.of(axis("k", 12)), load(x, at(0).dividedBy(4), at(0).modulo(4)), origin("y"));
        String text = check(builder, y);
        assertLine(text, "d_x: float[batch, 3, 4] = [b < batch, p1 < 3, p2 < 4] d_y[b, p1 * 4 + p2]");
    }

    @Test
    void flattening_by_a_mixed_radix_place() {
        Op x = input(builder, "x", 24);
        Op y = builder.pointwise(
                List.of(axis("i", 2), axis("j", 3), axis("k", 4)),
                load(x, at(0).times(12).plus(at(1).times(4)).plus(at(2))),
                origin("y"));
        String text = check(builder, y);
        assertNoScatter(text);
        assertFalse(text.contains("sum(k"), text);
    }

    @Test
    void parts_that_overlap_partly() {
        Op x = input(builder, "x", 10);
        assertNoScatter(check(
                builder,
                builder.pointwise(
                        List.of(axis("i", 3)),
                        Scalars.subtract(load(x, at(0).plus(1)), load(x, at(0).times(3))),
                        origin("y"))));
    }

    @Test
    void value_outside_receives_what_is_outside() {
        Op x = input(builder, "x", 3);
        Op other = parameter(builder, "other");
        check(builder, builder.pointwise(List.of(axis("i", 6)), guarded(x, load(other), at(0).plus(-2)), origin("y")));
    }

    @Test
    void reshape_and_concatenation() {
        Op x = input(builder, "x", 2, 3);
        Op w = parameter(builder, "w", 2);
        Op flat = builder.reshape(x, List.of(Extent.of(6)), origin("flat"));
        check(
                builder,
                builder.pointwise(
                        List.of(axis("i", 8)),
                        Scalars.add(guarded(flat, zero(), at(0)), guarded(w, zero(), at(0).plus(-6))),
                        origin("y")));
    }
}
