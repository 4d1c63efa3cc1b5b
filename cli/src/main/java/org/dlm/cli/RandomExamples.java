package org.dlm.cli;

import java.util.SplittableRandom;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.program.Batch;

/**
 * Examples of a model's types without any meaning, for measuring and checking where no data is needed: floats in 0 .. 1
 * (which every loss of the library takes as a target), classes and tokens in their range, truth values, and 0 for any
 * other int, which may be a place.
 */
final class RandomExamples {
    private RandomExamples() {}

    static Batch batch(ModelDescription model, int count, long seed) {
        Batch batch = new Batch(model.ports(), count, model.precision());
        SplittableRandom random = new SplittableRandom(seed);
        for (int p = 0; p < model.ports().size(); p++) {
            fill(batch, p, random);
        }
        batch.filled(count, 0);
        return batch;
    }

    private static void fill(Batch batch, int number, SplittableRandom random) {
        Port port = batch.ports().get(number);
        int bound = switch (port.kind()) {
            case BOOL -> 2;
            case INT -> Math.max(1, port.classes());
            case FLOAT -> 1;
        };
        for (int i = 0; i < batch.ints(number).length; i++) {
            batch.ints(number)[i] = random.nextInt(bound);
        }
        for (int i = 0; i < batch.floats(number).length; i++) {
            batch.floats(number)[i] = (float) random.nextDouble();
        }
        for (int i = 0; i < batch.doubles(number).length; i++) {
            batch.doubles(number)[i] = random.nextDouble();
        }
    }
}
