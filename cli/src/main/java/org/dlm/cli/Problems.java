package org.dlm.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.JsonRenderer;
import org.dlm.runtime.problem.ProblemException;

/** What {@code --json} says of a command that did not succeed, and of warnings. */
final class Problems {
    private Problems() {}

    /** As the compiler renders them, so that all its users see the same members. */
    static List<Object> json(List<Diagnostic> diagnostics) {
        try {
            return JSON.std.listFrom(JsonRenderer.render(diagnostics));
        } catch (IOException compilerWroteNoJson) {
            throw new UncheckedIOException(compilerWroteNoJson);
        }
    }

    static Answer answer(String message) {
        return new Answer().with("succeeded", false).with("error", message);
    }

    static Answer answer(ProblemException problem) {
        Answer answer = answer(problem.getMessage());
        return problem instanceof DiagnosticsException errors
                ? answer.with("diagnostics", json(errors.diagnostics()))
                : answer;
    }
}
