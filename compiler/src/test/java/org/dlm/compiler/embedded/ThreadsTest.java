package org.dlm.compiler.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.EvaluationProgram;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two threads do with one object is right or refused, never wrong. Races are run for a fixed time. */
class ThreadsTest {
    private static final EmbeddedModel TINY = EmbeddedModel.tiny();
    private static final long RACE_NANOS = Math.max(400_000_000L, 1_000_000_000L * Long.getLong("dlm.fuzz.seconds", 0));

    @TempDir
    private Path folder;

    /** What a thread does again and again. */
    private interface Round {
        void run(int round) throws Exception;
    }

    /** Runs both until the time is over; gives how often one was refused. Anything else that they throw is a fault. */
    private static int race(Round left, Round right) throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        AtomicReference<Throwable> fault = new AtomicReference<>();
        CyclicBarrier start = new CyclicBarrier(2);
        Thread other = Thread.ofPlatform().start(() -> repeat(right, start, refusals, fault));
        repeat(left, start, refusals, fault);
        other.join();
        if (fault.get() != null) {
            throw new AssertionError(fault.get());
        }
        return refusals.get();
    }

    private static void repeat(
            Round round, CyclicBarrier start, AtomicInteger refusals, AtomicReference<Throwable> fault) {
        try {
            start.await();
            long end = System.nanoTime() + RACE_NANOS;
            for (int i = 0; System.nanoTime() < end && fault.get() == null; i++) {
                try {
                    round.run(i);
                } catch (ConcurrentModificationException refusal) {
                    refusals.incrementAndGet();
                }
            }
        } catch (Throwable thrown) {
            fault.compareAndSet(null, thrown);
        }
    }

    private static float[] x(int seed) {
        float[] x = new float[4];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(seed * 4 + i);
        }
        return x;
    }

    @Test
    void a_session_that_two_threads_use_at_once_is_right_or_refused() throws Exception {
        Object model = TINY.create(1);
        Object session = TINY.session(model, 1);
        float[][] expected = new float[2][];
        for (int i = 0; i < 2; i++) {
            expected[i] =
                    TINY.floats(TINY.session(model, 1), "probability", x(i)).clone();
        }
        int refusals = race(
                round -> assertArrayEquals(expected[0], TINY.floats(session, "probability", x(0))),
                round -> assertArrayEquals(expected[1], TINY.floats(session, "probability", x(1))));
        assertTrue(refusals > 0, "nobody was refused");
    }

    @Test
    void a_session_belongs_to_the_thread_that_uses_it_first() throws Exception {
        Object session = TINY.session(TINY.create(1), 1);
        TINY.floats(session, "probability", x(0));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Runnable use = () -> {
            try {
                TINY.floats(session, "probability", x(0));
            } catch (Throwable refusal) {
                thrown.set(refusal);
            }
        };
        Thread.ofPlatform().name("second").start(use).join();

        String message = assertThrows(ConcurrentModificationException.class, () -> {
                    throw thrown.get();
                })
                .getMessage();
        assertTrue(message.startsWith("this TinySession belongs to the thread \""), message);
        assertTrue(message.contains("and second uses it: make one session for each thread"), message);
    }

    @Test
    void a_session_goes_to_another_thread_when_its_owner_has_released_it_or_has_ended() throws Exception {
        Object session = TINY.session(TINY.create(1), 1);
        float[] before = TINY.floats(session, "probability", x(0)).clone();
        TINY.call(session, "release");
        AtomicReference<float[]> there = new AtomicReference<>();
        Thread.ofVirtual()
                .start(() -> there.set(TINY.floats(session, "probability", x(0)).clone()))
                .join();

        assertArrayEquals(before, there.get());
        assertArrayEquals(before, TINY.floats(session, "probability", x(0)), "its owner has ended");
    }

    @Test
    void a_trainer_in_which_two_threads_step_is_right_or_refused() throws Exception {
        TrainingProgram trainer = TINY.trainer(TINY.create(1), 6);
        Batch batch = TINY.batch(6);
        AtomicInteger steps = new AtomicInteger();
        Round step = round -> {
            trainer.step(batch, EmbeddedModel.context(1));
            steps.incrementAndGet();
        };
        int refusals = race(step, step);
        assertTrue(refusals > 0, "nobody was refused");

        TrainingProgram alone = TINY.trainer(TINY.create(1), 6);
        for (int i = 0; i < steps.get(); i++) {
            alone.step(batch, EmbeddedModel.context(1));
        }
        assertArrayEquals(alone.weights().floats(), trainer.weights().floats());
    }

    @Test
    void an_evaluation_in_which_two_threads_are_is_right_or_refused() throws Exception {
        EvaluationProgram evaluation =
                TINY.factory().evaluation(new ProgramRequest(TINY.factory().newWeights(1), 300, Team.single()));
        Batch large = TINY.batch(300);
        Batch small = TINY.batch(6);
        double ofLarge = sum(evaluation, large);
        double ofSmall = sum(evaluation, small);
        int refusals = race(
                round -> assertEquals(ofLarge, sum(evaluation, large)),
                round -> assertEquals(ofSmall, sum(evaluation, small)));
        assertTrue(refusals > 0, "nobody was refused");
    }

    private static double sum(EvaluationProgram evaluation, Batch batch) {
        double[] sums = new double[2];
        evaluation.evaluate(batch, EmbeddedModel.context(1), sums);
        return sums[0];
    }

    @Test
    void weights_are_measured_before_or_after_a_step_and_never_within() throws Exception {
        Weights weights = TINY.factory().newWeights(1);
        TrainingProgram trainer = TINY.factory().trainer("Tiny", new ProgramRequest(weights, 300, Team.single()));
        EvaluationProgram evaluation = TINY.factory().evaluation(new ProgramRequest(weights, 300, Team.single()));
        Batch batch = TINY.batch(300);
        int refusals = race(round -> trainer.step(batch, EmbeddedModel.context(1)), round -> sum(evaluation, batch));
        assertTrue(refusals > 0, "nobody was refused");
    }

    /** Two files with all values 1 and all values 2: a session that reads both kinds is torn. */
    @Test
    void weights_that_are_loaded_while_a_session_is_made_are_whole() throws Exception {
        Path ones = filled(1);
        Path twos = filled(2);
        AtomicReference<Weights> current = new AtomicReference<>(Weights.of(TINY.description()));
        race(
                round -> {
                    Weights weights = current.get();
                    if (!weights.isShared()) {
                        try {
                            weights.load(round % 2 == 0 ? ones : twos);
                        } catch (IllegalStateException shared) {
                            assertTrue(shared.getMessage().contains("shared"), shared.getMessage());
                        }
                    }
                },
                round -> {
                    Weights weights = current.get();
                    TINY.factory().inference(new ProgramRequest(weights, 1, Team.single()));
                    double[] values = weights.get("one/W");
                    assertTrue(
                            Arrays.stream(values).allMatch(value -> value == values[0]), () -> Arrays.toString(values));
                    current.set(Weights.of(TINY.description()));
                });
    }

    private Path filled(double value) {
        Weights weights = Weights.of(TINY.description());
        weights.slots().forEach(slot -> {
            double[] values = new double[slot.shape().size()];
            Arrays.fill(values, value);
            weights.set(slot.path(), values);
        });
        Path file = folder.resolve(value + ".safetensors");
        weights.save(file);
        return file;
    }

    @Test
    void programs_of_two_threads_may_share_a_team() throws Exception {
        Object model = TINY.create(1);
        Batch batch = TINY.batch(2000);
        float[] expected = new float[6000];
        TINY.session(model, 2000).compute(0, batch, expected, 0);
        try (Team team = Team.of(2)) {
            Round round = new Round() {
                private final ThreadLocal<org.dlm.runtime.program.InferenceProgram> session = ThreadLocal.withInitial(
                        () -> TINY.factory().inference(new ProgramRequest(TINY.weights(model), 2000, team)));

                @Override
                public void run(int number) {
                    float[] found = new float[6000];
                    session.get().compute(0, batch, found, 0);
                    assertArrayEquals(expected, found);
                }
            };
            assertEquals(0, race(round, round));
        }
    }
}
