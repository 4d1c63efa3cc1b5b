package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.interpret.Interpreter;
import org.dlm.compiler.interpret.Run;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionPlan;
import org.dlm.compiler.optimize.Optimizer;
import org.dlm.compiler.optimize.RandomGraph;
import org.junit.jupiter.api.Test;

/**
 * Whatever the graph, the Java of each group of its fusion plan computes in every form what the interpreter does, the same bits in
 * all of them, whole and in parts, and touches nothing outside. Fixed graphs and fresh ones, whose seed is printed;
 * {@code -Ddlm.fuzz.seconds=600} goes on for ten minutes, {@code -Ddlm.fuzz.seed=7} repeats a run.
 */
class RandomKernelsTest {
    private static final int FIXED = 60;
    private static final int FRESH = 20;

    /** Graphs whose classes are compiled together. */
    private static final int TOGETHER = 20;

    /**
     * In units of f32's epsilon of the largest value of a graph: sums of up to some hundred terms, of operands that were rounded
     * to f32 themselves.
     */
    private static final double TOLERANCE = 300;

    @Test
    void kernels_of_random_graphs_compute_what_the_interpreter_does() {
        for (long seed = 0; seed < FIXED; seed += TOGETHER) {
            check(seed);
        }
        long end = System.nanoTime() + 1_000_000_000L * Long.getLong("dlm.fuzz.seconds", 0);
        long seed = Long.getLong("dlm.fuzz.seed", new Random().nextInt());
        System.out.println("random kernels: fresh seeds from " + seed);
        int count = 0;
        for (; count < FRESH || System.nanoTime() < end; count += TOGETHER) {
            check(seed + count);
        }
        System.out.println("random kernels: " + FIXED + " fixed and " + count + " fresh graphs");
    }

    /** A group and what its graph computes. */
    private record Case(long seed, FusionGroup group, Run expected, double largest) {}

    private static void check(long first) {
        List<Case> cases = new ArrayList<>();
        for (long seed = first; seed < first + TOGETHER; seed++) {
            RandomGraph random = new RandomGraph(seed);
            FusionPlan plan = Optimizer.optimize(random.graph(4 + (int) Math.floorMod(seed, 12L)));
            Run expected = Interpreter.run(plan.graph(), random.inputs());
            double largest = largest(plan, expected);
            for (FusionGroup group : kernels(plan)) {
                cases.add(new Case(seed, group, expected, largest));
            }
        }
        List<KernelRun> runs = KernelRun.all(cases.stream().map(Case::group).toList(), Forms.F32);
        for (int c = 0; c < runs.size(); c++) {
            Case one = cases.get(c);
            try {
                runs.get(c).check(one.expected, RandomGraph.BATCH, TOLERANCE * one.largest);
            } catch (AssertionError | RuntimeException fault) {
                throw new AssertionError("graph of seed " + one.seed, fault);
            }
        }
    }

    /** Numbers at run time and draws are computed by the program, not by kernels. */
    private static List<FusionGroup> kernels(FusionPlan plan) {
        return plan.groups().stream()
                .filter(group -> group.kind() != FusionGroup.Kind.NUMBER && group.kind() != FusionGroup.Kind.DRAW)
                .toList();
    }

    private static double largest(FusionPlan plan, Run run) {
        double largest = 1;
        for (FusionGroup group : plan.groups()) {
            for (Op op : group.ops()) {
                for (double value : run.value(op).elements()) {
                    largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
                }
            }
        }
        return largest;
    }
}
