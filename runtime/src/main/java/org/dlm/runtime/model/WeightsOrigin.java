package org.dlm.runtime.model;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dlm.runtime.problem.StoredFileException;
import org.dlm.runtime.safetensors.SafetensorsFile;

/**
 * Which model some weights belong to, as files say it. Two models may have tensors of the same names and shapes, and the weights of
 * one are then numbers like any other to the other; so a file that names its model is read for this model only.
 *
 * @param model the model's name with its package, such as {@code com.acme.digits.Digits}
 * @param graphHash digest of what the model computes; empty where it is not known
 */
record WeightsOrigin(String model, String graphHash) {
    private static final String MODEL = "dlm.model";
    private static final String GRAPH = "dlm.graph";

    static WeightsOrigin of(ModelDescription model) {
        return new WeightsOrigin(model.qualifiedName(), model.graphHash());
    }

    /** The entries for a file's header, beside those of the user. */
    Map<String, String> with(Map<String, String> metadata) {
        Map<String, String> all = new TreeMap<>(metadata);
        all.put(MODEL, model);
        if (!graphHash.isEmpty()) {
            all.put(GRAPH, graphHash);
        }
        return all;
    }

    /**
     * Refuses the file of another model. A file that names none, as those of other tools, is left to its tensors.
     *
     * @param formerName a name that the model had before; empty: none
     */
    void requireIn(SafetensorsFile file, String formerName) {
        String found = file.metadata().getOrDefault(MODEL, model);
        if (!found.equals(model) && !found.equals(formerName)) {
            throw new StoredFileException(file.name() + " holds weights of the model " + found + ", not of " + model
                    + (formerName.isEmpty() ? "" : " or " + formerName)
                    + "; give weights of " + model + ". If " + found + " is its former name, say so: load(file, \""
                    + found + "\"), or --former-name " + found);
        }
    }

    /** What is odd about a file that is taken all the same. */
    Optional<String> remark(SafetensorsFile file) {
        String found = file.metadata().getOrDefault(GRAPH, graphHash);
        return found.equals(graphHash) || graphHash.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        file.name() + " was written by another version of the model " + model
                                + ": its tensors fit, but what is computed with them has changed since (such as an activation)");
    }
}
