package org.dlm.compiler.pipeline.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dlm.compiler.graph.GraphPrinter;
import org.dlm.compiler.graph.GraphVerifier;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.pipeline.FuzzTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever the training step, its generated program computes what the interpreter does, and so do sessions and evaluations: random graphs through batch pass, derivatives,
 * rewriting, fusion, memory plan and emitted Java to running classes. Small integers have to be met exactly, everything else
 * within what rounding can do ({@link ErrorBounds}); plain loops and vectors of all widths, one thread and two give the same bits;
 * nothing reads what it has not been given, or writes what is not its own ({@link StepRun}).
 *
 * <p>Fixed steps and fresh ones, whose seed is printed; {@code -Ddlm.fuzz.seconds=600} goes on for ten minutes,
 * {@code -Ddlm.fuzz.seed=7} repeats a run. A step that is wrong is printed with its seed, and with what of it is still wrong when
 * all is taken away that can be.
 */
@Tag("many-kernels")
class RandomStepsTest {
    private static final int FIXED = 1_000;
    private static final int FRESH = 300;

    /** Steps of one model: they are compiled together, and their kernels are shared. */
    private static final int TOGETHER = 100;

    /** Models that are made at a time: javac takes some hundred megabytes for each. */
    private static final int AT_A_TIME = 2;

    /** Of all models, in their order, that many of so many are of f64. */
    private static final int OF_F64 = 4;

    /** Smaller steps that are looked at, each a model of its own, before the smallest of them is printed. */
    private static final int TRIALS = 200;

    private final Statistics statistics = new Statistics();

    @Test
    void programs_of_random_steps_compute_what_the_interpreter_does() throws Exception {
        checkAll(0, FIXED);
        FuzzTime time = new FuzzTime();
        long seed = FuzzTime.freshSeed();
        System.out.println("random steps: fresh seeds from " + seed);
        int count = 0;
        for (; count < FRESH || time.isLeft(); count += FRESH) {
            checkAll(seed + count, FRESH);
        }
        System.out.println("random steps: " + FIXED + " fixed and " + count + " fresh ones; " + statistics);
    }

    private void checkAll(long first, int count) throws Exception {
        try (ExecutorService makers = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<?>> models = new ArrayList<>();
            for (int k = 0; k < count; k += TOGETHER) {
                long seed = first + k;
                models.add(makers.submit(() -> check(seed)));
            }
            for (Future<?> model : models) {
                model.get();
            }
        }
    }

    private void check(long first) {
        Precision precision = Math.floorMod(first / TOGETHER, OF_F64) == 0 ? Precision.F64 : Precision.F32;
        List<StepGraph> steps = new ArrayList<>();
        for (int k = 0; k < TOGETHER; k++) {
            StepGraph step = RandomStep.of(first + k, "g" + k);
            GraphVerifier.verify(step.graph(), "random step of seed " + (first + k));
            steps.add(step);
        }
        Map<Integer, String> faults = new TreeMap<>(faults(steps, precision));
        if (!faults.isEmpty()) {
            int place = faults.keySet().iterator().next();
            throw new AssertionError("step of seed " + (first + place) + " in " + precision + ", one of "
                    + faults.size() + " wrong ones: " + faults.get(place) + "\n" + shrunk(steps.get(place), precision));
        }
    }

    private String shrunk(StepGraph step, Precision precision) {
        StepGraph smallest = Shrinking.smallest(
                step,
                TRIALS,
                candidate -> !faults(List.of(candidate), precision).isEmpty());
        return "shrunk to this step of " + smallest.inputs().batch() + " examples, at most " + smallest.capacity()
                + ": " + faults(List.of(smallest), precision).values() + "\n" + GraphPrinter.print(smallest.graph());
    }

    /** Where steps cannot even be compiled together, each is tried alone. */
    private Map<Integer, String> faults(List<StepGraph> steps, Precision precision) {
        try {
            Statistics some = new Statistics();
            Map<Integer, String> faults = StepProof.faults(steps, precision, some);
            statistics.add(some);
            return faults;
        } catch (RuntimeException | LinkageError fault) {
            return steps.size() == 1 ? Map.of(0, StepProof.trace(fault)) : faultsAlone(steps, precision);
        }
    }

    private Map<Integer, String> faultsAlone(List<StepGraph> steps, Precision precision) {
        Map<Integer, String> faults = new TreeMap<>();
        for (int place = 0; place < steps.size(); place++) {
            for (String fault : faults(List.of(steps.get(place)), precision).values()) {
                faults.put(place, fault);
            }
        }
        if (faults.isEmpty()) {
            throw new AssertionError("none of these steps is wrong alone, but together they are");
        }
        return faults;
    }
}
