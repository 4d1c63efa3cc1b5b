package org.dlm.compiler.elaborate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One use of a layer: its path, and the parameters and buffers that it owns. A shared one keeps them from call to call. */
final class Instance {
    private final List<String> path;
    private final Map<String, Value.TensorValue> parameters = new LinkedHashMap<>();
    private final Map<String, KeptCell> buffers = new LinkedHashMap<>();
    private final Map<String, Instance> shares = new HashMap<>();
    private Map<String, Integer> numbers = new HashMap<>();
    private Set<String> taken = new HashSet<>();

    Instance(List<String> path) {
        this.path = List.copyOf(path);
    }

    List<String> path() {
        return path;
    }

    /** The path of something that this instance owns: {@code stage.0/conv1/W}. */
    String pathOf(String name) {
        return path.isEmpty() ? name : String.join("/", path) + "/" + name;
    }

    Instance child(String name) {
        java.util.List<String> longer = new java.util.ArrayList<>(path);
        longer.add(name);
        return shares.computeIfAbsent(name, n -> new Instance(longer));
    }

    /** Takes a name for one part of this use; false where another part of the same use has it. */
    boolean take(String name) {
        return taken.add(name);
    }

    /** The layer's name and a running number from 1. */
    String numbered(String layer) {
        return layer + numbers.merge(layer, 1, Integer::sum);
    }

    /** Called at the begin of each use, so that a shared instance finds its parts again by the same numbers and labels. */
    void restart() {
        numbers = new HashMap<>();
        taken = new HashSet<>();
    }

    Optional<Value.TensorValue> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    void own(String name, Value.TensorValue parameter) {
        parameters.put(name, parameter);
    }

    Optional<KeptCell> buffer(String name) {
        return Optional.ofNullable(buffers.get(name));
    }

    void own(String name, KeptCell buffer) {
        buffers.put(name, buffer);
    }
}
