package org.dlm.compiler.memory;

import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.batchAxis;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.dlm.compiler.chain.Chain;
import org.dlm.compiler.chain.ChainPlanner;
import org.dlm.compiler.chain.ChainRule;
import org.dlm.compiler.chain.ChainedPlan;
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
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionPlan;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MemoryPlannerTest {
    private final GraphBuilder builder = new GraphBuilder();
    private final List<FusionGroup> groups = new ArrayList<>();
    private final List<Graph.Update> updates = new ArrayList<>();
    private final List<ArrayLayout.Tensor> kept = new ArrayList<>();
    private int provisional;

    private Op parameter(String name, int size) {
        Op op = builder.source(
                OpKind.Role.PARAMETER, name, TensorType.of(ElementType.FLOAT, size), false, origin(name));
        kept.add(new ArrayLayout.Tensor(name, op.type(), true));
        return op;
    }

    private Op input(int size) {
        TensorType type = new TensorType(ElementType.FLOAT, List.of(Extent.BATCH, Extent.of(size)));
        return builder.source(OpKind.Role.INPUT, "x", type, true, origin("x"));
    }

    /** An own kernel that computes {@code body} over the axes. */
    private Op kernel(String name, List<Axis> axes, Scalar body) {
        Op op = builder.pointwise(axes, body, origin(name));
        groups.add(new FusionGroup(FusionGroup.Kind.POINTWISE, axes, List.of(op), Set.of(op)));
        return op;
    }

    /** {@code out[b, i] = -x[b, i]}: a different constant makes a different op. */
    private Op step(Op x, int size, double constant) {
        return kernel(
                "step",
                List.of(batchAxis(), axis("i", size)),
                Scalars.add(load(x, at(0), at(1)), Scalars.literal(constant)));
    }

    private MemoryPlan plan(Op... results) {
        List<Graph.Result> named = new ArrayList<>();
        for (Op result : results) {
            named.add(new Graph.Result(Graph.ResultRole.OUTPUT, "y" + named.size(), result));
        }
        FusionPlan plan = new FusionPlan(builder.graph(named, updates), groups);
        for (int chunk = 1; chunk <= 3; chunk++) {
            planned(ChainPlanner.plan(plan, group -> 0, Precision.F32, ChainRule.always(chunk)));
        }
        return planned(ChainedPlan.without(plan));
    }

    /** The same groups run a few examples at a time wherever that may be. */
    private MemoryPlan chained(int chunk, Op result) {
        Graph graph = builder.graph(List.of(new Graph.Result(Graph.ResultRole.OUTPUT, "y", result)), updates);
        return planned(
                ChainPlanner.plan(new FusionPlan(graph, groups), group -> 0, Precision.F32, ChainRule.always(chunk)));
    }

    private MemoryPlan planned(ChainedPlan plan) {
        ArrayLayout weights = ArrayLayout.of(Precision.F32, kept);
        KeptLayouts layouts = KeptLayouts.of(Precision.F32, weights);
        MemoryPlan memory =
                MemoryPlanner.plan(new MemoryRequest(plan, Precision.F32, layouts, Optional.empty(), provisional));
        MemoryVerifier.verify(memory, 1, 1);
        MemoryVerifier.verify(memory, 7, 1);
        MemoryVerifier.verify(memory, 7, 2);
        MemoryVerifier.verify(memory, 5, 3);
        return memory;
    }

    @Test
    void a_chain_of_elementwise_values_is_computed_in_place() {
        Op a = step(input(5), 5, 1);
        Op b = step(a, 5, 2);
        Op c = step(b, 5, 3);

        MemoryPlan plan = plan(c);

        assertEquals(plan.storageOf(a), plan.storageOf(c));
        assertEquals(new MemoryPlan.ArenaLength(12 + 64, 16), plan.floats());
    }

    @Test
    void a_value_that_is_read_elsewhere_later_is_not_overwritten() {
        Op a = step(input(5), 5, 1);
        Op b = step(a, 5, 2);
        Op c = kernel(
                "sum", List.of(batchAxis(), axis("i", 5)), Scalars.add(load(a, at(0), at(1)), load(b, at(0), at(1))));

        MemoryPlan plan = plan(c);

        assertNotEquals(plan.storageOf(a), plan.storageOf(b));
    }

    @Test
    void a_value_read_at_another_element_is_not_overwritten() {
        Op a = step(input(5), 5, 1);
        Op flipped = kernel(
                "flipped",
                List.of(batchAxis(), axis("i", 5)),
                load(a, at(0), at(1).times(-1).plus(4)));

        MemoryPlan plan = plan(flipped);

        assertNotEquals(plan.storageOf(a), plan.storageOf(flipped));
    }

    @Test
    void space_is_used_again_after_the_last_use() {
        Op a = step(input(40), 40, 1);
        Op sum = builder.indexed(
                List.of(batchAxis()), Reduction.SUM, List.of(axis("i", 40)), load(a, at(0), at(1)), origin("sum"));
        groups.add(new FusionGroup(FusionGroup.Kind.REDUCTION, List.of(batchAxis()), List.of(sum), Set.of(sum)));
        Op wide = kernel("wide", List.of(batchAxis(), axis("i", 40)), load(sum, at(0)));

        MemoryPlan plan = plan(wide);

        assertEquals(plan.storageOf(a), plan.storageOf(wide));
        assertEquals(48 + 16, plan.floats().perExample());
    }

    @Test
    void a_parameter_gets_its_next_value_in_place() {
        Op w = parameter("w", 5);
        Op next = kernel("next", List.of(axis("i", 5)), apply(Primitive.NEGATE, load(w, at(0))));
        updates.add(new Graph.Update(w, next));

        MemoryPlan plan = plan();

        assertEquals(new Storage.InKept(Storage.Kept.WEIGHTS, 12), plan.storageOf(next));
        assertEquals(List.of(), plan.transfers());
    }

    @Test
    void what_runs_before_the_run_counts_changes_no_weights() {
        Op w = parameter("w", 5);
        Op next = kernel("next", List.of(axis("i", 5)), apply(Primitive.NEGATE, load(w, at(0))));
        updates.add(new Graph.Update(w, next));
        provisional = 1;

        MemoryPlan plan = plan();

        assertEquals(new Storage.InArena(Storage.Pool.FLOATS, 12, 0), plan.storageOf(next));
        assertEquals(
                List.of(new Storage.InKept(Storage.Kept.WEIGHTS, 12)),
                plan.transfers().stream().map(Transfer::to).toList());
    }

    @Test
    void a_parameter_that_is_read_after_its_next_value_is_made_gets_a_copy_at_the_end() {
        Op w = parameter("w", 5);
        Op next = kernel("next", List.of(axis("i", 5)), apply(Primitive.NEGATE, load(w, at(0))));
        Op late = kernel("late", List.of(axis("i", 5)), apply(Primitive.EXP, load(w, at(0))));
        updates.add(new Graph.Update(w, next));

        MemoryPlan plan = plan(late);

        assertEquals(1, plan.transfers().size());
        assertEquals(
                new Storage.InKept(Storage.Kept.WEIGHTS, 12),
                plan.transfers().getFirst().to());
    }

    @Test
    void exchanged_parameters_are_staged() {
        Op v = parameter("v", 5);
        Op w = parameter("w", 5);
        updates.add(new Graph.Update(v, w));
        updates.add(new Graph.Update(w, v));

        MemoryPlan plan = plan();

        assertEquals(4, plan.transfers().size());
    }

    @Test
    void a_reshape_has_the_storage_of_its_source() {
        Op a = step(input(6), 6, 1);
        Op grid = builder.reshape(a, List.of(Extent.BATCH, Extent.of(2), Extent.of(3)), origin("grid"));
        Op sum = kernel(
                "sum",
                List.of(batchAxis(), axis("i", 2), axis("j", 3)),
                Scalars.add(load(grid, at(0), at(1), at(2)), Scalars.literal(1.0)));

        MemoryPlan plan = plan(sum);

        assertEquals(plan.storageOf(a), plan.storageOf(grid));
        assertEquals(plan.storageOf(a), plan.storageOf(sum), "also a reshaped operand is replaced in place");
    }

    @Test
    void the_table_names_storage_and_formula() {
        Op a = step(input(5), 5, 1);

        String table = MemoryPrinter.print(plan(a));

        assertTrue(table.contains("floats 12 "), table);
        assertTrue(table.contains("5 an example"), table);
        assertTrue(table.contains("floats: 76 + 16 * maxBatch elements"), table);
        assertTrue(table.contains("bytes: 304 + 64 * maxBatch"), table);
    }

    /** {@code out[b, i] = x[b, size - 1 - i]}, which nobody can compute in place. */
    private Op flipped(Op x, int size) {
        return kernel(
                "flipped",
                List.of(batchAxis(), axis("i", size)),
                load(x, at(0), at(1).times(-1).plus(size - 1)));
    }

    @Test
    void what_only_a_chain_reads_has_room_for_a_few_examples_of_each_thread() {
        Op a = step(input(40), 40, 1);
        Op b = flipped(a, 40);
        Op c = flipped(b, 40);
        Op d = flipped(c, 40);

        MemoryPlan plan = chained(2, d);

        assertEquals(List.of(new Chain(0, 3, 2)), plan.chained().chains());
        assertEquals(new Storage.InScratch(Storage.Pool.FLOATS, 12, 48, 96, 0, 40, 2), plan.storageOf(a));
        assertEquals(new Storage.InScratch(Storage.Pool.FLOATS, 12, 48, 96, 48, 40, 2), plan.storageOf(b));
        assertEquals(plan.storageOf(a), plan.storageOf(c), "the space of a value is free after its last use");
        assertEquals(new Storage.InArena(Storage.Pool.FLOATS, 12, 0), plan.storageOf(d));
        assertEquals(76 + 48 * 7 + 2 * 96 * 2, plan.floats().elements(7, 2));
        assertEquals(76 + 48 * 7 + 96 * 7, plan.floats().elements(7, 100), "but no more than for the batch");
    }

    @Test
    void what_a_chain_reads_keeps_its_space_until_it_ends() {
        Op a = flipped(input(40), 40);
        Op sum = kernel("sum", List.of(axis("i", 40)), load(parameter("w", 40), at(0)));
        Op total = builder.indexed(
                List.of(axis("i", 40)), Reduction.SUM, List.of(batchAxis()), load(a, at(1), at(0)), origin("total"));
        groups.add(new FusionGroup(FusionGroup.Kind.REDUCTION, List.of(axis("i", 40)), List.of(total), Set.of(total)));
        Op b = kernel(
                "b",
                List.of(batchAxis(), axis("i", 8)),
                Scalars.add(load(a, at(0), at(1)), Scalars.add(load(total, at(1)), load(sum, at(1)))));
        Op c = flipped(b, 8);
        Op d = flipped(c, 8);
        Op late = kernel(
                "late", List.of(batchAxis(), axis("i", 8)), Scalars.add(load(c, at(0), at(1)), load(d, at(0), at(1))));

        MemoryPlan plan = chained(2, late);

        assertNotEquals(
                ((Storage.InArena) plan.storageOf(a)).perExample(),
                ((Storage.InArena) plan.storageOf(late)).perExample());
    }

    /** The same with values in other places. */
    private static MemoryPlan with(MemoryPlan plan, Map<Op, Storage> storage) {
        return new MemoryPlan(
                plan.chained(),
                plan.precision(),
                storage,
                plan.lifetimes(),
                plan.transfers(),
                plan.floats(),
                plan.ints());
    }

    @Test
    void the_verifier_finds_threads_that_share_scratch() {
        MemoryPlan plan = chained(2, flipped(flipped(step(input(40), 40, 1), 40), 40));
        Map<Op, Storage> wrong = new LinkedHashMap<>(plan.storage());
        wrong.replaceAll((op, storage) -> storage instanceof Storage.InScratch s
                ? new Storage.InScratch(s.pool(), s.fixed(), s.perExample(), 0, s.offset(), s.stride(), s.chunk())
                : storage);
        MemoryPlan broken = with(plan, wrong);

        MemoryVerifier.verify(broken, 7, 1);
        assertThrows(IllegalStateException.class, () -> MemoryVerifier.verify(broken, 7, 2));
    }

    @Test
    void the_verifier_finds_a_value_that_is_overwritten() {
        Op a = step(input(5), 5, 1);
        Op b = step(a, 5, 2);
        MemoryPlan plan = plan(a, b);
        Map<Op, Storage> wrong = new LinkedHashMap<>(plan.storage());
        wrong.put(b, wrong.get(a));
        MemoryPlan broken = with(plan, wrong);

        IllegalStateException fault =
                assertThrows(IllegalStateException.class, () -> MemoryVerifier.verify(broken, 3, 1));

        assertTrue(fault.getMessage().contains("this is a bug in dlmc: the memory plan is wrong"), fault.getMessage());
    }

    @RepeatedTest(100)
    void random_plans_never_overwrite_what_is_still_read(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Op> batched = new ArrayList<>(List.of(input(5)));
        List<Op> shared = new ArrayList<>(List.of(parameter("v", 5), parameter("w", 5), parameter("u", 5)));
        int count = 3 + random.nextInt(20);
        for (int n = 0; n < count; n++) {
            boolean isBatched = random.nextBoolean();
            List<Op> from = isBatched ? batched : shared;
            from.add(randomKernel(random, from, isBatched, n));
        }
        List<Op> made = shared.subList(3, shared.size());
        for (int p = 0; p < 3 && !made.isEmpty(); p++) {
            boolean fromOther = random.nextInt(4) == 0;
            Op value = fromOther ? shared.get(random.nextInt(3)) : made.get(random.nextInt(made.size()));
            updates.add(new Graph.Update(shared.get(p), value));
        }

        MemoryPlan plan = plan(batched.get(random.nextInt(batched.size())));

        assertTrue(plan.floats().perExample() <= 16 * groups.size(), "never more than without reuse");
    }

    private Op randomKernel(Random random, List<Op> from, boolean isBatched, int n) {
        Op one = from.get(random.nextInt(from.size()));
        Op other = from.get(random.nextInt(from.size()));
        List<Axis> axes = isBatched ? List.of(batchAxis(), axis("i", 5)) : List.of(axis("i", 5));
        int last = axes.size() - 1;
        var place = random.nextInt(3) == 0 ? at(last).times(-1).plus(4) : at(last);
        Scalar left = isBatched ? load(one, at(0), place) : load(one, place);
        Scalar right = isBatched ? load(other, at(0), at(1)) : load(other, at(0));
        return kernel("k" + n, axes, Scalars.add(Scalars.multiply(left, right), Scalars.literal((double) n)));
    }
}
