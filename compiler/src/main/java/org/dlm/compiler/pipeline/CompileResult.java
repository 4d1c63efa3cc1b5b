package org.dlm.compiler.pipeline;

import java.util.List;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.Severity;

/**
 * What came of a request: files only if no diagnostic is an error.
 *
 * @param models the models that have generated classes, in the order of the request's sources
 */
public record CompileResult(List<GeneratedFile> files, List<ModelSummary> models, List<Diagnostic> diagnostics) {
    public CompileResult {
        files = List.copyOf(files);
        models = List.copyOf(models);
        diagnostics = List.copyOf(diagnostics);
        if (!files.isEmpty() && hasErrors(diagnostics)) {
            throw new IllegalArgumentException("this is a bug in dlmc: files are generated in spite of errors");
        }
    }

    /** A result without models. */
    public CompileResult(List<GeneratedFile> files, List<Diagnostic> diagnostics) {
        this(files, List.of(), diagnostics);
    }

    public boolean succeeded() {
        return !hasErrors(diagnostics);
    }

    private static boolean hasErrors(List<Diagnostic> diagnostics) {
        return diagnostics.stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
    }
}
