package org.dlm.compiler.elaborate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.UpdateRule;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.source.Span;

/** Which rule of a recipe updates which parameter: those with {@code over} by their patterns, one rule without takes the rest. */
public final class RuleAssignment {
    private final List<String> paths;
    private final DiagnosticSink sink;
    private final Map<String, UpdateRule> assigned = new LinkedHashMap<>();

    private RuleAssignment(List<String> paths, DiagnosticSink sink) {
        this.paths = paths;
        this.sink = sink;
    }

    /** The rule of each parameter that has one. */
    public static Map<String, UpdateRule> of(List<UpdateRule> rules, List<String> paths, DiagnosticSink sink) {
        RuleAssignment assignment = new RuleAssignment(paths, sink);
        rules.forEach(assignment::byPatterns);
        assignment.others(rules.stream().filter(rule -> rule.over().isEmpty()).toList());
        return assignment.assigned;
    }

    private void byPatterns(UpdateRule rule) {
        for (Expr.StringLiteral pattern : rule.over()) {
            PathPattern wanted = new PathPattern(pattern.value());
            List<String> matching = paths.stream().filter(wanted::matches).toList();
            if (matching.isEmpty()) {
                report(
                        DiagnosticId.NO_MATCH,
                        pattern.span(),
                        "no parameter that the loss reaches matches \"" + pattern.value() + "\"");
            }
            matching.forEach(path -> take(rule, path, pattern.span()));
        }
    }

    private void take(UpdateRule rule, String path, Span span) {
        UpdateRule before = assigned.put(path, rule);
        if (before != null && before != rule) {
            report(DiagnosticId.BAD_RECIPE, span, path + " is updated by two rules");
        }
    }

    private void others(List<UpdateRule> rules) {
        if (rules.size() > 1) {
            report(DiagnosticId.BAD_RECIPE, rules.get(1).span(), "only one rule may stand without over");
        }
        if (!rules.isEmpty()) {
            paths.forEach(path -> assigned.putIfAbsent(path, rules.getFirst()));
        }
    }

    private void report(DiagnosticId id, Span span, String message) {
        sink.report(Diagnostic.error(id, span, message));
    }
}
