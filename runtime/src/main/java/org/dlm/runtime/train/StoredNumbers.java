package org.dlm.runtime.train;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.dlm.runtime.model.Finite;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.TensorStorage;
import org.dlm.runtime.program.TrainingProgram;

/**
 * Looks at weights and optimizer state before they are kept, because a loss says nothing of what the step after it did. Parameters
 * are finite. So is what is kept besides, unless it began otherwise: a mask of -inf, a smallest value so far; NaN is never kept.
 */
final class StoredNumbers {
    private final TrainingProgram trainer;
    /** Buffers and state that began with infinities. */
    private final Set<TensorSlot> infinite = new HashSet<>();

    /** For a trainer before its first step. */
    StoredNumbers(TrainingProgram trainer) {
        this.trainer = trainer;
        addInfinite(trainer.weights());
        addInfinite(trainer.state());
    }

    private void addInfinite(TensorStorage storage) {
        for (TensorSlot slot : storage.slots()) {
            if (!slot.trained() && Finite.firstOther(storage, slot).isPresent()) {
                infinite.add(slot);
            }
        }
    }

    /** The first number that may not be kept, such as {@code parameter conv1/W[2, 0, 1] is NaN}. */
    Optional<String> firstWrong() {
        return firstWrong(trainer.weights())
                .or(() -> firstWrong(trainer.state()).map(found -> "optimizer state " + found));
    }

    private Optional<String> firstWrong(TensorStorage storage) {
        for (TensorSlot slot : storage.slots()) {
            Optional<Finite.Place> place =
                    infinite.contains(slot) ? firstNaN(storage, slot) : Finite.firstOther(storage, slot);
            if (place.isPresent()) {
                return place.map(found -> storage == trainer.state() ? found.toString() : kind(slot) + found);
            }
        }
        return Optional.empty();
    }

    private static String kind(TensorSlot slot) {
        return slot.trained() ? "parameter " : "buffer ";
    }

    private static Optional<Finite.Place> firstNaN(TensorStorage storage, TensorSlot slot) {
        for (int i = slot.offset(); i < slot.end(); i++) {
            if (Double.isNaN(storage.at(i))) {
                return Optional.of(new Finite.Place(slot.path(), slot.shape(), i - slot.offset(), Double.NaN));
            }
        }
        return Optional.empty();
    }
}
