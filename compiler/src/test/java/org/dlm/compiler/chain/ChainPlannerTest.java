package org.dlm.compiler.chain;

import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.batchAxis;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.parameter;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionPlan;
import org.junit.jupiter.api.Test;

class ChainPlannerTest {
    /** 64 KiB of each example. */
    private static final int LARGE = 16 * 1024;

    private final GraphBuilder builder = new GraphBuilder();
    private final List<FusionGroup> groups = new ArrayList<>();
    private final List<Graph.Result> results = new ArrayList<>();

    private Op input(int size) {
        return input("x", size);
    }

    private Op input(String name, int size) {
        TensorType type = new TensorType(ElementType.FLOAT, List.of(Extent.BATCH, Extent.of(size)));
        return builder.source(OpKind.Role.INPUT, name, type, true, origin(name));
    }

    private Op order() {
        TensorType type = new TensorType(ElementType.INT, List.of(Extent.BATCH));
        return builder.source(OpKind.Role.INPUT, "order", type, true, origin("order"));
    }

    private Op add(FusionGroup.Kind kind, Op op) {
        List<Axis> free = ((OpKind.Indexed) op.kind()).free();
        groups.add(new FusionGroup(kind, free, List.of(op), Set.of(op)));
        return op;
    }

    private Op pointwise(String name, List<Axis> axes, Scalar body) {
        return add(FusionGroup.Kind.POINTWISE, builder.pointwise(axes, body, origin(name)));
    }

    private Op sum(String name, List<Axis> free, Axis reduced, Scalar body) {
        return add(
                FusionGroup.Kind.REDUCTION, builder.indexed(free, Reduction.SUM, List.of(reduced), body, origin(name)));
    }

    /** {@code out[b, i] = -x[b, i]}. */
    private Op negated(Op x) {
        int size = (int) x.type().fixedElements();
        return pointwise(
                "negated" + groups.size(),
                List.of(batchAxis(), axis("i", size)),
                apply(Primitive.NEGATE, load(x, at(0), at(1))));
    }

    /** {@code out[b, j] = sum(i : x[b, i] * w[i, j])}. */
    private Op dense(Op x, int size) {
        int from = (int) x.type().fixedElements();
        Op w = parameter(builder, "w" + groups.size(), from, size);
        return sum(
                "dense" + groups.size(),
                List.of(batchAxis(), axis("j", size)),
                axis("i", from),
                Scalars.multiply(load(x, at(0), at(2)), load(w, at(2), at(1))));
    }

    /** {@code out[i] = sum(b : x[b, i])}. */
    private Op overExamples(Op x) {
        int size = (int) x.type().fixedElements();
        return sum("total" + groups.size(), List.of(axis("i", size)), batchAxis(), load(x, at(1), at(0)));
    }

    private ChainedPlan planned(ChainRule rule, Op... kept) {
        for (Op op : kept) {
            results.add(new Graph.Result(Graph.ResultRole.OUTPUT, "y" + results.size(), op));
        }
        FusionPlan plan = new FusionPlan(builder.graph(results, List.of()), groups);
        return ChainPlanner.plan(plan, group -> 0, Precision.F32, rule);
    }

    private static List<String> names(ChainedPlan plan) {
        return plan.plan().groups().stream()
                .map(group -> group.ops().getLast().origin().name())
                .toList();
    }

    @Test
    void kernels_that_hand_on_much_run_for_a_few_examples_at_a_time() {
        Op last = negated(negated(negated(input(LARGE))));

        ChainedPlan plan = planned(ChainRule.USUAL, last);

        assertEquals(List.of(new Chain(0, 2, 4)), plan.chains(), "512 KiB for 128 KiB of each example");
    }

    @Test
    void kernels_that_hand_on_little_run_for_the_whole_batch() {
        Op last = negated(negated(input(256)));

        assertEquals(List.of(), planned(ChainRule.USUAL, last).chains());
    }

    @Test
    void kernels_that_hand_nothing_on_run_for_the_whole_batch() {
        Op x = input(LARGE);
        Op one = negated(x);
        Op other = pointwise(
                "other",
                List.of(batchAxis(), axis("i", LARGE)),
                Scalars.multiply(load(input("y", LARGE), at(0), at(1)), Scalars.literal(2.0)));

        assertEquals(List.of(), planned(ChainRule.USUAL, one, other).chains());
    }

