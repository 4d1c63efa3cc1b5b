package org.dlm.compiler.pipeline;

import java.util.List;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.Severity;

/** What came of a request: files only if no diagnostic is an error. */
public record CompileResult(List<GeneratedFile> files, List<Diagnostic> diagnostics) {
    public CompileResult {
        files = List.copyOf(files);
        diagnostics = List.copyOf(diagnostics);
        if (!files.isEmpty() && hasErrors(diagnostics)) {
            throw new IllegalArgumentException("this is a bug in dlmc: files are generated in spite of errors");
        }
    }

    public boolean succeeded() {
        return !hasErrors(diagnostics);
    }

    private static boolean hasErrors(List<Diagnostic> diagnostics) {
        return diagnostics.stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
    }
}
