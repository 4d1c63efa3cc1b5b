package org.dlm.compiler.resolve;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.Name;

/**
 * What a file sees by name: its own declarations, then what it imports, then the core of the library; a nearer one hides a
 * farther one of the same kind. What is called, what is a value and what is a model are looked up apart, so that a
 * constant {@code relu} does not hide the function.
 */
public final class DeclarationScope {
    private final Map<String, Declaration.Callable> callables = new TreeMap<>();
    private final Map<String, Declaration.Callable> models = new TreeMap<>();
    private final Map<String, Declaration.Const> constants = new TreeMap<>();

    DeclarationScope() {}

    /** A {@code fn}, {@code layer}, {@code optimizer}, {@code schedule} or {@code init}. */
    public Optional<Declaration.Callable> callable(String name) {
        return Optional.ofNullable(callables.get(name));
    }

    public Optional<Declaration.Callable> model(String name) {
        return Optional.ofNullable(models.get(name));
    }

    /** The constant declaration that binds the name, alone or among several. */
    public Optional<Declaration.Const> constant(String name) {
        return Optional.ofNullable(constants.get(name));
    }

    /** In alphabetical order. */
    public Set<String> callableNames() {
        return Collections.unmodifiableSet(callables.keySet());
    }

    /** In alphabetical order. */
    public Set<String> modelNames() {
        return Collections.unmodifiableSet(models.keySet());
    }

    /** In alphabetical order. */
    public Set<String> constantNames() {
        return Collections.unmodifiableSet(constants.keySet());
    }

    /** Adds what a file declares, farther than everything that was added before. */
    void addBehind(FileUnit file) {
        file.declarations().forEach(this::addBehind);
    }

    void addBehind(Declaration declaration) {
        switch (declaration) {
            case Declaration.Const constant -> {
                for (Name name : constant.names()) {
                    constants.putIfAbsent(name.text(), constant);
                }
            }
            case Declaration.Callable callable -> {
                boolean isModel = callable.kind() == Declaration.Kind.MODEL;
                (isModel ? models : callables).putIfAbsent(callable.name().text(), callable);
            }
            case Declaration.Train train -> {}
        }
    }
}
