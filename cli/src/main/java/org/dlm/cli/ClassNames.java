package org.dlm.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dlm.runtime.data.RecipeData;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.problem.StoredFileException;
import org.dlm.runtime.safetensors.SafetensorsFile;

/**
 * What the classes of a model's ports are called in the data that it was trained on. A training puts them into the weights
 * file, because predictions may have no labels to take them from.
 *
 * @param byPort the names by port; ports without names are left out
 */
record ClassNames(Map<String, List<String>> byPort) {
    private static final String KEY = "classes.";

    ClassNames {
        byPort = Collections.unmodifiableMap(new TreeMap<>(byPort));
    }

    static ClassNames of(ModelDescription model, RecipeData data) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (Port port : model.ports()) {
            List<String> ofPort = data.classNames(port);
            if (!ofPort.isEmpty()) {
                names.put(port.name(), ofPort);
            }
        }
        return new ClassNames(names);
    }

    /** Those in a weights file; none where it comes from elsewhere. */
    static ClassNames in(Path weights) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(weights)) {
            for (Map.Entry<String, String> entry : file.metadata().entrySet()) {
                if (entry.getKey().startsWith(KEY)) {
                    names.put(entry.getKey().substring(KEY.length()), texts(entry.getValue()));
                }
            }
            return new ClassNames(names);
        } catch (IOException unreadable) {
            throw new StoredFileException(
                    weights + ": the names of classes are damaged: " + unreadable.getMessage(), unreadable);
        }
    }

    private static List<String> texts(String json) throws IOException {
        return JSON.std.listOfFrom(String.class, json);
    }

    /** The name of a class of a port, or its number. */
    String name(Port port, int number) {
        List<String> names = byPort.getOrDefault(port.name(), List.of());
        return number < names.size() ? names.get(number) : String.valueOf(number);
    }
}
