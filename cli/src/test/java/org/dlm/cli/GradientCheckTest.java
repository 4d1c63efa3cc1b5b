package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleBinaryOperator;
import org.dlm.cli.ParameterGradient.Verdict;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.GradientProgram;
import org.dlm.runtime.program.StepContext;
import org.junit.jupiter.api.Test;

/** Each case is a loss of two weights, at (0.3, -0.7), and what is said to be its gradient. */
class GradientCheckTest {
    private static final double TOLERANCE = 1e-7;

    private record Claim(DoubleBinaryOperator loss, double dx, double dy, Weights weights) implements GradientProgram {
        static Claim of(DoubleBinaryOperator loss, double dx, double dy) {
            ModelDescription model = ModelDescription.named("Claim")
                    .precision(Precision.F64)
                    .parameter("w", Shape.of(2), 0)
                    .build();
            Weights weights = Weights.of(model);
            weights.set("w", 0.3, -0.7);
            return new Claim(loss, dx, dy, weights);
        }

        @Override
        public ModelDescription description() {
            return ModelDescription.named("Claim").build();
        }

        @Override
        public int maxBatch() {
            return 1;
        }

        @Override
        public double loss(Batch batch, StepContext context) {
            return loss.applyAsDouble(weights.at(0), weights.at(1));
        }

        @Override
        public double gradient(Batch batch, StepContext context, double[] gradient) {
            gradient[0] = dx;
            gradient[1] = dy;
            return loss(batch, context);
        }

        ParameterGradient check() {
            Batch none = new Batch(description().ports(), 1, Precision.F64);
            GradientCheck check = new GradientCheck(this, none, new StepContext(0, 1, 1), 1);
            return check.run(weights.slots(), 20).getFirst();
        }
    }

    @Test
    void a_right_gradient_is_good_far_below_the_tolerance() {
        ParameterGradient result = Claim.of(
                        (x, y) -> Math.exp(3 * x) * y * y, 3 * Math.exp(0.9) * 0.49, -1.4 * Math.exp(0.9))
                .check();

        assertEquals(Verdict.GOOD, result.verdict(TOLERANCE));
        assertTrue(result.ratio() < 1e-10, "ratio " + result.ratio());
        assertEquals(2, result.tried());
    }

    @Test
    void an_error_of_a_millionth_is_found() {
        ParameterGradient result =
                Claim.of((x, y) -> x * y, -0.7, 0.3 * (1 + 1e-6)).check();

        assertEquals(Verdict.WRONG, result.verdict(TOLERANCE));
        assertEquals(1, result.worst());
    }

    @Test
    void a_gradient_that_is_missing_is_wrong() {
        assertEquals(Verdict.WRONG, Claim.of((x, y) -> x * y, 0, 0).check().verdict(TOLERANCE));
    }

    @Test
    void a_gradient_that_is_not_a_number_is_wrong() {
        assertEquals(
                Verdict.WRONG,
                Claim.of((x, y) -> x * y, Double.NaN, 0.3).check().verdict(TOLERANCE));
    }

    @Test
    void a_loss_without_the_parameter_has_gradient_zero() {
        ParameterGradient result = Claim.of((x, y) -> 2.5, 0, 0).check();

        assertEquals(Verdict.ZERO, result.verdict(TOLERANCE));
        assertEquals(0, result.ratio());
    }

    @Test
    void a_bend_within_the_largest_step_is_avoided_by_a_smaller_one() {
        ParameterGradient result =
                Claim.of((x, y) -> Math.abs(x - 0.30003) + y, -1, 1).check();

        assertEquals(0, result.bends());
        assertEquals(Verdict.GOOD, result.verdict(TOLERANCE));
    }

    @Test
    void a_value_at_which_the_loss_bends_is_left_out() {
        ParameterGradient result =
                Claim.of((x, y) -> Math.abs(x - 0.3000003) + y, -1, 1).check();

        assertEquals(1, result.bends());
        assertEquals(Verdict.GOOD, result.verdict(TOLERANCE));
    }

    @Test
    void where_it_bends_everywhere_nothing_is_decided() {
        ParameterGradient result = Claim.of((x, y) -> Math.abs(x - 0.3000003) + Math.abs(y + 0.7000003), -1, 1)
                .check();

        assertEquals(Verdict.UNDECIDED, result.verdict(TOLERANCE));
        assertTrue(result.complaint(TOLERANCE).contains("another --seed"));
    }

    @Test
    void the_weights_are_as_before() {
        Claim claim = Claim.of((x, y) -> x * y, -0.7, 0.3);
        claim.check();

        assertEquals(0.3, claim.weights().at(0));
        assertEquals(-0.7, claim.weights().at(1));
    }
}
