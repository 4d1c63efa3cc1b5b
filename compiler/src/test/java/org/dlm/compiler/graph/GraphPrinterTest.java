package org.dlm.compiler.graph;

import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.guarded;
import static org.dlm.compiler.graph.Ops.input;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.parameter;
import static org.dlm.compiler.graph.Ops.product;
import static org.dlm.compiler.graph.Ops.zero;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GraphPrinterTest {
    private final GraphBuilder builder = new GraphBuilder();

    @Test
    void a_small_model() {
        Op x = input(builder, "x", 5);
        Op w = parameter(builder, "conv.0/W", 3);
        Op y = builder.indexed(
                List.of(axis("i", 5)),
                Reduction.SUM,
                List.of(axis("u", 3)),
                product(load(w, at(1)), guarded(x, zero(), at(0).plus(at(1)).plus(-1))),
                origin("y"));
        Op loss = builder.indexed(
                List.of(), Reduction.SUM, List.of(axis("i", 5)), product(load(y, at(0)), load(y, at(0))), origin("y"));
        Op next = builder.pointwise(
                List.of(axis("u", 3)), Scalars.multiply(load(w, at(0)), Scalars.literal(0.5)), origin("next"));
        Graph graph = builder.graph(List.of(Ops.loss(loss)), List.of(new Graph.Update(w, next)));
        assertEquals("""
                input x: float[5] each
                parameter conv.0/W: float[3]
                y: float[5] each = [i < 5] sum(u < 3 : conv.0/W[u] * x[i + u - 1 | 0.0])
                y#2: float each = sum(i < 5 : y[i] * y[i])
                next: float[3] = [u < 3] conv.0/W[u] * 0.5
                loss loss = y#2
                conv.0/W := next
                """, GraphPrinter.print(graph));
    }

    private String body(Scalar body, Axis... axes) {
        Op y = builder.pointwise(List.of(axes), body, origin("y"));
        String text = GraphPrinter.print(Ops.graph(builder, Ops.value("y", y)));
        String line = text.lines().filter(l -> l.startsWith("y: ")).findFirst().orElseThrow();
        return line.substring(line.indexOf(" = ") + 3);
    }

    @Test
    void parentheses_stand_where_precedence_needs_them() {
        Op a = parameter(builder, "a");
        Op b = parameter(builder, "b");
        assertEquals("(a + b) * a", body(Scalars.multiply(Scalars.add(load(a), load(b)), load(a))));
        assertEquals("a + b * a", body(Scalars.add(load(a), Scalars.multiply(load(b), load(a)))));
        assertEquals("a - (b - a)", body(Scalars.subtract(load(a), Scalars.subtract(load(b), load(a)))));
        assertEquals("(a ^ b) ^ a", body(apply(Primitive.POWER, apply(Primitive.POWER, load(a), load(b)), load(a))));
        assertEquals(
                "where(a > 0.0 and b > 0.0, -a, exp(b))",
                body(Scalars.where(
                        apply(
                                Primitive.AND,
                                apply(Primitive.GT, load(a), zero()),
                                apply(Primitive.GT, load(b), zero())),
                        apply(Primitive.NEGATE, load(a)),
                        apply(Primitive.EXP, load(b)))));
    }

    @Test
    void axes_of_one_name_are_told_apart() {
        assertEquals(
                "[i < 2, i2 < 3] i - i2 + 1",
                body(new Scalar.IndexValue(at(0).minus(at(1)).plus(1)), axis("i", 2), axis("i", 3)));
    }

    @Test
    void places_are_written_as_in_the_language() {
        Op a = parameter(builder, "a", 9, 9);
        assertEquals(
                "[i < 4] a[i * 2 + div(i, 2), (i + 1) % 3]",
                body(
                        load(
                                a,
                                at(0).times(2).plus(at(0).dividedBy(2)),
                                at(0).plus(1).modulo(3)),
                        axis("i", 4)));
    }
}
