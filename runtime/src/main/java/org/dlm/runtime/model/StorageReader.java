package org.dlm.runtime.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.problem.StoredFileException;
import org.dlm.runtime.safetensors.SafetensorsFile;
import org.dlm.runtime.safetensors.TensorEntry;

/** Fills a storage from a file: first all checks, so that a file that does not fit changes nothing. */
record StorageReader(TensorStorage storage, SafetensorsFile file, String prefix) {
    /** A message that is longer is read by nobody. */
    private static final int SHOWN = 100;

    void read() {
        check();
        for (TensorSlot slot : storage.slots()) {
            file.read(entry(slot), (index, value) -> storage.put(slot.offset() + index, value));
        }
    }

    private TensorEntry entry(TensorSlot slot) {
        return file.tensors().get(prefix + slot.path());
    }

    private void check() {
        List<String> problems = new ArrayList<>();
        for (TensorSlot slot : storage.slots()) {
            checkTensor(slot, problems);
        }
        for (Map.Entry<String, TensorEntry> tensor : file.tensors().entrySet()) {
            String name = tensor.getKey();
            if (name.startsWith(prefix) && !storage.contains(name.substring(prefix.length()))) {
                problems.add(
                        name + " " + tensor.getValue().shape() + " is in the file, but the model has no such tensor");
            }
        }
        if (!problems.isEmpty()) {
            throw new StoredFileException(message(problems));
        }
        storage.slots().forEach(this::checkNumbers);
    }

    /**
     * A parameter is finite; what is kept besides may be infinite, as a mask or a smallest value so far is, but is a number. Looked
     * at as it will be: 1e300 is infinite in f32.
     */
    private void checkNumbers(TensorSlot slot) {
        file.read(entry(slot), (index, value) -> {
            double stored = storage.precision() == Precision.F32 ? (float) value : value;
            if (Double.isNaN(stored) || slot.trained() && Double.isInfinite(stored)) {
                throw new StoredFileException(file.name() + " holds no usable numbers: "
                        + new Finite.Place(prefix + slot.path(), slot.shape(), index, stored)
                        + "; it was written by a training that had failed: use weights of an earlier epoch");
            }
        });
    }

    private void checkTensor(TensorSlot slot, List<String> problems) {
        String name = prefix + slot.path();
        TensorEntry entry = file.tensors().get(name);
        if (entry == null) {
            problems.add(name + " " + slot.shape() + " is needed, but the file has no such tensor");
        } else if (!entry.shape().equals(slot.shape().extents())) {
            problems.add(name + " has shape " + entry.shape() + " in the file, but " + slot.shape() + " in the model");
        } else if (!entry.type().equals("F32") && !entry.type().equals("F64")) {
            problems.add(name + " has type " + entry.type() + " in the file, but F32 or F64 is needed");
        }
    }

    private String message(List<String> problems) {
        StringBuilder message = new StringBuilder(file.name() + " does not fit the model:");
        for (String problem : problems.subList(0, Math.min(SHOWN, problems.size()))) {
            message.append("\n  ").append(problem);
        }
        if (problems.size() > SHOWN) {
            message.append("\n  and ").append(problems.size() - SHOWN).append(" more");
        }
        return message.append("\nUse the weights of this model, or compile the model they were trained with.")
                .toString();
    }
}
