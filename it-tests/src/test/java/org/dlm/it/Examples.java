package org.dlm.it;

import java.util.SplittableRandom;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.program.Batch;

/** Batches of random pictures (port 0, uniform in 0 .. 1) with random labels (port 1), the same in both precisions. */
final class Examples {
    private Examples() {}

    static Batch batch(ModelDescription model, int count, long seed) {
        Batch batch = new Batch(model.ports(), count, model.precision());
        SplittableRandom random = new SplittableRandom(seed);
        int pixels = model.ports().get(0).shape().size();
        int classes = model.ports().get(1).classes();
        for (int i = 0; i < count * pixels; i++) {
            set(batch, i, (float) random.nextDouble());
        }
        for (int e = 0; e < count; e++) {
            batch.ints(1)[e] = random.nextInt(classes);
        }
        batch.filled(count, 0);
        return batch;
    }

    /** The pixel at an index, in either precision. */
    static double pixel(Batch batch, int index) {
        return batch.floats(0).length > 0 ? batch.floats(0)[index] : batch.doubles(0)[index];
    }

    static void set(Batch batch, int index, double value) {
        if (batch.floats(0).length > 0) {
            batch.floats(0)[index] = (float) value;
        } else {
            batch.doubles(0)[index] = value;
        }
    }
}
