package org.dlm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dlm.runtime.data.RecipeData;
import org.dlm.runtime.json.Json;
import org.dlm.runtime.json.JsonSyntaxException;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.problem.StoredFileException;

/**
 * What the classes of a model's ports are called in the data that it was trained on. They lie beside the weights, because
 * a prediction may have no labels to take them from.
 *
 * @param byPort the names by port; ports without names are left out
 */
record ClassNames(Map<String, List<String>> byPort) {
    private static final String FILE = "classes.json";

    ClassNames {
        byPort = Collections.unmodifiableMap(new TreeMap<>(byPort));
    }

    static ClassNames of(ModelDescription model, RecipeData data) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (Port port : model.ports()) {
            List<String> ofPort = data.classNames(port);
            if (port.classes() > 0 && !ofPort.isEmpty()) {
                names.put(port.name(), ofPort);
            }
        }
        return new ClassNames(names);
    }

    /** Those beside a weights file; none where the file was taken elsewhere. */
    static ClassNames beside(Path weights) {
        Path file = weights.toAbsolutePath().resolveSibling(FILE);
        if (!Files.isRegularFile(file)) {
            return new ClassNames(Map.of());
        }
        try {
            return read(Json.parse(Files.readString(file)));
        } catch (IOException | JsonSyntaxException unreadable) {
            throw new StoredFileException("cannot read the class names in " + file + ": " + unreadable, unreadable);
        }
    }

    private static ClassNames read(Json json) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        if (json instanceof Json.Members(Map<String, Json> members)) {
            members.forEach((port, value) -> {
                if (value instanceof Json.Items(List<Json> items)) {
                    names.put(port, items.stream().map(ClassNames::text).toList());
                }
            });
        }
        return new ClassNames(names);
    }

    private static String text(Json json) {
        return json instanceof Json.Text(String value) ? value : json.write();
    }

    /** The name of a class of a port, or its number. */
    String name(Port port, int number) {
        List<String> names = byPort.getOrDefault(port.name(), List.of());
        return number < names.size() ? names.get(number) : String.valueOf(number);
    }

    /** Writes them beside the weights, if there are any. */
    void save(Path folder) {
        if (byPort.isEmpty()) {
            return;
        }
        Answer names = new Answer();
        byPort.forEach((port, list) -> names.with(
                port, new Json.Items(list.stream().<Json>map(Json.Text::new).toList())));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(FILE), names.json().write() + "\n", StandardCharsets.UTF_8);
        } catch (IOException unwritable) {
            throw new StoredFileException(
                    "cannot write the class names into " + folder + ": " + unwritable, unwritable);
        }
    }
}
