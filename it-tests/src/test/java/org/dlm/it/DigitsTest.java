package org.dlm.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.source.SourceFile;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.program.ModelFactory;
import org.junit.jupiter.api.Test;

/** The first thing that a user does. */
class DigitsTest {
    /** A quarter of the sample's digits is enough for 90 of 100; guessing has 10. */
    @Test
    void a_quarter_of_the_digits_is_enough_for_90_percent() {
        SourceFile sample = Models.sample("digits/src/main/dlm/digits.dlm");
        String quarter = sample.text()
                .replace("digits(12000)", "digits(3000)")
                .replace("train = 11000, val = 1000", "train = 2750, val = 250")
                .replace("digits(2000, seed = 1)", "digits(500, seed = 1)");
        ModelFactory factory = Models.compile(new SourceFile(sample.path(), quarter), "Digits", Precision.F32);
        Training training = Training.of(factory, factory.recipe("Digits"), 5, ReaderRegistry.standard(), Path.of("."));
        assertTrue(training.data().split("train").size() == 2750, "the sample's data has changed: change the test");
        double accuracy = training.run(2).result().metrics().get("test").get("accuracy");
        assertTrue(accuracy > 0.9, () -> "accuracy on the test digits is " + accuracy);
    }
}
