package org.dlm.compiler.diagnostics;

import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.dlm.compiler.source.Span;

/**
 * Diagnostics as programs read them: an array of objects with {@code id}, {@code severity}, {@code path}, {@code line},
 * {@code column}, {@code endLine}, {@code endColumn} (after the last character), {@code message}, {@code notes}, and
 * {@code suggestion} where there is one. Lines and columns count from 1. The compiler has no JSON library, and this is all
 * the JSON it writes.
 */
public final class JsonRenderer {
    private JsonRenderer() {}

    /** One line without a line end. */
    public static String render(Collection<Diagnostic> diagnostics) {
        return diagnostics.stream().map(JsonRenderer::render).collect(Collectors.joining(",", "[", "]"));
    }

    private static String render(Diagnostic diagnostic) {
        Span span = diagnostic.span();
        return "{" + text("id", diagnostic.id().slug())
                + "," + text("severity", severity(diagnostic.severity()))
                + "," + place(span)
                + "," + number("endLine", span.file().line(span.end()))
                + "," + number("endColumn", span.file().column(span.end()))
                + "," + text("message", diagnostic.message())
                + ",\"notes\":"
                + diagnostic.notes().stream().map(JsonRenderer::note).collect(Collectors.joining(",", "[", "]"))
                + diagnostic
                        .suggestion()
                        .map(suggestion -> "," + text("suggestion", suggestion))
                        .orElse("")
                + "}";
    }

    private static String note(Note note) {
        return "{" + note.span().map(span -> place(span) + ",").orElse("") + text("message", note.message()) + "}";
    }

    private static String place(Span span) {
        return text("path", span.file().path()) + "," + number("line", span.line()) + ","
                + number("column", span.column());
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
        };
    }

    private static String number(String name, int value) {
        return quoted(name) + ":" + value;
    }

    private static String text(String name, String value) {
        return quoted(name) + ":" + quoted(value);
    }

    /** A text as a JSON string; all but printable ASCII is escaped, so that the text survives any encoding on its way. */
    public static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char letter : value.toCharArray()) {
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').append(letter);
            } else if (letter >= ' ' && letter <= '~') {
                quoted.append(letter);
            } else {
                quoted.append("\\u").append(HexFormat.of().toHexDigits(letter));
            }
        }
        return quoted.append('"').toString();
    }
}
