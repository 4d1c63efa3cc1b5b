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
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * In the steady state a step allocates nothing, on no thread. Vectors are objects until HotSpot has compiled the kernels
 * that use them, so steps are done until a window of them allocates nothing; then the next window is measured.
 */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WINDOW = 100;
    private static final int BATCH = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest(name = "{1} on {2} thread(s)")
    @CsvSource({"mlp, Mlp, 1", "mlp, Mlp, 2", "lenet5, LeNet5, 1", "lenet5, LeNet5, 2"})
    void a_training_step_in_the_steady_state_allocates_0_bytes(String file, String model, int threads) {
        assumeTrue(
                THREADS.isThreadAllocatedMemorySupported(), "skipped: this JVM does not count what threads allocate");
        ModelFactory factory =
                Models.compile(Models.sample("mnist/src/main/dlm/" + file + ".dlm"), model, Precision.F32);
        try (Team team = Team.of(threads)) {
            Steps steps = new Steps(factory, model, team);
            long[] members = members();
            assertEquals(threads, members.length, "threads of the team");
            long before = allocated(members);
            long end = System.nanoTime() + PATIENCE.toNanos();
            long window = Long.MAX_VALUE;
            while (window > 0 && System.nanoTime() < end) {
                steps.run(WINDOW);
                long after = allocated(members);
                window = after - before;
                before = after;
            }
            steps.run(WINDOW);
            assertEquals(0, allocated(members) - before, "bytes allocated by " + WINDOW + " steps");
            assertTrue(steps.trainer.step(steps.batch, steps.context) > 0);
        }
    }

    /** The steps of a trainer on one batch. */
    private static final class Steps {
        private final TrainingProgram trainer;
        private final Batch batch;
        private final StepContext context;
        private long step;

        Steps(ModelFactory factory, String recipe, Team team) {
            trainer = factory.trainer(recipe, new ProgramRequest(factory.newWeights(1), BATCH, team));
            batch = Examples.batch(factory.description(), BATCH, 1);
            context = new StepContext(1, Integer.MAX_VALUE, 1, 1e-3);
        }

        void run(int count) {
            for (int i = 0; i < count; i++) {
                context.moveTo(++step, 0);
                trainer.step(batch, context);
            }
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
