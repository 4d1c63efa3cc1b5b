package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.dlm.runtime.model.Gradients;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.TensorStorage;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.problem.NotFiniteException;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.api.Test;

/** A trainer's step in two halves, which a program may call itself. */
class GradientAndUpdateTest {
    private static final String TEXT = """
            model M {
              input x: float[5]
              target label: class[3]
              h = x -> dense(4) as one -> batchNorm as norm -> tanh -> dropout(0.2)
              logits = h -> dense(3) as two
              output p = softmax(logits)
              loss total = crossEntropy(logits, label)
            }
            train M {
              batch = 3
              data { t = csv("a.csv") x = t[0:5] label = int(t[5]) }
              clip = globalNorm(0.5)
              minimize total using adam(1e-2 * cosine()) using momentum(0.1) over "two/*"
            }
            """;

    private static final CompiledText COMPILED = CompiledText.of(TEXT);

    private final StepContext context = new StepContext(7, 100, 2);
    private final Batch batch = COMPILED.batch(1);

    private static TrainingProgram trainer() {
        return COMPILED.factory()
                .trainer("M", new ProgramRequest(COMPILED.factory().newWeights(3), 3, Team.single()));
    }

    private StepContext at(int step) {
        context.moveTo(step, step / 3);
        return context;
    }

    private static double[] all(TensorStorage storage) {
        return storage.slots().stream()
                .flatMapToDouble(slot -> Arrays.stream(storage.get(slot.path())))
                .toArray();
    }

    private static double[] some(TensorStorage storage, boolean trained) {
        return storage.slots().stream()
                .filter(slot -> slot.trained() == trained)
                .flatMapToDouble(slot -> Arrays.stream(storage.get(slot.path())))
                .toArray();
    }

    @Test
    void gradient_and_update_are_a_step_bit_by_bit() {
        TrainingProgram whole = trainer();
        TrainingProgram halves = trainer();
        for (int step = 1; step <= 6; step++) {
            Batch examples = COMPILED.batch(step);

            double expected = whole.step(examples, at(step));
            double loss = halves.gradient(examples, at(step));
            halves.update();

            assertEquals(expected, loss);
            assertArrayEquals(all(whole.weights()), all(halves.weights()));
            assertArrayEquals(all(whole.state()), all(halves.state()));
            assertArrayEquals(all(whole.gradients()), all(halves.gradients()));
            assertEquals(whole.setting("lr"), halves.setting("lr"));
        }
    }

    @Test
    void a_gradient_changes_buffers_alone_and_an_update_everything_else_alone() {
        TrainingProgram trainer = trainer();
        double[] parameters = some(trainer.weights(), true);
        double[] buffers = some(trainer.weights(), false);
        double[] state = all(trainer.state());

        trainer.gradient(batch, at(1));

        assertArrayEquals(parameters, some(trainer.weights(), true));
        assertArrayEquals(state, all(trainer.state()));
        double[] told = some(trainer.weights(), false);
        assertFalse(Arrays.equals(buffers, told), "the running statistics have moved");

        trainer.update();

        assertFalse(Arrays.equals(parameters, some(trainer.weights(), true)));
        assertFalse(Arrays.equals(state, all(trainer.state())));
        assertArrayEquals(told, some(trainer.weights(), false));
    }

    /**
     * Central differences of the loss with the same draws: their error is h ^ 2 times a third derivative, and eps / h by rounding of a
     * loss near 1; with h = 1e-5 both are below 1e-9.
     */
    @Test
    void gradients_by_path_are_the_slopes_of_the_loss() {
        TrainingProgram trainer = trainer();
        trainer.gradient(batch, at(1));
        Gradients derived = trainer.gradients().copy();
        double h = 1e-5;
        for (TensorSlot slot : derived.slots()) {
            double[] expected = derived.get(slot.path());
            double[] values = trainer.weights().get(slot.path());
            for (int i = 0; i < values.length; i++) {
                double slope = (loss(trainer, slot.path(), values, i, h) - loss(trainer, slot.path(), values, i, -h))
                        / (2 * h);
                assertEquals(slope, expected[i], 1e-8, slot.path() + "[" + i + "]");
            }
        }
        assertEquals(
                List.of("one/W", "one/b", "norm/gamma", "norm/beta", "two/W", "two/b"),
                derived.slots().stream().map(TensorSlot::path).toList());
    }

    private double loss(TrainingProgram trainer, String path, double[] values, int index, double change) {
        double[] moved = values.clone();
        moved[index] += change;
        trainer.weights().set(path, moved);
        double loss = trainer.gradient(batch, at(1));
        trainer.weights().set(path, values);
        return loss;
    }

    @Test
    void changed_gradients_are_those_that_are_applied() {
        TrainingProgram trainer = trainer();
        TrainingProgram same = trainer();
        trainer.gradient(batch, at(1));
        Gradients first = trainer.gradients().copy();
        trainer.gradient(batch, at(1));
        trainer.gradients().add(first);
        trainer.gradients().scale(0.5);
        trainer.update();

        same.step(batch, at(1));

        // (g + g) / 2 is g exactly
        assertArrayEquals(some(same.weights(), true), some(trainer.weights(), true));

        trainer.gradient(batch, at(2));
        trainer.gradients().set("two/b", 0, 0, 0);
        double[] momentum = trainer.state().get("two/b/v");
        trainer.update();
        double[] decayed = Arrays.stream(momentum).map(v -> 0.9 * v).toArray();
        assertArrayEquals(decayed, trainer.state().get("two/b/v"), 1e-15);
    }

    @Test
    void an_update_without_a_gradient_is_refused() {
        TrainingProgram trainer = trainer();
        assertRefused(trainer);

        trainer.gradient(batch, at(1));
        trainer.update();
        assertRefused(trainer);

        trainer.gradient(batch, at(2));
        trainer.step(batch, at(2));
        assertRefused(trainer);
    }

    private static void assertRefused(TrainingProgram trainer) {
        double[] before = all(trainer.weights());
        assertEquals(
                "there are no gradients of the present weights; call gradient(batch, context) before each update()",
                assertThrows(IllegalStateException.class, trainer::update).getMessage());
        assertArrayEquals(before, all(trainer.weights()));
    }

    @Test
    void a_loss_that_is_not_finite_leaves_no_gradients_and_all_weights() {
        TrainingProgram trainer = trainer();
        trainer.gradient(batch, at(1));
        double[] weights = all(trainer.weights());
        Batch bad = COMPILED.batch(2);
        bad.doubles(0)[1] = Double.NaN;

        String message = assertThrows(NotFiniteException.class, () -> trainer.gradient(bad, at(1)))
                .getMessage();

        assertEquals(
                "loss total is NaN at step 1; weights and optimizer state are as they were before this step.",
                message.substring(0, message.indexOf('.') + 1));
        assertArrayEquals(weights, all(trainer.weights()));
        assertRefused(trainer);
    }

    @Test
    void both_halves_are_refused_on_weights_that_a_session_reads() {
        ProgramRequest request = new ProgramRequest(COMPILED.factory().newWeights(3), 3, Team.single());
        TrainingProgram trainer = COMPILED.factory().trainer("M", request);
        trainer.gradient(batch, at(1));
        COMPILED.factory().inference(request);

        assertThrows(IllegalStateException.class, trainer::update);
        assertThrows(IllegalStateException.class, () -> trainer.gradient(batch, at(1)));
    }
}
