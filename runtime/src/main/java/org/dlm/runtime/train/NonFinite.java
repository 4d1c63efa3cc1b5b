package org.dlm.runtime.train;

import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.TensorStorage;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.TrainingProgram;

/** Finds the first number that is infinite or not a number: in the batch, else in the weights, else in the state. */
final class NonFinite {
    private NonFinite() {}

    /** A half sentence on where it is, or what comes nearest to it. */
    static String describe(TrainingProgram trainer, Batch batch) {
        String inBatch = inBatch(batch);
        if (!inBatch.isEmpty()) {
            return inBatch;
        }
        String inWeights = inStorage("parameter", trainer.weights());
        String inStored = inWeights.isEmpty() ? inStorage("optimizer state", trainer.state()) : inWeights;
        return inStored.isEmpty() ? largest(trainer.weights()) : inStored;
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

    private static String inStorage(String what, TensorStorage storage) {
        for (TensorSlot slot : storage.slots()) {
            for (int i = slot.offset(); i < slot.end(); i++) {
                double value = storage.at(i);
                if (!Double.isFinite(value)) {
                    return "; after the update the first such " + what + " is " + slot.path() + ", with " + value
                            + " at " + (i - slot.offset());
                }
            }
        }
        return "";
    }
}
