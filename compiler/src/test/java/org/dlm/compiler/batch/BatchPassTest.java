package org.dlm.compiler.batch;

import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.batchAxis;
import static org.dlm.compiler.graph.Ops.input;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.parameter;
import static org.dlm.compiler.graph.Ops.product;
import static org.dlm.compiler.graph.Ops.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.GraphPrinter;
import org.dlm.compiler.graph.GraphVerifier;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind.Role;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Placements;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;
import org.junit.jupiter.api.Test;

class BatchPassTest {
    private final GraphBuilder builder = new GraphBuilder();

    private static String run(Graph graph) {
        GraphVerifier.verify(graph, "test");
        Graph batched = BatchPass.run(graph);
        GraphVerifier.verify(batched, "batch");
        assertEquals(Set.of(), Placements.perExample(batched));
        return GraphPrinter.print(batched);
    }

    @Test
    void per_example_ops_get_a_leading_axis_and_shared_ones_stay() {
        Op x = input(builder, "x", 4);
        Op w = parameter(builder, "W", 3, 4);
        Op y = builder.indexed(
                List.of(axis("o", 3)),
                Reduction.SUM,
                List.of(axis("k", 4)),
                product(load(w, at(0), at(1)), load(x, at(1))),
                origin("y"));
        Op norm = builder.indexed(
                List.of(),
                Reduction.SUM,
                List.of(axis("o", 3), axis("k", 4)),
                product(load(w, at(0), at(1)), load(w, at(0), at(1))),
                origin("norm"));
        Graph graph = Ops.graph(builder, value("y", y), new Graph.Result(Graph.ResultRole.LOSS, "norm", norm));
        assertEquals("""
                input x: float[batch, 4]
                parameter W: float[3, 4]
                y: float[batch, 3] = [b < batch, o < 3] sum(k < 4 : W[o, k] * x[b, k])
                norm: float = sum(o < 3, k < 4 : W[o, k] * W[o, k])
                value y = y
                loss norm = norm
                """, run(graph));
    }

    @Test
    void reduction_over_the_batch_is_shared_and_reads_by_its_own_axis() {
        Op x = input(builder, "x", 2);
        Op m = builder.indexed(List.of(axis("c", 2)), Reduction.SUM, List.of(batchAxis()), load(x, at(0)), origin("m"));
        Op y = builder.pointwise(List.of(axis("c", 2)), Scalars.subtract(load(x, at(0)), load(m, at(0))), origin("y"));
        assertEquals("""
                input x: float[batch, 2]
                m: float[2] = [c < 2] sum(b < batch : x[b, c])
                y: float[batch, 2] = [b < batch, c < 2] x[b, c] - m[c]
                value y = y
                """, run(Ops.graph(builder, value("y", y))));
    }

    @Test
    void per_example_loss_becomes_its_mean() {
        Op x = input(builder, "x");
        assertEquals("""
                input x: float[batch]
                x#2: float = sum(b < batch : x[b])
                x#3: float = x#2 / float(batch)
                loss loss = x#3
                """, run(Ops.graph(builder, Ops.loss(x))));
    }

    @Test
    void reshapes_draws_gathers_and_scatters() {
        Op id = input(builder, ElementType.INT, "id", 2);
        Op draw = builder.draw(3, true, List.of(Extent.of(6)), origin("u"));
        Op grid = builder.reshape(draw, List.of(Extent.of(2), Extent.of(3)), origin("grid"));
        Op row = builder.pointwise(
                List.of(axis("t", 2), axis("j", 3)),
                load(grid, new Subscript.Data(load(id, at(0))), at(1)),
                origin("row"));
        Op back = builder.scatterAdd(
                TensorType.of(ElementType.FLOAT, 2, 3),
                List.of(axis("t", 2), axis("j", 3)),
                List.of(new Subscript.Data(load(id, at(0))), at(1)),
                load(row, at(0), at(1)),
                origin("back"));
        Graph graph = Ops.graph(builder, value("row", row), value("back", back));
        assertEquals("""
                input id: int[batch, 2]
                u: float[batch, 6] = draw 3
                grid: float[batch, 2, 3] = reshape u
                row: float[batch, 2, 3] = [b < batch, t < 2, j < 3] grid[b, id[b, t], j]
                back: float[batch, 2, 3] = scatter(b < batch, t < 2, j < 3 : [b, id[b, t], j] += row[b, t, j])
                value row = row
                value back = back
                """, run(graph));
        Inputs inputs = Inputs.ofBatch(3).withSeed(5).with(Role.INPUT, "id", 1, 0, 1, 1, 0, 0);
        for (String name : List.of("row", "back")) {
            assertArrayEquals(
                    Interpreter.run(graph, inputs).result(name).elements(),
                    Interpreter.run(BatchPass.run(graph), inputs).result(name).elements(),
                    name);
        }
    }

    @Test
    void updates_keep_their_targets() {
        Op x = input(builder, "x");
        Op kept = builder.source(Role.BUFFER, "m", TensorType.of(ElementType.FLOAT), false, origin("m"));
        Op next = builder.indexed(List.of(), Reduction.MAX, List.of(batchAxis()), load(x), origin("next"));
        Graph graph = builder.graph(List.of(), List.of(new Graph.Update(kept, next)));
        assertEquals("""
                input x: float[batch]
                buffer m: float
                next: float = max(b < batch : x[b])
                m := next
                """, run(graph));
    }

    @Test
    void running_it_twice_changes_nothing() {
        Op x = input(builder, "x", 2);
        Op y = builder.pointwise(List.of(axis("c", 2)), product(load(x, at(0)), load(x, at(0))), origin("y"));
        Graph once = BatchPass.run(Ops.graph(builder, value("y", y)));
        assertEquals(GraphPrinter.print(once), GraphPrinter.print(BatchPass.run(once)));
    }
}
