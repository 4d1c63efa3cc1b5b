package org.dlm.cli;

import java.util.List;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.JsonRenderer;
import org.dlm.runtime.json.Json;
import org.dlm.runtime.problem.ProblemException;

/** What {@code --json} says of a command that did not succeed, and of warnings. */
final class Problems {
    private Problems() {}

    static Json json(List<Diagnostic> diagnostics) {
        return Json.parse(JsonRenderer.render(diagnostics));
    }

    static Answer answer(ProblemException problem) {
        Answer answer = new Answer().with("succeeded", false).with("error", problem.getMessage());
        return problem instanceof DiagnosticsException errors
                ? answer.with("diagnostics", json(errors.diagnostics()))
                : answer;
    }
}
