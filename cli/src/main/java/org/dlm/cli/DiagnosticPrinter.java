package org.dlm.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.Note;
import org.dlm.compiler.diagnostics.Severity;
import org.dlm.compiler.source.Span;

/**
 * Shows diagnostics to a person: <pre>
 * digits.dlm:7:8: error: there is no layer 'maxpool' [unknown-name]
 *     -> maxpool(2)
 *        ^^^^^^^
 *   did you mean 'maxPool'?
 * </pre>
 *
 * <p>Paths are as seen from the folder in which the command was started, so that terminals make links of them.
 */
final class DiagnosticPrinter {
    private final Console console;
    private final Path root;

    DiagnosticPrinter(Console console, Path root) {
        this.console = console;
        this.root = root;
    }

    void print(List<Diagnostic> diagnostics) {
        diagnostics.forEach(this::print);
    }

    /** {@code 2 errors, 1 warning}. */
    static String count(List<Diagnostic> diagnostics) {
        long errors = diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .count();
        long warnings = diagnostics.size() - errors;
        if (errors > 0 && warnings > 0) {
            return Words.count(errors, "error") + ", " + Words.count(warnings, "warning");
        }
        return errors > 0 ? Words.count(errors, "error") : Words.count(warnings, "warning");
    }

    private void print(Diagnostic diagnostic) {
        String severity = diagnostic.severity().name().toLowerCase(Locale.ROOT);
        String style = switch (diagnostic.severity()) {
            case ERROR -> "bold,red";
            case WARNING -> "bold,yellow";
        };
        console.err()
                .println(place(diagnostic.span()) + ": " + console.styled(style, severity + ":") + " "
                        + diagnostic.message() + " [" + diagnostic.id().slug() + "]");
        printSource(diagnostic.span(), style);
        for (Note note : diagnostic.notes()) {
            String where = note.span().map(span -> place(span) + ": ").orElse("");
            console.err().println("  " + where + note.message());
        }
        diagnostic.suggestion().ifPresent(text -> console.err().println("  " + console.styled("green", text)));
    }

    private void printSource(Span span, String style) {
        String line = span.file().lineText(span.line());
        if (line.isBlank()) {
            return;
        }
        int column = Math.min(span.column() - 1, line.length());
        int length = Math.clamp(span.end() - span.start(), 1, Math.max(1, line.length() - column));
        console.err().println("  " + line);
        // A tab stays a tab, so that the caret stands below its sign however wide tabs are.
        console.err()
                .println("  " + line.substring(0, column).replaceAll("[^\t]", " ")
                        + console.styled(style, "^".repeat(length)));
    }

    private String place(Span span) {
        Path file = root.resolve(span.file().path());
        Path here = Path.of("").toAbsolutePath();
        Path shown = file.startsWith(here) ? here.relativize(file) : file;
        return shown + ":" + span.line() + ":" + span.column();
    }
}
