package org.dlm.compiler.elaborate;

import java.util.Optional;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;

/**
 * Ends the elaboration of one statement. Carries the diagnostic, or nothing where the statement depends on a value whose error has been
 * reported already.
 */
final class ElaborationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Optional<Diagnostic> diagnostic;

    ElaborationException(Diagnostic diagnostic) {
        super(diagnostic.message(), null, false, false);
        this.diagnostic = Optional.of(diagnostic);
    }

    private ElaborationException() {
        super("follows from an earlier error", null, false, false);
        this.diagnostic = Optional.empty();
    }

    static ElaborationException poisoned() {
        return new ElaborationException();
    }

    /** Whether something is too large, whatever else may be wrong with it. */
    boolean tooLarge() {
        return diagnostic
                .filter(d -> d.id() == DiagnosticId.TENSOR_TOO_LARGE
                        || d.id() == DiagnosticId.BUDGET_EXCEEDED
                        || d.id() == DiagnosticId.BAD_NUMBER)
                .isPresent();
    }

    Optional<Diagnostic> diagnostic() {
        return diagnostic;
    }
}
