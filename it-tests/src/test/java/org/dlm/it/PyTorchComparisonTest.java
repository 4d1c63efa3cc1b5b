package org.dlm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Locale;
import java.util.SplittableRandom;
import org.dlm.compiler.graph.Precision;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Five steps of Adam by dlm and by PyTorch, from the same weights and on the same pictures: each loss and, at the end,
 * each parameter agree.
 *
 * <p><b>Tolerance.</b> A rounded operation is an exact one on operands disturbed by a relative u, the unit roundoff, and a
 * sum of n terms in any order is one on operands disturbed by at most λ √n u but for a probability of 2 n exp(-λ²/2),
 * which is below 3e-4 for λ = 6 and n = 8000 (Higham and Mary 2019, theorem 2.4). What a disturbance does is measured: the
 * f64 classes run twice, once with all start weights and pixels disturbed at random by a relative d, and the largest
 * difference that comes of it, divided by d, is the condition κ of the run. Then
 *
 * <pre>tolerance = κ λ √(2 · steps · n) u</pre>
 *
 * where n adds up the longest sums of each layer forward and backward, and 2 stands for two engines that both round.
 *
 * <p><b>Adam near 0.</b> The first update is lr g / (|g| + eps): with the usual eps = 1e-8 its slope is 1e5 where g is
 * near 0, so in f32, where g is known to about 1e-8, some updates would say nothing but their sign. In f64 g is known to
 * about 1e-17, and eps = 1e-8 is no trouble; there the usual recipe is compared. In f32 the recipe has eps = 1e-3: the
 * slope is at most 2 lr / eps = 2. κ is measured with the same recipe.
 */
class PyTorchComparisonTest {
    private static final int STEPS = 5;
    private static final int BATCH = 8;
    private static final double LEARNING_RATE = 1e-3;
    private static final double LAMBDA = 6;
    private static final long SEED = 20;

    @BeforeAll
    static void pytorch_is_here() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(
                platform.toLowerCase(Locale.ROOT).equals("linux amd64"),
                "skipped: the build fetches PyTorch's native code for linux amd64 only, and this is " + platform);
    }

    /** Sums of the MLP: 784, 512 and 256 terms forward, 512, 256 and 10 and those over the batch backward. */
    @ParameterizedTest(name = "in {0}, recipe {1}, eps {2}")
    @CsvSource({"F64, usual, 1e-8", "F32, smooth, 1e-3"})
    void the_MLP_trains_as_in_PyTorch(Precision precision, String recipe, double eps) {
        compare(new Case("mlp", "Mlp", recipe, eps, 784 + 512 + 256 + 512 + 256 + 10 + 3 * BATCH), precision);
    }

    /** Sums of LeNet-5: 25, 150, 400, 120 and 84 terms forward, those of the planes and the batch backward. */
    @ParameterizedTest(name = "in {0}, recipe {1}, eps {2}")
    @CsvSource({"F64, usual, 1e-8", "F32, smooth, 1e-3"})
    void LeNet5_trains_as_in_PyTorch(Precision precision, String recipe, double eps) {
        int forward = 25 + 150 + 400 + 120 + 84;
        int backward = 28 * 28 * BATCH + 10 + 84 + 120 + 400;
        compare(new Case("lenet5", "LeNet5", recipe, eps, forward + backward), precision);
    }

    /**
     * What is compared.
     *
     * @param roundings n of the tolerance
     */
    private record Case(String file, String model, String recipe, double eps, int roundings) {
        ModelFactory compile(Precision precision) {
            return Models.compile(Models.test(file), model, precision);
        }
    }

    /** The losses of a run and its weights at the end. */
    private record Run(double[] losses, Weights weights) {}

    private static void compare(Case one, Precision precision) {
        double unit = precision == Precision.F64 ? 0x1p-53 : 0x1p-24;
        double tolerance = condition(one) * LAMBDA * Math.sqrt(2.0 * STEPS * one.roundings()) * unit;
        ModelFactory factory = one.compile(precision);
        PyTorchNet pytorch = new PyTorchNet(factory.newWeights(SEED), LEARNING_RATE, one.eps());
        Run dlm = run(factory, one.recipe(), 0);
        for (int step = 0; step < STEPS; step++) {
            double loss = pytorch.step(Examples.batch(factory.description(), BATCH, step));
            assertEquals(loss, dlm.losses()[step], tolerance, "loss of step " + (step + 1));
        }
        Weights start = factory.newWeights(SEED);
        for (TensorSlot slot : factory.description().weights()) {
            double[] theirs = pytorch.get(slot.path());
            double[] ours = dlm.weights().get(slot.path());
            double difference = distance(theirs, ours);
            assertTrue(
                    difference <= tolerance,
                    () -> slot.path() + " differs by " + difference + ", the tolerance is " + tolerance);
            // else the comparison would say nothing
            double moved = distance(start.get(slot.path()), ours);
            assertTrue(
                    moved > 10 * tolerance,
                    () -> slot.path() + " has moved by " + moved + " only, the tolerance is " + tolerance);
        }
    }

    /** κ: the largest difference in a loss or weight of the f64 run, for each relative disturbance of what goes in. */
    private static double condition(Case one) {
        double disturbance = 1e-10;
        ModelFactory factory = one.compile(Precision.F64);
        Run plain = run(factory, one.recipe(), 0);
        Run disturbed = run(factory, one.recipe(), disturbance);
        double losses = distance(plain.losses(), disturbed.losses());
        double weights = distance(plain.weights().doubles(), disturbed.weights().doubles());
        return Math.max(losses, weights) / disturbance;
    }

    private static Run run(ModelFactory factory, String recipe, double disturbance) {
        SplittableRandom random = new SplittableRandom(SEED);
        Weights weights = factory.newWeights(SEED);
        if (disturbance > 0) {
            for (TensorSlot slot : weights.slots()) {
                double[] values = weights.get(slot.path());
                for (int i = 0; i < values.length; i++) {
                    values[i] *= 1 + random.nextDouble(-disturbance, disturbance);
                }
                weights.set(slot.path(), values);
            }
        }
        double[] losses = new double[STEPS];
        try (Team team = Team.single()) {
            TrainingProgram trainer = factory.trainer(recipe, new ProgramRequest(weights, BATCH, team));
            StepContext context = new StepContext(SEED, STEPS, 1);
            for (int step = 0; step < STEPS; step++) {
                Batch batch = Examples.batch(factory.description(), BATCH, step);
                if (disturbance > 0) {
                    for (int i = 0; i < BATCH * 28 * 28; i++) {
                        Examples.set(
                                batch,
                                i,
                                Examples.pixel(batch, i) * (1 + random.nextDouble(-disturbance, disturbance)));
                    }
                }
                context.moveTo(step + 1, 0);
                losses[step] = trainer.step(batch, context);
            }
        }
        return new Run(losses, weights);
    }

    /** The largest difference; NaN is one. */
    private static double distance(double[] left, double[] right) {
        assertEquals(left.length, right.length);
        double largest = 0;
        for (int i = 0; i < left.length; i++) {
            largest = Math.max(largest, Math.abs(left[i] - right[i]));
        }
        return largest;
    }
}
