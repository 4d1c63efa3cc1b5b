package org.dlm.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.graph.Precision;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.InferenceProgram;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.dlm.runtime.vector.ModelForms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs begin with plain loops and change to vectors while they run; nobody can tell when. */
class WarmUpTest {
    private static final String THREAD = "dlm-warm-up";
    private static final int BATCH = 16;
    private static final int STEPS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @AfterEach
    void clear() {
        System.setProperty(ModelForms.WARM_UP_PROPERTY, "off");
    }

    private static ModelFactory lenet() {
        return Models.compile(Models.benchmark("lenet5"), "LeNet5", Precision.F32);
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(THREAD))
                .toList();
    }

    @Test
    void a_training_that_changes_its_kernels_on_the_way_gives_the_same_bits() {
        System.setProperty(ModelForms.WARM_UP_PROPERTY, "off");
        float[] expected = trained(lenet(), STEPS);

        System.setProperty(ModelForms.WARM_UP_PROPERTY, "on");
        ModelFactory factory = lenet();
        List<float[]> results = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            results.add(trained(factory, STEPS));
        } while (ModelForms.isWarmingUp() && System.nanoTime() < end);
        results.add(trained(factory, STEPS));

        assertTrue(results.size() > 1);
        results.forEach(weights -> assertArrayEquals(expected, weights));
    }

    private static float[] trained(ModelFactory factory, int steps) {
        Weights weights = factory.newWeights(1);
        TrainingProgram trainer = factory.trainer("LeNet5", new ProgramRequest(weights, BATCH, Team.single()));
        Batch batch = Examples.batch(factory.description(), BATCH, 1);
        StepContext context = new StepContext(1, steps, 1, 1e-3);
        for (int step = 1; step <= steps; step++) {
            context.moveTo(step, 0);
            trainer.step(batch, context);
        }
        return weights.floats().clone();
    }

    @Test
    void predictions_are_the_same_before_and_after_and_the_thread_ends() throws InterruptedException {
        System.setProperty(ModelForms.WARM_UP_PROPERTY, "on");
        ModelFactory factory = lenet();
        InferenceProgram session = factory.inference(new ProgramRequest(factory.newWeights(1), 1, Team.single()));
        List<Thread> running = threads();
        assertEquals(1, running.size());
        assertTrue(running.getFirst().isDaemon());
        float[] first = predict(session);

        long end = System.nanoTime() + PATIENCE.toNanos();
        while (ModelForms.isWarmingUp() && System.nanoTime() < end) {
            assertArrayEquals(first, predict(session));
        }

        running.getFirst().join(PATIENCE);
        assertFalse(ModelForms.isWarmingUp());
        assertEquals(List.of(), threads());
        assertArrayEquals(first, predict(session));
    }

    private static float[] predict(InferenceProgram session) {
        float[] scores = new float[10];
        session.compute(0, Examples.batch(session.description(), 1, 1), scores, 0);
        return scores;
    }
}
