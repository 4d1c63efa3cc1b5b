package org.dlm.compiler.resolve;

import java.util.Map;
import java.util.Set;

/**
 * What all names of one declaration may mean beside its local ones.
 *
 * @param declarations what its file sees
 * @param builtInValues values of the compiler that are known in this kind of declaration
 * @param extraFunctions functions known here only, such as the readers of a recipe
 * @param members names after a dot whose left side is fixed: {@code val} has the losses and metrics of the model
 */
record Surroundings(
        DeclarationScope declarations,
        Set<String> builtInValues,
        Set<String> extraFunctions,
        Map<String, Set<String>> members) {
    static Surroundings of(DeclarationScope declarations, Set<String> builtInValues) {
        return new Surroundings(declarations, builtInValues, Set.of(), Map.of());
    }
}
