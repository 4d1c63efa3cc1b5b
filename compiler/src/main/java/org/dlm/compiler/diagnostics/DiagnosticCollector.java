package org.dlm.compiler.diagnostics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.source.Span;

/**
 * Keeps diagnostics in the order of their reports. Of several with the same id at the same place it keeps the first: a
 * later stage that meets an unknown name again has nothing to add.
 */
public final class DiagnosticCollector implements DiagnosticSink {
    private record Finding(DiagnosticId id, Span span) {}

    private final Map<Finding, Diagnostic> diagnostics = new LinkedHashMap<>();

    @Override
    public void report(Diagnostic diagnostic) {
        diagnostics.putIfAbsent(new Finding(diagnostic.id(), diagnostic.span()), diagnostic);
    }

    public List<Diagnostic> diagnostics() {
        return List.copyOf(diagnostics.values());
    }

    public boolean hasErrors() {
        return diagnostics.values().stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
    }
}
