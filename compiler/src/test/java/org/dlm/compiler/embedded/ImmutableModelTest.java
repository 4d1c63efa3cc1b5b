package org.dlm.compiler.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.problem.NotFiniteException;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.api.Test;

/** A model never changes; a trainer has weights of its own and gives models. */
class ImmutableModelTest {
    private static final EmbeddedModel TINY = EmbeddedModel.tiny();
    private static final float[] X = {1, -2, 3, 0.5f};

    private static float[] probability(Object model) {
        return TINY.floats(TINY.session(model, 1), "probability", X).clone();
    }

    @Test
    void a_trainer_made_before_a_session_does_not_change_what_the_session_reads() {
        Object model = TINY.create(1);
        TrainingProgram trainer = TINY.trainer(model, 6);
        Object session = TINY.session(model, 1);
        float[] before = TINY.floats(session, "probability", X).clone();

        trainer.step(TINY.batch(6), EmbeddedModel.context(1));

        assertArrayEquals(before, TINY.floats(session, "probability", X));
    }

    @Test
    void a_trainer_gives_the_model_that_it_has_come_to_and_goes_on() {
        Object start = TINY.create(1);
        TrainingProgram trainer = TINY.trainer(start, 6);
        trainer.step(TINY.batch(6), EmbeddedModel.context(1));
        Object first = TINY.call(trainer, "model");
        float[] ofFirst = probability(first);
        trainer.step(TINY.batch(6), EmbeddedModel.context(2));
        Object second = TINY.call(trainer, "model");

        assertFalse(Arrays.equals(probability(start), ofFirst));
        assertFalse(Arrays.equals(ofFirst, probability(second)));
        assertArrayEquals(ofFirst, probability(first));
    }

    @Test
    void sessions_and_models_share_the_weights_without_copies() {
        Object model = TINY.create(1);
        assertSame(TINY.weights(model), TINY.session(model, 1).weights());
        assertSame(TINY.weights(model), TINY.weights(TINY.make("of", TINY.weights(model))));
    }

    @Test
    void the_weights_of_a_model_cannot_be_changed() {
        Weights weights = TINY.weights(TINY.create(1));
        assertThrows(IllegalStateException.class, () -> weights.set("head/b", 1, 2, 3));
    }

    @Test
    void a_model_of_weights_that_may_still_change_has_a_copy() {
        Weights mine = TINY.factory().newWeights(1);
        Object model = TINY.make("of", mine);
        float[] before = probability(model);

        mine.set("head/b", 1, 2, 3);

        assertNotSame(mine, TINY.weights(model));
        assertArrayEquals(before, probability(model));
    }

    /** Below the classes for applications a request says which weights are shared. */
    @Test
    void a_step_on_weights_that_a_session_reads_is_refused() {
        ModelFactory factory = TINY.factory();
        Weights weights = factory.newWeights(1);
        ProgramRequest request = new ProgramRequest(weights, 6, Team.single());
        TrainingProgram trainer = factory.trainer("Tiny", request);
        factory.inference(request);
        Batch batch = TINY.batch(6);
        double[] before = weights.get("head/W");

        String message = assertThrows(IllegalStateException.class, () -> trainer.step(batch, EmbeddedModel.context(1)))
                .getMessage();

        assertEquals(
                "these weights are shared with inference sessions and cannot be changed; train a copy of them:"
                        + " weights.copy()",
                message);
        assertArrayEquals(before, weights.get("head/W"));
    }

    @Test
    void a_loss_that_is_not_finite_is_said_and_changes_nothing() {
        TrainingProgram trainer = TINY.trainer(TINY.create(1), 6);
        trainer.step(TINY.batch(6), EmbeddedModel.context(1));
        float[] weights = trainer.weights().floats().clone();
        float[] state = trainer.state().floats().clone();
        Batch bad = TINY.batch(6);
        bad.floats(0)[7] = Float.NaN;

        NotFiniteException refusal =
                assertThrows(NotFiniteException.class, () -> trainer.step(bad, EmbeddedModel.context(2)));

        assertTrue(refusal.getMessage().startsWith("loss total is NaN at step 2; weights"), refusal.getMessage());
        assertEquals("total", refusal.result());
        assertTrue(Double.isNaN(refusal.value()));
        assertArrayEquals(weights, trainer.weights().floats());
        assertArrayEquals(state, trainer.state().floats());
        assertTrue(Double.isFinite(trainer.step(TINY.batch(6), EmbeddedModel.context(2))), "the trainer goes on");
    }
}
