package org.dlm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import org.dlm.compiler.graph.Precision;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.InferenceProgram;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * In the steady state a step or a prediction allocates nothing, on no thread. Vectors are objects until HotSpot has compiled the kernels
 * that use them, so steps are done until a window of them allocates nothing; then the next windows are measured.
 */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @ParameterizedTest(name = "{1} on {3} thread(s)")
    @CsvSource({
        "mlp, Mlp, 64, 1, 100",
        "mlp, Mlp, 64, 2, 100",
        "lenet5, LeNet5, 64, 1, 100",
        "lenet5, LeNet5, 64, 2, 100",
        "mobilenet, MobileNet, 4, 1, 20",
        "resnet20, ResNet20, 4, 1, 20"
    })
    void steps_and_predictions_in_the_steady_state_allocate_0_bytes(
            String file, String model, int batch, int threads, int window) {
        assumeTrue(
                THREADS.isThreadAllocatedMemorySupported(), "skipped: this JVM does not count what threads allocate");
        ModelFactory factory = Models.compile(Models.benchmark(file), model, Precision.F32);
        try (Team team = Team.of(threads)) {
            assertEquals(threads, members().length, "threads of the team");
            Steps steps = new Steps(factory, model, batch, team);
            requireNone("steps", window, steps::train);
            assertTrue(steps.trainer.step(steps.batch, steps.context) > 0);
            requireNone("predictions of a batch", window, steps::predictBatch);
            requireNone("predictions of one", window, steps::predictOne);
        }
    }

    /**
     * Windows until one allocates nothing; then one of the next three must not either. What each step allocates is in all of them; what is
     * allocated now and then is not seen here. One window in many has 56 or 80 bytes on the calling thread, without a deoptimisation, at
     * moments when methods are handed to C2. Probably HotSpot makes the strings of the literals of a method's class there; that
     * fits the sizes and was not proved.
     */
    private static void requireNone(String what, int window, Runnable once) {
        long[] members = members();
        long end = System.nanoTime() + PATIENCE.toNanos();
        long bytes = Long.MAX_VALUE;
        while (bytes > 0 && System.nanoTime() < end) {
            bytes = allocatedBy(members, window, once);
        }
        bytes = allocatedBy(members, window, once);
        for (int again = 0; again < 2 && bytes > 0; again++) {
            bytes = allocatedBy(members, window, once);
        }
        assertEquals(0, bytes, "bytes allocated by " + window + " " + what);
    }

    private static long allocatedBy(long[] members, int times, Runnable once) {
        long before = allocated(members);
        for (int i = 0; i < times; i++) {
            once.run();
        }
        return allocated(members) - before;
    }

    /** The steps of a trainer on one batch, and predictions for it. */
    private static final class Steps {
        private final TrainingProgram trainer;
        private final InferenceProgram many;
        private final InferenceProgram one;
        private final Batch batch;
        private final Batch example;
        private final StepContext context;
        private final float[] scores;
        private long step;

        Steps(ModelFactory factory, String recipe, int count, Team team) {
            trainer = factory.trainer(recipe, new ProgramRequest(factory.newWeights(1), count, team));
            many = factory.inference(new ProgramRequest(factory.newWeights(1), count, team));
            one = factory.inference(new ProgramRequest(factory.newWeights(1), 1, team));
            batch = Examples.batch(factory.description(), count, 1);
            example = Examples.batch(factory.description(), 1, 1);
            context = new StepContext(1, Integer.MAX_VALUE, 1, 1e-3);
            scores = new float
                    [count * factory.description().outputs().get(0).shape().size()];
        }

        void train() {
            context.moveTo(++step, 0);
            trainer.step(batch, context);
        }

        void predictBatch() {
            many.compute(0, batch, scores, 0);
        }

        void predictOne() {
            one.compute(0, example, scores, 0);
        }
    }

    /** This thread and the workers of the only team. */
    private static long[] members() {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("dlm-worker")
                        || thread != null
                                && thread.getThreadId()
                                        == Thread.currentThread().threadId())
                .mapToLong(thread -> thread.getThreadId())
                .toArray();
    }

    private static long allocated(long[] threads) {
        long sum = 0;
        for (long thread : threads) {
            sum += THREADS.getThreadAllocatedBytes(thread);
        }
        return sum;
    }
}
