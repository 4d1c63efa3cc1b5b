package org.dlm.compiler.autodiff;

import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.origin;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.GraphPrinter;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/** Checks of adjoints by their numbers and by their text. */
final class Adjoints {
    private Adjoints() {}

    /** {@code sum(builder, all : sin(y + index))}: every element weighs differently and none is lost in symmetry. */
    static Op weighted(GraphBuilder builder, Op y) {
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

    static Op sum(GraphBuilder builder, List<Axis> free, List<Axis> reduced, Scalar body) {
        return builder.indexed(free, Reduction.SUM, reduced, body, origin("y"));
    }

    /** The text of the graph with adjoints, which agree with differences. */
    static String check(GraphBuilder builder, Op y) {
        return GraphPrinter.print(GradientCheck.ofBatch(3).check(builder, weighted(builder, y)));
    }

    static void assertLine(String text, String line) {
        assertTrue(text.lines().anyMatch(l -> l.equals(line)), () -> "expected: " + line + "\nin:\n" + text);
    }

    static void assertNoScatter(String text) {
        assertFalse(text.contains("scatter("), text);
    }
}
