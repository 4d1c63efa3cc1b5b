package org.dlm.compiler.parse;

import org.antlr.v4.runtime.tree.TerminalNode;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.source.Span;

/** Builds numbers and texts and checks that they have a value. */
final class LiteralBuilder {
    private static final int LARGEST = Integer.MAX_VALUE;

    /** As many as {@link #LARGEST} has: reading more of them would take time that grows faster than their number. */
    private static final int MOST_DIGITS = 10;

    private static final int SHOWN = 40;

    private final AstBuilders builders;

    LiteralBuilder(AstBuilders builders) {
        this.builders = builders;
    }

    /** 0 after an error, so that the rest of the file is still checked. */
    Expr integer(TerminalNode token) {
        Span span = builders.places().of(token.getSymbol());
        String digits = withoutZeros(digits(token));
        if (digits.length() > MOST_DIGITS || Long.parseLong(digits) > LARGEST) {
            String message = "the number " + shown(token) + " is too large for an int, which holds at most " + LARGEST;
            builders.error(DiagnosticId.BAD_NUMBER, span, message);
            return new Expr.IntLiteral(span, 0);
        }
        return new Expr.IntLiteral(span, Long.parseLong(digits));
    }

    Expr decimal(TerminalNode token) {
        Span span = builders.places().of(token.getSymbol());
        double value = Double.parseDouble(digits(token));
        if (Double.isInfinite(value)) {
            String message = "the number " + shown(token) + " is too large for a float; infinity is written inf";
            builders.error(DiagnosticId.BAD_NUMBER, span, message);
            return new Expr.FloatLiteral(span, 0);
        }
        return new Expr.FloatLiteral(span, value);
    }

    Expr.StringLiteral string(TerminalNode token) {
        Span span = builders.places().of(token.getSymbol());
        String written = token.getText();
        StringBuilder value = new StringBuilder();
        for (int i = 1; i < written.length() - 1; i++) {
            char letter = written.charAt(i);
            value.append(letter == '\\' ? escaped(span, written.charAt(++i)) : letter);
        }
        return new Expr.StringLiteral(span, value.toString());
    }

    private char escaped(Span span, char letter) {
        return switch (letter) {
            case '"', '\\' -> letter;
            case 'n' -> '\n';
            case 't' -> '\t';
            default -> {
                String message = "'\\" + letter + "' means nothing in a text; known are \\\" \\\\ \\n \\t";
                builders.error(DiagnosticId.SYNTAX_ERROR, span, message);
                yield letter;
            }
        };
    }

    private static String withoutZeros(String digits) {
        int first = 0;
        while (first < digits.length() - 1 && digits.charAt(first) == '0') {
            first++;
        }
        return digits.substring(first);
    }

    private static String shown(TerminalNode token) {
        String text = token.getText();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }

    private static String digits(TerminalNode token) {
        return token.getText().replace("_", "");
    }
}
