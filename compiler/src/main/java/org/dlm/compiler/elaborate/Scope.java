package org.dlm.compiler.elaborate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names of a body. Plain values and what can be called are looked up apart. A round of a {@code for} has a scope of its own; names of
 * the body that it binds again change outside.
 */
final class Scope {
    private final Optional<Scope> outer;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Value> callables = new LinkedHashMap<>();
    private final Map<String, KeptCell> kept = new LinkedHashMap<>();

    private Scope(Optional<Scope> outer) {
        this.outer = outer;
    }

    static Scope ofBody() {
        return new Scope(Optional.empty());
    }

    Scope nested() {
        return new Scope(Optional.of(this));
    }

    Optional<Value> value(String name) {
        Optional<KeptCell> cell = kept(name);
        if (cell.isPresent()) {
            return Optional.of(cell.get().current());
        }
        Value own = values.get(name);
        return own != null ? Optional.of(own) : outer.flatMap(o -> o.value(name));
    }

    Optional<Value> callable(String name) {
        Value own = callables.get(name);
        return own != null ? Optional.of(own) : outer.flatMap(o -> o.callable(name));
    }

    Optional<KeptCell> kept(String name) {
        KeptCell own = kept.get(name);
        if (own != null || values.containsKey(name)) {
            return Optional.ofNullable(own);
        }
        return outer.flatMap(o -> o.kept(name));
    }

    /** Binds a name for the rest of this scope, or binds it again where an outer scope of the body has it. */
    void bind(String name, Value value) {
        Scope scope = this;
        while (!scope.values.containsKey(name) && scope.outer.isPresent()) {
            scope = scope.outer.get();
        }
        (scope.values.containsKey(name) ? scope : this).values.put(name, value);
    }

    /** Binds a name in this very scope, hiding an outer one: loop names, indices. */
    void hide(String name, Value value) {
        values.put(name, value);
    }

    void bindCallable(String name, Value stage) {
        callables.put(name, stage);
    }

    void bindKept(String name, KeptCell cell) {
        kept.put(name, cell);
    }

    /** All names of plain values that can be seen, for suggestions. */
    java.util.Set<String> names() {
        java.util.Set<String> names = new java.util.TreeSet<>(values.keySet());
        names.addAll(kept.keySet());
        outer.ifPresent(o -> names.addAll(o.names()));
        return names;
    }
}
