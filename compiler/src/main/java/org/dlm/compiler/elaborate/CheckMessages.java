package org.dlm.compiler.elaborate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.source.SourceFile;

/** Puts values into the text of a check: {@code "kernel {k} does not fit height {H}"}. */
final class CheckMessages {
    private static final Pattern HOLE = Pattern.compile("\\{([^{}]*)\\}");

    private final Values values;
    private final Evaluator evaluator;

    CheckMessages(Values values, Evaluator evaluator) {
        this.values = values;
        this.evaluator = evaluator;
    }

    String text(Expr.StringLiteral message, Body body) {
        return HOLE.matcher(message.value()).replaceAll(hole -> Matcher.quoteReplacement(filled(hole.group(1), body)));
    }

    /** The value of the expression in the hole; the hole itself where it is none. */
    private String filled(String expression, Body body) {
        DiagnosticCollector problems = new DiagnosticCollector();
        var unit = Parser.parse(new SourceFile("check", "const hole = " + expression), problems);
        if (problems.hasErrors() || !(unit.declarations().getFirst() instanceof Declaration.Const constant)) {
            return "{" + expression + "}";
        }
        Value value = Values.single(evaluator.evaluate(constant.value(), body));
        return switch (value) {
            case Value.IntValue i -> Long.toString(i.value());
            case Value.RealValue r -> Double.toString(r.value());
            case Value.TruthValue t -> Boolean.toString(t.value());
            case Value.TextValue t -> t.value();
            default -> values.describe(value);
        };
    }
}
