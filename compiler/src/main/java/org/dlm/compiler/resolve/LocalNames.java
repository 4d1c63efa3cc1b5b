package org.dlm.compiler.resolve;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The local names that are known at one point of a body, each with the bindings that may have reached this point: after
 * {@code if c { y = a } else { y = b }} the name {@code y} has two. Names that may be called are kept apart, so that a
 * setting {@code dropout} does not hide the function.
 */
final class LocalNames {
    private final Map<String, Set<Binding>> values;
    private final Map<String, Set<Binding>> callables;

    LocalNames() {
        this(new HashMap<>(), new HashMap<>());
    }

    private LocalNames(Map<String, Set<Binding>> values, Map<String, Set<Binding>> callables) {
        this.values = values;
        this.callables = callables;
    }

    /** Later bindings in the copy do not show here. */
    LocalNames copy() {
        return new LocalNames(new HashMap<>(values), new HashMap<>(callables));
    }

    void bindValue(Binding binding) {
        values.put(binding.name().text(), Set.of(binding));
    }

    /** A name that is called, and also a value that can be handed on: a setting {@code act: fn}. */
    void bindCallable(Binding binding) {
        bindValue(binding);
        callables.put(binding.name().text(), Set.of(binding));
    }

    /** A binding that may reach this point, beside those that already do; nothing if the name is not known here. */
    void mayBind(Binding binding) {
        values.computeIfPresent(binding.name().text(), (name, earlier) -> union(earlier, Set.of(binding)));
    }

    /** The point where two roads meet. */
    void join(LocalNames other) {
        other.values.forEach((name, bindings) -> values.merge(name, bindings, LocalNames::union));
        other.callables.forEach((name, bindings) -> callables.merge(name, bindings, LocalNames::union));
    }

    /** The point after a loop: rebound outer names carry over, names first bound inside are gone. */
    void joinKnown(LocalNames other) {
        values.replaceAll((name, bindings) -> union(bindings, other.values.get(name)));
    }

    /** Empty if there is no such value. */
    Set<Binding> value(String name) {
        return values.getOrDefault(name, Set.of());
    }

    /** Empty if there is no such callable. */
    Set<Binding> callable(String name) {
        return callables.getOrDefault(name, Set.of());
    }

    boolean hasValue(String name) {
        return values.containsKey(name);
    }

    Set<String> valueNames() {
        return new TreeSet<>(values.keySet());
    }

    Set<String> callableNames() {
        return new TreeSet<>(callables.keySet());
    }

    private static Set<Binding> union(Set<Binding> left, Set<Binding> right) {
        Set<Binding> both = new HashSet<>(left);
        both.addAll(right);
        return both;
    }
}
