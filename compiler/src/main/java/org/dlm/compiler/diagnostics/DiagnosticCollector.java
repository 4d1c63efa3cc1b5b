package org.dlm.compiler.diagnostics;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps diagnostics in the order of their reports, each only once. */
public final class DiagnosticCollector implements DiagnosticSink {
    private final Set<Diagnostic> diagnostics = new LinkedHashSet<>();

    @Override
    public void report(Diagnostic diagnostic) {
        diagnostics.add(diagnostic);
    }

    public List<Diagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }

    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }
}
