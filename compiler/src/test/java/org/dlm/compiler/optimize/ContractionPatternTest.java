package org.dlm.compiler.optimize;

import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.batchAxis;
import static org.dlm.compiler.graph.Ops.guarded;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.parameter;
import static org.dlm.compiler.graph.Ops.product;
import static org.dlm.compiler.graph.Ops.zero;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Stride;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.graph.TensorType;
import org.junit.jupiter.api.Test;

/** Strides and roles of contractions, and the places of accesses in memory. */
class ContractionPatternTest {
    private final GraphBuilder builder = new GraphBuilder();
    private final Op w = parameter(builder, "w", 8, 3, 3);
    private final Op x = batched("x", 3, 28);

    private Op batched(String name, int... shape) {
        List<Extent> extents = new java.util.ArrayList<>(List.of(Extent.BATCH));
        java.util.Arrays.stream(shape).mapToObj(Extent::of).forEach(extents::add);
        TensorType type = new TensorType(ElementType.FLOAT, extents);
        return builder.source(OpKind.Role.INPUT, name, type, true, origin(name));
    }

    private Op sum(List<Axis> free, List<Axis> reduced, Scalar body) {
        return builder.indexed(free, Reduction.SUM, reduced, body, origin("y"));
    }

    private static String strides(List<Stride> strides) {
        return strides.toString();
    }

    /** {@code y[b, o, i] = sum(c, u : w[o, c, u] * x[b, c, 2 * i + u + 1])}. */
    @Test
    void a_convolution() {
        Affine place = at(2).times(2).plus(at(4)).plus(1);
        Op y = sum(
                List.of(batchAxis(), axis("o", 8), axis("i", 12)),
                List.of(axis("c", 3), axis("u", 3)),
                product(load(w, at(1), at(3), at(4)), load(x, at(0), at(3), place)));
        ContractionPattern pattern = ContractionPattern.of(y).orElseThrow();
        assertEquals("[0, 9, 0, 3, 1]", strides(pattern.left().strides()));
        assertEquals("[84, 0, 2, 28, 1]", strides(pattern.right().strides()));
        assertEquals(Stride.of(1), pattern.right().constant());
        assertEquals("[96, 12, 1, 0, 0]", strides(pattern.output()));
        assertEquals("[RIGHT, LEFT, RIGHT, SHARED, SHARED]", pattern.roles().toString());
    }

    @Test
    void a_product_for_each_example_has_a_batch_axis() {
        Op y = sum(
                List.of(batchAxis(), axis("i", 3), axis("j", 3)),
                List.of(axis("k", 28)),
                product(load(x, at(0), at(1), at(3)), load(x, at(0), at(2), at(3))));
        assertEquals(
                "[BATCH, LEFT, RIGHT, SHARED]",
                ContractionPattern.of(y).orElseThrow().roles().toString());
    }

    @Test
    void an_operand_behind_a_reshape_is_read_at_its_source() {
        Op flat = builder.reshape(x, List.of(Extent.BATCH, Extent.of(84)), origin("flat"));
        Op v = parameter(builder, "v", 84, 5);
        Op y = sum(
                List.of(batchAxis(), axis("n", 5)),
                List.of(axis("k", 84)),
                product(load(flat, at(0), at(2)), load(v, at(2), at(1))));
        ContractionPattern pattern = ContractionPattern.of(y).orElseThrow();
        assertEquals(x, pattern.left().root());
        assertEquals("[84, 0, 1]", strides(pattern.left().strides()));
    }

    @Test
    void quotient_and_remainder_of_one_axis_join_to_a_line() {
        Scalar.Load split = (Scalar.Load) load(x, at(0), at(1).dividedBy(28), at(1).modulo(28));
        LinearAccess access =
                LinearAccess.of(split, List.of(batchAxis(), axis("k", 84))).orElseThrow();
        assertEquals("[84, 1]", strides(access.strides()));
    }

    @Test
    void a_second_batch_axis_has_a_stride_that_the_batch_decides() {
        TensorType square = new TensorType(ElementType.FLOAT, List.of(Extent.BATCH, Extent.BATCH));
        Op s = builder.source(OpKind.Role.INPUT, "s", square, true, origin("s"));
        LinearAccess access = LinearAccess.of((Scalar.Load) load(s, at(0), at(1)), List.of(batchAxis(), batchAxis()))
                .orElseThrow();
        assertEquals("[1 * batch, 1]", strides(access.strides()));
    }

    @Test
    void guards_and_data_are_no_contraction() {
        List<Axis> free = List.of(batchAxis(), axis("o", 8), axis("i", 28));
        List<Axis> reduced = List.of(axis("c", 3), axis("u", 3));
        Scalar weight = load(w, at(1), at(3), at(4));
        Affine beyond = at(2).plus(at(4));
        Scalar padded = guarded(x, zero(), at(0), at(3), beyond);
        Subscript data = new Subscript.Data(Scalars.literal(1));
        Scalar gathered = load(x, at(0), at(3), data);
        for (Scalar other : List.of(padded, gathered)) {
            assertTrue(
                    ContractionPattern.of(sum(free, reduced, product(weight, other)))
                            .isEmpty(),
                    other.toString());
        }
        assertTrue(ContractionPattern.of(sum(free, reduced, weight)).isEmpty());
    }

    @Test
    void an_axis_under_a_quotient_moves_by_no_constant_step() {
        List<Axis> free = List.of(batchAxis(), axis("o", 8), axis("i", 28));
        List<Axis> reduced = List.of(axis("c", 3), axis("u", 3));
        Scalar quotient = load(x, at(0), at(3), at(2).dividedBy(2));
        Op sum = sum(free, reduced, product(load(w, at(1), at(3), at(4)), quotient));
        ContractionPattern pattern = ContractionPattern.of(sum).orElseThrow();
        assertEquals(
                "[RIGHT, LEFT, RIGHT, SHARED, LEFT_SUMMED]", pattern.roles().toString());
        assertFalse(pattern.isRegular());
        assertTrue(LinearAccess.of((Scalar.Load) quotient, pattern.axes()).isEmpty());
    }
}
