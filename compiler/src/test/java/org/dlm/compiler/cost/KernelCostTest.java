package org.dlm.compiler.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Origin;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Operand;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.Span;
import org.junit.jupiter.api.Test;

/** Kernels made by hand, on a machine with round numbers, against costs worked out by hand. */
class KernelCostTest {
    private static final Target PLAIN = Target.plain(Precision.F32);
    private static final Target WIDE = Target.F32_512;
    private static final int LINE = 64;
    private static final int BATCH = 64;

    /** One of each in a cycle; a fma is ready after 4; 1 KiB and 64 KiB of caches, 32, 16 and 8 bytes per cycle. */
    private static final Machine MACHINE = new Machine(
            "round",
            1,
            List.of(new Ports(64, 1, 1, 1, 1, 1, 10), new Ports(512, 1, 1, 1, 1, 1, 10)),
            new Latencies(4, 3, 4, 13, 7),
            1000,
            0,
            0,
            List.of(
                    new Cache(Limit.L2, 1 << 10, 32),
                    new Cache(Limit.L3, 1 << 16, 16),
                    new Cache(Limit.MEMORY, 1 << 26, 8)));

    private final GraphBuilder builder = new GraphBuilder();
    private int variables;

    private Operand operand(String name, Operand.Access access, int... shape) {
        Origin origin = new Origin(new Span(new SourceFile("case.dlm", "y"), 0, 1), List.of(), name);
        Op op = builder.source(OpKind.Role.PARAMETER, name, TensorType.of(ElementType.FLOAT, shape), false, origin);
        return new Operand(name, op, access);
    }

    private Operand read(String name, int... shape) {
        return operand(name, Operand.Access.READ, shape);
    }

    private Operand written(String name, int... shape) {
        return operand(name, Operand.Access.WRITE, shape);
    }

    private Variable variable(String name) {
        return new Variable(variables++, name);
    }

    private static Kernel kernel(List<Operand> operands, Statement... body) {
        return new Kernel("case", operands, List.of(), false, Optional.empty(), 1, List.of(body));
    }

    private static KernelCost cost(Kernel kernel, Target target) {
        return KernelCost.of(kernel, Execution.apart(kernel, MACHINE, target, BATCH));
    }

    private static Statement.Loop loop(Variable index, int to, int step, Statement... body) {
        return new Statement.Loop(index, Place.ZERO, Place.constant(to), step, List.of(body));
    }

    private static Expression load(int operand, Place at) {
        return new Expression.Load(ElementType.FLOAT, operand, at);
    }

    private static Expression loadLanes(int operand, Place at) {
        return Expression.Load.vector(ElementType.FLOAT, operand, at, Optional.empty());
    }

    private static Expression local(Variable variable) {
        return new Expression.Local(ElementType.FLOAT, variable);
    }

    private static final Expression ZERO = Expression.constant(ElementType.FLOAT, 0);

    /** {@code y[0] = sum(k : x[k] * w[k * stride])}, one fma after the other. */
    private Kernel sumOfProducts(int length, int stride) {
        Variable k = variable("k");
        Variable sum = variable("sum");
        Expression product =
                new Expression.Fma(load(0, Place.of(k)), load(1, Place.of(k).times(stride)), local(sum));
        return kernel(
                List.of(read("x", length), read("w", length * stride), written("y", 1)),
                new Statement.Declare(sum, ZERO),
                loop(k, length, 1, new Statement.Assign(sum, product)),
                new Statement.Store(2, Place.ZERO, local(sum)));
    }

    @Test
    void a_sum_waits_for_its_own_last_addition() {
        KernelCost cost = cost(sumOfProducts(100, 1), PLAIN);

        // 100 fmas of 4 cycles one after the other, while 2 loads take 2; then one store
        assertEquals(401, cost.cycles());
        assertEquals(401, cost.nanos(), "at 1 GHz");
        assertEquals(Limit.LATENCY, cost.limit());
        assertEquals(new Shape(List.of(new Shape.Step("k", 1, 100)), 1), cost.shape());
    }

    @Test
    void sums_that_do_not_wait_for_each_other_are_limited_by_what_loads() {
        Variable k = variable("k");
        List<Variable> sums = List.of(variable("a"), variable("b"), variable("c"), variable("d"));
        Statement[] body = new Statement[4];
        for (int i = 0; i < 4; i++) {
            Expression x = load(0, Place.of(k).plus(100 * i));
            body[i] =
                    new Statement.Assign(sums.get(i), new Expression.Fma(x, load(1, Place.of(k)), local(sums.get(i))));
        }
        Kernel kernel = kernel(List.of(read("x", 400), read("w", 100)), loop(k, 100, 1, body));

        KernelCost cost = cost(kernel, PLAIN);

        // 4 fmas and 5 loads: w is loaded once in a round
        assertEquals(500, cost.cycles());
        assertEquals(Limit.LOADS, cost.limit());
        assertEquals(4, cost.shape().sums());
    }

