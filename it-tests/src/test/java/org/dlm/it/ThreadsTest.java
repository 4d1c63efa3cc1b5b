package org.dlm.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.dlm.compiler.graph.Precision;
import org.dlm.it.Training.Outcome;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.model.TensorStorage;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.SplitPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results do not depend on the number of threads: to the bit, for the samples' networks, after an epoch. */
class ThreadsTest {
    private static final String FOLDER = "mnist/src/main/dlm/";

    /** The last batch is smaller (700 = 10 * 64 + 60): its parts are cut elsewhere. */
    @ParameterizedTest
    @CsvSource({"mlp, Mlp", "lenet5, LeNet5"})
    void one_and_two_threads_train_alike_on_drawn_digits(String file, String model) {
        ModelFactory factory = Models.compile(Models.sample(FOLDER + file + ".dlm"), model, Precision.F32);
        Training training = Training.of(
                factory,
                Training.divided(factory.recipe(model), SplitPart.count("train", 700), SplitPart.count("val", 100)),
                1,
                MnistData.drawn(800),
                Path.of("."));
        assertAlike(training.run(1), training.run(2));
    }

    @Test
    void LeNet5_trains_alike_for_an_epoch_of_MNIST() {
        Path mnist = MnistData.folder();
        Training training = anEpoch("lenet5", "LeNet5", mnist);
        assertAlike(training.run(1), training.run(2));
    }

    /** An epoch is enough for 95 of 100: a linear model reaches 92. */
    @Test
    void the_MLP_trains_alike_for_an_epoch_of_MNIST_and_learns() {
        Path mnist = MnistData.folder();
        Training training = anEpoch("mlp", "Mlp", mnist);
        Outcome alone = training.run(1);
        assertAlike(alone, training.run(2));
        double accuracy = alone.result().metrics().get("test").get("accuracy");
        assertTrue(accuracy > 0.95, () -> "accuracy after an epoch of MNIST is " + accuracy);
    }

    private static Training anEpoch(String file, String model, Path mnist) {
        ModelFactory factory = Models.compile(Models.sample(FOLDER + file + ".dlm"), model, Precision.F32);
        return Training.of(factory, factory.recipe(model), 1, ReaderRegistry.standard(), mnist);
    }

    private static void assertAlike(Outcome left, Outcome right) {
        assertSame(left.weights(), right.weights());
        assertSame(left.state(), right.state());
    }

    /** Equal bits of all values, and some other than 0. */
    private static void assertSame(TensorStorage left, TensorStorage right) {
        assertArrayEquals(left.floats(), right.floats());
        for (var slot : left.slots()) {
            double sum = 0;
            for (double value : left.get(slot.path())) {
                sum += Math.abs(value);
            }
            double total = sum;
            assertTrue(total > 0 && Double.isFinite(total), () -> slot.path() + " adds up to " + total);
        }
    }
}