    @Test
    void a_sum_over_the_examples_ends_a_chain_as_soon_as_it_can() {
        Op a = negated(negated(input(LARGE)));
        Op b = negated(negated(a));
        Op total = overExamples(a);

        ChainedPlan plan = planned(ChainRule.USUAL, b, total);

        assertEquals(List.of("negated0", "negated1", "total4", "negated2", "negated3"), names(plan));
        assertEquals(List.of(new Chain(0, 1, 4), new Chain(3, 4, 4)), plan.chains());
    }

    @Test
    void what_depends_on_no_example_comes_before_the_chain() {
        Op a = negated(input(LARGE));
        Op v = pointwise(
                "v", List.of(axis("i", LARGE)), apply(Primitive.EXP, load(parameter(builder, "u", LARGE), at(0))));
        Op scaled = pointwise(
                "scaled",
                List.of(batchAxis(), axis("i", LARGE)),
                Scalars.multiply(load(a, at(0), at(1)), load(v, at(1))));

        ChainedPlan plan = planned(ChainRule.USUAL, scaled);

        assertEquals(List.of("v", "negated0", "scaled"), names(plan));
        assertEquals(List.of(new Chain(1, 2, 4)), plan.chains());
    }

    @Test
    void a_kernel_that_reads_other_examples_is_in_no_chain() {
        Op a = negated(negated(input(LARGE)));
        Scalar place = load(order(), at(0));
        Op shuffled = pointwise(
                "shuffled",
                List.of(batchAxis(), axis("i", LARGE)),
                new Scalar.Load(a, List.of(new Subscript.Data(place), at(1)), Optional.empty()));
        Op last = negated(negated(shuffled));

        ChainedPlan plan = planned(ChainRule.always(2), last);

        assertEquals(List.of(new Chain(0, 1, 2), new Chain(3, 4, 2)), plan.chains());
    }

    @Test
    void weights_that_would_be_read_again_for_each_chunk_stay_out() {
        Op a = negated(negated(input(LARGE)));
        Op last = negated(negated(dense(a, LARGE)));

        ChainedPlan plan = planned(ChainRule.USUAL, last);

        assertEquals(List.of(new Chain(0, 1, 4), new Chain(3, 4, 4)), plan.chains(), "1 GiB of weights");
    }

    @Test
    void small_weights_join_and_get_the_rows_that_they_are_computed_in() {
        Op a = negated(negated(input(LARGE)));
        Op last = dense(a, 3);

        ChainedPlan plan = planned(ChainRule.USUAL, last);

        assertEquals(List.of(new Chain(0, 2, 8)), plan.chains());
    }

    @Test
    void phases_are_apart() {
        Op a = negated(input(LARGE));
        Op b = negated(a);
        results.add(new Graph.Result(Graph.ResultRole.OUTPUT, "y", b));
        FusionPlan plan = new FusionPlan(builder.graph(results, List.of()), groups);

        ChainedPlan chained = ChainPlanner.plan(plan, groups::indexOf, Precision.F32, ChainRule.always(1));

        assertEquals(List.of(), chained.chains());
    }

    @Test
    void the_verifier_refuses_a_chain_over_a_sum_of_examples() {
        Op a = negated(input(5));
        Op total = overExamples(a);
        results.add(new Graph.Result(Graph.ResultRole.OUTPUT, "y", total));
        FusionPlan plan = new FusionPlan(builder.graph(results, List.of()), groups);
        ChainedPlan wrong = new ChainedPlan(plan, List.of(new Chain(0, 1, 1)));

        IllegalStateException fault =
                assertThrows(IllegalStateException.class, () -> ChainVerifier.verify(plan, wrong, group -> 0));

        assertTrue(fault.getMessage().contains("other examples are needed"), fault.getMessage());
    }

    @Test
    void the_verifier_refuses_a_group_before_what_it_reads() {
        Op b = negated(negated(input(5)));
        results.add(new Graph.Result(Graph.ResultRole.OUTPUT, "y", b));
        FusionPlan plan = new FusionPlan(builder.graph(results, List.of()), groups);
        ChainedPlan wrong =
                ChainedPlan.without(new FusionPlan(plan.graph(), plan.groups().reversed()));

        IllegalStateException fault =
                assertThrows(IllegalStateException.class, () -> ChainVerifier.verify(plan, wrong, group -> 0));

        assertTrue(fault.getMessage().contains("stands before"), fault.getMessage());
    }
}
