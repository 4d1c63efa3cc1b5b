package org.dlm.runtime.train;

import java.util.Optional;
import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.Finite;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.TensorStorage;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.TrainingProgram;

/** Says why a loss is infinite or not a number: by the batch, else by the weights, else by the state. */
final class NonFinite {
    private NonFinite() {}

    /** A half sentence on where the first such number is, or what comes nearest to it. */
    static String describe(TrainingProgram trainer, Batch batch) {
        String inBatch = inBatch(batch);
        if (!inBatch.isEmpty()) {
            return inBatch;
        }
        Optional<String> inStored = Finite.firstOther(trainer.weights())
                .map(place -> "parameter " + place)
                .or(() -> Finite.firstOther(trainer.state()).map(place -> "optimizer state " + place));
        return inStored.map(place -> "; after the update the first such number is " + place)
                .orElseGet(() -> largest(trainer.weights()));
    }

    /** All stored numbers are finite, so something between them overflowed: most likely where they are largest. */
    private static String largest(TensorStorage weights) {
        String path = "";
        double size = 0;
        for (TensorSlot slot : weights.slots()) {
            for (int i = slot.offset(); i < slot.end(); i++) {
                double value = Math.abs(weights.at(i));
                path = value > size ? slot.path() : path;
                size = Math.max(size, value);
            }
        }
        return path.isEmpty() ? "" : "; all parameters are finite, the largest is in " + path + ", with size " + size;
    }

    private static String inBatch(Batch batch) {
        for (int p = 0; p < batch.ports().size(); p++) {
            int size = batch.ports().get(p).shape().size();
            boolean isFloat = batch.ports().get(p).kind() == ElementKind.FLOAT;
            for (int i = 0; isFloat && i < batch.count() * size; i++) {
                double value = batch.floats(p).length > 0 ? batch.floats(p)[i] : batch.doubles(p)[i];
                if (!Double.isFinite(value)) {
                    return "; the data is the cause: " + batch.ports().get(p).name() + " of example " + i / size
                            + " of the batch holds " + value;
                }
            }
        }
        return "";
    }
}