    @Test
    void elements_side_by_side_share_lines() {
        KernelCost cost = cost(sumOfProducts(128, 1), PLAIN);

        // 512 bytes of x, 512 of w, a line for y
        assertEquals(512 + 512 + LINE, cost.touched());
    }

    @Test
    void elements_far_apart_take_a_line_each() {
        KernelCost cost = cost(sumOfProducts(128, 100), PLAIN);

        assertEquals(512 + 128 * LINE + LINE, cost.touched());
    }

    @Test
    void what_has_room_in_a_cache_does_not_pass_the_next_one() {
        KernelCost small = cost(sumOfProducts(100, 1), PLAIN);
        KernelCost middle = cost(sumOfProducts(1_000, 1), PLAIN);
        KernelCost large = cost(sumOfProducts(100_000, 1), PLAIN);

        assertEquals(Map.of(Limit.L2, 0.0, Limit.L3, 0.0, Limit.MEMORY, 0.0), small.moved());
        // two arrays of 63 lines, and y, which is read and written back
        assertEquals(Map.of(Limit.L2, 2 * 63 * LINE + 2.0 * LINE, Limit.L3, 0.0, Limit.MEMORY, 0.0), middle.moved());
        assertEquals(0, large.moved().get(Limit.MEMORY));
        assertTrue(large.moved().get(Limit.L3) >= 800_000, large::toString);
    }

    @Test
    void what_each_round_uses_again_passes_once_if_a_round_has_room() {
        // y[i] += x[k] for all i: a round of i is 100 elements of x
        Variable i = variable("i");
        Variable k = variable("k");
        Statement add = new Statement.Add(1, Place.of(i), load(0, Place.of(k)));
        Kernel kernel = kernel(List.of(read("x", 96), written("y", 1600)), loop(i, 1600, 1, loop(k, 96, 1, add)));

        KernelCost cost = cost(kernel, PLAIN);

        // x: 6 lines; y: 100 lines, read and written back
        assertEquals(6 * LINE + 2 * 100 * LINE, cost.moved().get(Limit.L2));
    }

    @Test
    void what_is_used_again_after_too_much_else_passes_each_time() {
        // 16 rounds over 400 elements, which are more than 1 KiB
        Variable i = variable("i");
        Variable k = variable("k");
        Statement add = new Statement.Add(1, Place.of(i), load(0, Place.of(k)));
        Kernel kernel = kernel(List.of(read("x", 400), written("y", 16)), loop(i, 16, 1, loop(k, 400, 1, add)));

        KernelCost cost = cost(kernel, PLAIN);

        assertEquals(16 * (400 * 4 + 2 * LINE), cost.moved().get(Limit.L2));
    }

    @Test
    void operands_in_the_same_place_are_one() {
        Variable i = variable("i");
        Expression twice = Expression.apply(ElementType.FLOAT, Primitive.ADD, load(0, Place.of(i)), ZERO);
        Kernel kernel = kernel(
                List.of(read("x", 1600), written("y", 1600)),
                loop(i, 1600, 1, new Statement.Store(1, Place.of(i), twice)));

        KernelCost apart = cost(kernel, PLAIN);
        KernelCost inPlace = KernelCost.of(kernel, new Execution(MACHINE, PLAIN, BATCH, List.of(0, 0)));

        assertEquals(3 * 6400, apart.moved().get(Limit.L2), "x read, y read and written back");
        assertEquals(2 * 6400, inPlace.moved().get(Limit.L2));
    }

    /** {@code y[i] = x[i] + x[i]} for so many elements, 16 at a time, of which the last are masked. */
    private Kernel doubled(int length) {
        Variable i = variable("i");
        Expression.InRange mask = new Expression.InRange(Place.of(i), Place.constant(length));
        Expression x = Expression.Load.vector(ElementType.FLOAT, 0, Place.of(i), Optional.of(mask));
        Expression sum = Expression.apply(ElementType.FLOAT, Primitive.ADD, x, x);
        return kernel(
                List.of(read("x", length), written("y", length)),
                loop(i, length, 16, new Statement.Store(1, Place.of(i), sum, Optional.of(mask))));
    }

    @Test
    void lanes_behind_the_end_are_not_used() {
        assertEquals(1, cost(doubled(32), WIDE).usedLanes());
        assertEquals(20.0 / 32, cost(doubled(20), WIDE).usedLanes());
        assertEquals(1.0 / 16, cost(doubled(1), WIDE).usedLanes());
    }

