package org.dlm.compiler.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dlm.compiler.batch.BatchPass;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.TensorType;
import org.junit.jupiter.api.Test;

/**
 * What is computed together in whole training steps. A group is printed as its kind, its outer axes and its ops ({@code sum},
 * {@code contraction}, {@code max} or {@code map}), a star at what goes to memory. That plans give the same numbers is shown in
 * {@link RandomGraphsTest}.
 */
class FusionTest {
    private static String print(FusionPlan plan) {
        return plan.groups().stream().map(FusionTest::print).collect(Collectors.joining("\n"));
    }

    private static String print(FusionGroup group) {
        String outer =
                group.outer().stream().map(axis -> axis.extent().toString()).collect(Collectors.joining(" "));
        return group.ops().stream()
                .map(op -> word(op) + (group.stored().contains(op) ? "*" : ""))
                .collect(Collectors.joining(" ", group.kind() + " [" + outer + "] ", ""));
    }

    private static String word(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed when op.pointwise() -> "map";
            case OpKind.Indexed indexed when ContractionPattern.of(op).isPresent() -> "contraction";
            case OpKind.Indexed indexed -> indexed.reduction().name().toLowerCase(java.util.Locale.ROOT);
            case OpKind.ScatterAdd scatter -> "scatter";
            case OpKind.Draw draw -> "draw";
            case OpKind.Source source -> "source";
            case OpKind.Reshape reshape -> "reshape";
        };
    }

    @Test
    void a_step_of_a_plain_network() {
        Graph step = TrainingStep.of("""
                model Mlp {
                  input  x: float[20]
                  target label: class[10]
                  logits = x -> dense(16) -> relu -> dense(10)
                  loss total = crossEntropy(logits, label)
                }
                train Mlp {
                  data { x = npy("x.npy")  label = npy("label.npy") }
                  epochs = 1  batch = 8
                  minimize total using adam(1e-3)
                }
                """);
        assertEquals("""
                REDUCTION [batch 16] contraction map*
                REDUCTION [batch 10] contraction map*
                NUMBER [] map*
                NUMBER [] map*
                ROWS [batch] max sum map map* map map*
                REDUCTION [] sum map*
                POINTWISE [10 16] map*
                REDUCTION [batch 16] contraction map*
                REDUCTION [16 10] contraction*
                REDUCTION [20 16] contraction*
                NUMBER [] map*
                NUMBER [] map*
                REDUCTION [10] sum map* map* map*
                REDUCTION [16] sum map* map* map*
                POINTWISE [20 16] map* map* map*
                POINTWISE [16 10] map* map* map*""", print(Optimizer.optimize(step)));
    }

    @Test
    void a_step_of_a_small_convolutional_network() {
        Graph step = TrainingStep.of("""
                model Net {
                  input  image: float[1, 12, 12]
                  target label: class[10]
                  logits = image -> conv(4, kernel = 3, padding = same) -> relu -> maxPool(2) -> flatten -> dense(10)
                  loss total = crossEntropy(logits, label)
                }
                train Net {
                  data { image = npy("x.npy")  label = npy("label.npy") }
                  epochs = 1  batch = 8
                  minimize total using sgd(1e-3)
                }
                """);
        assertEquals("""
                POINTWISE [batch 1 14 14] map*
                REDUCTION [batch 4 12 12] contraction map*
                REDUCTION [batch 4 6 6] max*
                REDUCTION [batch 10] contraction map*
                NUMBER [] map*
                NUMBER [] map*
                ROWS [batch] max sum map map* map map*
                REDUCTION [] sum map*
                REDUCTION [10] sum map*
                POINTWISE [10 144] map*
                REDUCTION [batch 144] contraction*
                REDUCTION [144 10] contraction*
                REDUCTION [batch 4 6 6] argmax*
                POINTWISE [batch 4 6 2 6 2] map*
                REDUCTION [4] sum map*
                REDUCTION [4 1 3 3] contraction*
                POINTWISE [4 1 3 3] map*
                POINTWISE [144 10] map*""", print(Optimizer.optimize(step)));
    }

    /** {@code a := a + b} must come after everything that reads the old a. */
    @Test
    void an_update_comes_after_all_readers_of_the_old_value() {
        GraphBuilder builder = new GraphBuilder();
        Op a = Ops.parameter(builder, "a", 6);
        Op b = Ops.parameter(builder, "b", 6);
        List<Axis> axes = List.of(Ops.axis("i", 6));
        Op next = builder.pointwise(axes, Scalars.add(Scalars.loadAt(a, 0), Scalars.loadAt(b, 0)), Ops.origin("next"));
        Op reader = builder.indexed(List.of(), Reduction.SUM, axes, Scalars.loadAt(a, 0), Ops.origin("reader"));
        Graph graph = builder.graph(List.of(Ops.value("r", reader)), List.of(new Graph.Update(a, next)));
        assertEquals("REDUCTION [] sum*\nPOINTWISE [6] map*", print(Optimizer.optimize(graph)));
    }

    /** A reader that itself needs the next value cannot come before it; the plan is still one. */
    @Test
    void a_reader_of_the_old_and_the_next_value_does_not_make_a_circle() {
        GraphBuilder builder = new GraphBuilder();
        Op a = Ops.parameter(builder, "a", 6);
        List<Axis> axes = List.of(Ops.axis("i", 6));
        Op total = builder.indexed(List.of(), Reduction.SUM, axes, Scalars.loadAt(a, 0), Ops.origin("total"));
        Op next = builder.pointwise(
                axes, Scalars.multiply(Scalars.loadAt(a, 0), Scalars.loadAt(total)), Ops.origin("next"));
        Op both = builder.indexed(
                List.of(),
                Reduction.MAX,
                axes,
                Scalars.subtract(Scalars.loadAt(next, 0), Scalars.loadAt(a, 0)),
                Ops.origin("both"));
        Graph graph = builder.graph(List.of(Ops.value("r", both)), List.of(new Graph.Update(a, next)));
        assertEquals("REDUCTION [] sum*\nPOINTWISE [6] map*\nREDUCTION [] max*", print(Optimizer.optimize(graph)));
    }

    /** The prefix sums begin rows of their own, along [b, i], and then go along those of the total, which has [b] only. */
    @Test
    void a_reduction_that_stayed_alone_goes_along_the_rows_of_a_later_one() {
        GraphBuilder builder = new GraphBuilder();
        Op x = builder.source(OpKind.Role.INPUT, "x", TensorType.of(ElementType.FLOAT, 50), true, Ops.origin("x"));
        Scalar before = Ops.apply(Primitive.LE, new Scalar.IndexValue(Ops.at(1)), new Scalar.IndexValue(Ops.at(0)));
        Op prefix = builder.indexed(
                List.of(Ops.axis("i", 50)),
                Reduction.SUM,
                List.of(Ops.axis("j", 50)),
                Scalars.where(before, Scalars.loadAt(x, 1), Ops.zero()),
                Ops.origin("prefix"));
        Op total = builder.indexed(
                List.of(), Reduction.SUM, List.of(Ops.axis("k", 50)), Scalars.loadAt(prefix, 0), Ops.origin("total"));
        Graph graph = BatchPass.run(builder.graph(List.of(Ops.value("r", total)), List.of()));
        assertEquals("ROWS [batch] sum* sum*", print(Optimizer.optimize(graph)));
    }

    @Test
    void plans_are_the_same_each_time() {
        for (long seed = 1; seed <= 10; seed++) {
            String first = FusionPlanPrinter.print(Optimizer.optimize(new RandomGraph(seed).graph(12)));
            String second = FusionPlanPrinter.print(Optimizer.optimize(new RandomGraph(seed).graph(12)));
            assertEquals(first, second, "seed " + seed);
        }
    }

    /** What the memory plan relies on: every value is made before it is read, and no later group reads a register. */
    @Test
    void every_value_is_stored_before_another_group_reads_it() {
        for (long seed = 100; seed < 120; seed++) {
            FusionPlan plan = Optimizer.optimize(new RandomGraph(seed).graph(14));
            Map<Op, Integer> group = new HashMap<>();
            for (int g = 0; g < plan.groups().size(); g++) {
                for (Op op : plan.groups().get(g).ops()) {
                    for (Op operand : op.operands()) {
                        Op root = operand.root();
                        boolean source = root.kind() instanceof OpKind.Source;
                        assertTrue(source
                                || group.containsKey(root)
                                || plan.groups().get(g).ops().contains(root));
                        boolean earlier = !source && group.containsKey(root) && group.get(root) < g;
                        assertTrue(
                                !earlier
                                        || plan.groups()
                                                .get(group.get(root))
                                                .stored()
                                                .contains(root),
                                "seed " + seed);
                    }
                    group.put(op, g);
                }
            }
        }
    }
}
