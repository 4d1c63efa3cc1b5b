package org.dlm.compiler.autodiff;

import static org.dlm.compiler.autodiff.Adjoints.assertLine;
import static org.dlm.compiler.autodiff.Adjoints.assertNoScatter;
import static org.dlm.compiler.autodiff.Adjoints.sum;
import static org.dlm.compiler.autodiff.Adjoints.weighted;
import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.guarded;
import static org.dlm.compiler.graph.Ops.input;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.parameter;
import static org.dlm.compiler.graph.Ops.product;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.GraphPrinter;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.junit.jupiter.api.Test;

/** Places that are data. */
class GatherAdjointTest {
    private final GraphBuilder builder = new GraphBuilder();

    /** {@code p = exp(x - max(x))}, {@code loss = log(sum(builder, p)) - (x[label] - max(x))}. */
    @Test
    void softmax_and_cross_entropy_by_gather() {
        Op x = input(builder, "x", 5);
        Op w = parameter(builder, "W", 5, 5);
        Op label = input(builder, ElementType.INT, "label");
        Op z = sum(
                builder, List.of(axis("o", 5)), List.of(axis("k", 5)), product(load(w, at(0), at(1)), load(x, at(1))));
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
                GraphPrinter.print(GradientCheck.ofBatch(3).withIntsBelow(4).check(builder, weighted(builder, y)));
        assertLine(text, "d_E: float[4, 3] = scatter(b < batch, t < 6, d < 3 : [id[b, t], d] += d_y[b, t, d])");
    }

    /** {@code y[o] = sum(builder, k : E[id, k] * W[k, o])}: the sum over o stands before the scatter-add. */
    @Test
    void gather_within_a_contraction() {
        Op id = input(builder, ElementType.INT, "id");
        Op table = parameter(builder, "E", 4, 3);
        Op w = parameter(builder, "W", 3, 5);
        Op y = sum(
                builder,
                List.of(axis("o", 5)),
                List.of(axis("k", 3)),
                product(load(table, new Subscript.Data(load(id)), at(1)), load(w, at(1), at(0))));
        String text =
                GraphPrinter.print(GradientCheck.ofBatch(3).withIntsBelow(4).check(builder, weighted(builder, y)));
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
        GradientCheck.ofBatch(3).withIntsBelow(6).check(builder, weighted(builder, y));
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
                GraphPrinter.print(GradientCheck.ofBatch(3).withIntsBelow(5).check(builder, weighted(builder, y)));
        assertTrue(text.contains("scatter("), text);
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
