package org.dlm.compiler.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphVerifier;
import org.dlm.compiler.interpret.Interpreter;
import org.dlm.compiler.interpret.Run;
import org.dlm.compiler.interpret.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the graph, the plan computes the same numbers. Every graph of a seed is named in the message. */
class RandomGraphsTest {
    private static final int GRAPHS = 30;
    /**
     * Sums of some hundred terms in another order, f64: 1000 * 2^-53 = 1e-13 of the largest term; a chain of ten such ops
     * may cancel some digits more.
     */
    private static final double TOLERANCE = 1e-9;

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 4000, 50_000})
    void an_optimized_graph_gives_the_same_numbers(long seed) {
        for (int k = 0; k < GRAPHS; k++) {
            check(seed + k, 4 + k % 16);
        }
    }

    private static void check(long seed, int ops) {
        RandomGraph random = new RandomGraph(seed);
        Graph before = random.graph(ops);
        GraphVerifier.verify(before, "random graph of seed " + seed);
        FusionPlan plan;
        try {
            plan = Optimizer.optimize(before);
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + ", " + ops + " ops", e);
        }
        Graph after = plan.graph();
        Run expected = Interpreter.run(before, random.inputs());
        Run actual = Interpreter.run(after, random.inputs());
        for (int r = 0; r < before.results().size(); r++) {
            String name = before.results().get(r).name();
            same(expected.result(name), actual.result(name), "seed " + seed + ", " + ops + " ops: " + name);
        }
        for (int u = 0; u < before.updates().size(); u++) {
            same(
                    expected.value(before.updates().get(u).value()),
                    actual.value(after.updates().get(u).value()),
                    "seed " + seed + ", " + ops + " ops: update " + u);
        }
    }

    private static void same(Tensor expected, Tensor actual, String where) {
        assertEquals(expected.shape(), actual.shape(), where);
        double largest = 1;
        for (double value : expected.elements()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int k = 0; k < expected.elements().length; k++) {
            double a = expected.elements()[k];
            double b = actual.elements()[k];
            boolean equal = Double.isNaN(a) ? Double.isNaN(b) : a == b || Math.abs(a - b) <= TOLERANCE * largest;
            assertTrue(equal, where + ", element " + k + ": " + a + " became " + b);
        }
    }
}
