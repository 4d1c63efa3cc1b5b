package org.dlm.compiler.elaborate;

import java.util.List;
import java.util.Optional;

/** The indices of a group once the rank of an access tells how many they are. */
final class GroupCell {
    private final String name;
    private Optional<List<Integer>> indices = Optional.empty();

    GroupCell(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Optional<List<Integer>> indices() {
        return indices;
    }

    void resolve(List<Integer> found) {
        indices = Optional.of(found);
    }
}
