package org.dlm.compiler.resolve;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;

/** Which bindings of one declaration are read, and the warnings about those that are not. */
final class NameUse {
    private final Set<Binding> read = new HashSet<>();
    private final Map<Binding, Diagnostic> watched = new LinkedHashMap<>();
    private final Map<Binding, Set<Binding>> alternatives = new LinkedHashMap<>();

    void read(Set<Binding> bindings) {
        read.addAll(bindings);
    }

    /** A name bound by {@code =}: useless if never read. */
    void watchLocal(Binding binding) {
        String message = "'" + binding.name().text() + "' is never read";
        watched.put(
                binding,
                Diagnostic.warning(DiagnosticId.UNUSED_VALUE, binding.name().span(), message));
    }

    /** The last of {@code a, b = f(x)} can be left away; one before it only with all that follow. */
    void watchResults(List<Binding> bindings) {
        for (int i = 0; i < bindings.size(); i++) {
            watchLocal(bindings.get(i));
            alternatives.put(bindings.get(i), Set.copyOf(bindings.subList(i + 1, bindings.size())));
        }
    }

    /**
     * An input, target or data parameter.
     *
     * @param what how the message calls it
     * @param dimensions names bound by its type; reading one of them uses it as well
     */
    void watchInput(Binding binding, String what, Set<Binding> dimensions) {
        String message = "the " + what + " '" + binding.name().text() + "' is never used";
        watched.put(
                binding,
                Diagnostic.warning(DiagnosticId.UNUSED_INPUT, binding.name().span(), message));
        alternatives.put(binding, dimensions);
    }

    void report(DiagnosticSink sink) {
        watched.forEach((binding, warning) -> {
            if (!isUsed(binding)) {
                sink.report(warning);
            }
        });
    }

    private boolean isUsed(Binding binding) {
        return read.contains(binding)
                || alternatives.getOrDefault(binding, Set.of()).stream().anyMatch(read::contains);
    }
}
