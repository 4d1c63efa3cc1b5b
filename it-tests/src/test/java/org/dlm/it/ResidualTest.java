package org.dlm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dlm.compiler.graph.Precision;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.GradientProgram;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.api.Test;

/** Two residual blocks with batch norm, through the generated classes: derived right, and able to learn. */
class ResidualTest {
    private static final int BATCH = 6;
    private static final long SEED = 3;

    /**
     * Central differences, extrapolated: with n(h) = (L(w + h) - L(w - h)) / 2h the derivative is (4 n(h/2) - n(h)) / 3 up
     * to h⁴. For h = 1e-3 that is 1e-12 times a fifth derivative, and the rounding of the loss adds about 2^-53 / h = 1e-13
     * for each rounding in it; both are far below 1e-7 of the norms, which are about 1e-2 and more.
     */
    @Test
    void gradients_in_f64_are_those_of_differences() {
        double h = 1e-3;
        ModelFactory factory = Models.compile(Models.test("residual"), "SmoothResidual", Precision.F64);
        Weights weights = factory.newWeights(SEED);
        Batch batch = Examples.batch(factory.description(), BATCH, SEED);
        StepContext context = new StepContext(SEED, 1, 1);
        context.moveTo(1, 0);
        try (Team team = Team.single()) {
            GradientProgram program = factory.gradient("SmoothResidual", new ProgramRequest(weights, BATCH, team));
            double[] derived = new double[weights.length()];
            program.gradient(batch, context, derived);
            for (TensorSlot slot : weights.slots()) {
                if (slot.trained()) {
                    double difference = 0;
                    double norm = 0;
                    for (int i = slot.offset(); i < slot.end(); i++) {
                        double near = slope(program, batch, context, i, h / 2);
                        double numeric = (4 * near - slope(program, batch, context, i, h)) / 3;
                        difference += (numeric - derived[i]) * (numeric - derived[i]);
                        norm += numeric * numeric + derived[i] * derived[i];
                    }
                    double ratio = Math.sqrt(difference / norm);
                    double size = Math.sqrt(norm);
                    assertTrue(size > 1e-4, () -> slot.path() + " has a gradient of norm " + size);
                    assertTrue(ratio < 1e-7, () -> slot.path() + " differs by " + ratio);
                }
            }
        }
    }

    private static double slope(GradientProgram program, Batch batch, StepContext context, int index, double h) {
        double[] weights = program.weights().doubles();
        double start = weights[index];
        weights[index] = start + h;
        double above = program.loss(batch, context);
        weights[index] = start - h;
        double below = program.loss(batch, context);
        weights[index] = start;
        return (above - below) / (2 * h);
    }

    /** Labels that have nothing to do with the pictures can still be learnt by heart: ln 4 = 1.39 falls below 0.5. */
    @Test
    void the_loss_falls_and_the_running_moments_follow() {
        int batchSize = 32;
        ModelFactory factory = Models.compile(Models.test("residual"), "Residual", Precision.F32);
        Weights weights = factory.newWeights(SEED);
        Weights start = weights.copy();
        Batch batch = Examples.batch(factory.description(), batchSize, SEED);
        StepContext context = new StepContext(SEED, 150, 1);
        double first = Double.NaN;
        double last = Double.NaN;
        try (Team team = Team.single()) {
            TrainingProgram trainer = factory.trainer("Residual", new ProgramRequest(weights, batchSize, team));
            for (int step = 1; step <= 150; step++) {
                context.moveTo(step, 0);
                last = trainer.step(batch, context);
                first = step == 1 ? last : first;
            }
        }
        double begin = first;
        double end = last;
        assertTrue(begin > 1, () -> "the first loss is " + begin);
        assertTrue(end < 0.5, () -> "the loss went from " + begin + " to " + end);
        long moments = weights.slots().stream().filter(slot -> !slot.trained()).count();
        assertEquals(2 * 6, moments, "running means and variances of six batch norms");
        for (TensorSlot slot : weights.slots()) {
            if (!slot.trained()) {
                double[] before = start.get(slot.path());
                double[] after = weights.get(slot.path());
                for (int i = 0; i < after.length; i++) {
                    int channel = i;
                    assertTrue(before[i] != after[i], () -> slot.path() + " of channel " + channel + " stays");
                }
            }
        }
    }
}