    @Test
    void a_vector_costs_the_same_however_many_lanes_are_used() {
        assertEquals(cost(doubled(32), WIDE).cycles(), cost(doubled(20), WIDE).cycles());
    }

    @Test
    void vectors_that_cross_lines_are_loaded_in_two_parts() {
        Variable i = variable("i");
        Kernel aligned = kernel(
                List.of(read("x", 208), written("y", 192)),
                loop(i, 192, 16, new Statement.Store(1, Place.of(i), loadLanes(0, Place.of(i)), Optional.empty())));
        Kernel crossing = kernel(
                List.of(read("x", 208), written("y", 192)),
                loop(
                        i,
                        192,
                        16,
                        new Statement.Store(
                                1, Place.of(i), loadLanes(0, Place.of(i).plus(1)), Optional.empty())));

        assertEquals(
                12,
                cost(aligned, WIDE).shares().get(Limit.LOADS).doubleValue()
                        + cost(aligned, WIDE).shares().getOrDefault(Limit.STORES, 0.0));
        assertEquals(24, cost(crossing, WIDE).shares().get(Limit.LOADS));
    }

    @Test
    void the_batch_is_what_the_loops_over_it_go_round() {
        Variable b = variable("b");
        Kernel kernel = new Kernel(
                "case",
                List.of(written("y", 1000)),
                List.of(),
                false,
                Optional.of(new Kernel.Parallel(Extent.BATCH, 1)),
                1,
                List.of(new Statement.Loop(
                        b,
                        Place.of(Variable.FROM),
                        Place.of(Variable.TO),
                        4,
                        List.of(new Statement.Store(0, Place.of(b), ZERO)))));

        assertEquals(BATCH / 4, cost(kernel, PLAIN).cycles());
    }

    /** {@code y[b, i] = x[b, i]} of 96 elements. */
    private Kernel copyOfEachExample() {
        Variable b = variable("b");
        Variable i = variable("i");
        Place at = Place.of(b).times(96).plus(Place.of(i));
        Statement copy = new Statement.Store(1, at, load(0, at));
        return new Kernel(
                "case",
                List.of(examples("x", Operand.Access.READ), examples("y", Operand.Access.WRITE)),
                List.of(),
                true,
                Optional.empty(),
                1,
                List.of(new Statement.Loop(b, Place.ZERO, Place.of(Variable.BATCH), 1, List.of(loop(i, 96, 1, copy)))));
    }

    private Operand examples(String name, Operand.Access access) {
        Origin origin = new Origin(new Span(new SourceFile("case.dlm", "y"), 0, 1), List.of(), name);
        TensorType type = new TensorType(ElementType.FLOAT, List.of(Extent.BATCH, Extent.of(96)));
        return new Operand(name, builder.source(OpKind.Role.INPUT, name, type, false, origin), access);
    }

    private static KernelCost chunked(Kernel kernel, int chunk, boolean... far) {
        return new ChunkedCost(chunk, List.of(far[0], far[1]))
                .of(kernel, Execution.apart(kernel, MACHINE, PLAIN, BATCH));
    }

    @Test
    void what_a_chain_hands_on_stays_in_the_cache_that_has_room_for_a_chunk() {
        Kernel kernel = copyOfEachExample();
        double values = 96.0 * BATCH * Float.BYTES;

        // an example has room in 1 KiB, the batch has not; what is written counts for both ways
        assertEquals(3 * values, cost(kernel, PLAIN).moved().get(Limit.L2));
        assertEquals(0, chunked(kernel, 1, false, false).moved().get(Limit.L2));
        assertEquals(values, chunked(kernel, 1, true, false).moved().get(Limit.L2));
        assertEquals(2 * values, chunked(kernel, 1, false, true).moved().get(Limit.L2));
        assertEquals(3 * values, chunked(kernel, 1, true, true).moved().get(Limit.L2));
    }

    @Test
    void a_chunk_that_has_no_room_moves_all() {
        Kernel kernel = copyOfEachExample();

        assertEquals(
                cost(kernel, PLAIN).moved(), chunked(kernel, 16, false, false).moved());
    }

    @Test
    void chunks_do_the_same_work_as_the_batch() {
        Kernel kernel = copyOfEachExample();
        KernelCost whole = cost(kernel, PLAIN);

        assertEquals(whole, chunked(kernel, BATCH, false, false), "one chunk is the batch");
        assertEquals(96.0 * BATCH, chunked(kernel, 1, false, false).cycles(), "a load and a store at once");
        assertEquals(whole.cycles(), chunked(kernel, 1, false, false).cycles());
    }
}
