package org.dlm.cli;

import java.util.List;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.runtime.problem.ProblemException;

/** A model with errors ends the command; they are shown in the compiler's own form. */
final class DiagnosticsException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    DiagnosticsException(List<Diagnostic> diagnostics) {
        super(DiagnosticPrinter.count(diagnostics));
        this.diagnostics = List.copyOf(diagnostics);
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
