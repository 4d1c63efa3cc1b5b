package org.dlm.compiler.elaborate;

import java.util.List;

/** The paths of what a model owns, in the order of its text. */
final class Paths {
    private Paths() {}

    static List<String> of(Computed computed) {
        return computed.model().owned().stream()
                .map(ElaboratedModel.Owned::path)
                .toList();
    }
}
