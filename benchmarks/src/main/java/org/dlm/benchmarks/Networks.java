package org.dlm.benchmarks;

import java.util.SplittableRandom;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ModelFactory;

/** The generated models of this module, and examples for them without any meaning. */
final class Networks {
    private Networks() {}

    /** The model of a class of this package or of the one of kernels. */
    static ModelFactory factory(String className) {
        try {
            return (ModelFactory) Class.forName(Networks.class.getPackageName() + "." + className)
                    .getMethod("factory")
                    .invoke(null);
        } catch (ReflectiveOperationException fault) {
            throw new IllegalArgumentException("no generated model " + className, fault);
        }
    }

    /** Floats in 0 .. 1 and classes in their range. */
    static Batch batch(ModelDescription model, int count) {
        Batch batch = new Batch(model.ports(), count, model.precision());
        SplittableRandom random = new SplittableRandom(7);
        for (int p = 0; p < model.ports().size(); p++) {
            Port port = batch.ports().get(p);
            for (int i = 0; i < batch.ints(p).length; i++) {
                batch.ints(p)[i] = random.nextInt(Math.max(1, port.classes()));
            }
            for (int i = 0; i < batch.floats(p).length; i++) {
                batch.floats(p)[i] = (float) random.nextDouble();
            }
        }
        batch.filled(count, 0);
        return batch;
    }
}
