package org.dlm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.Severity;
import org.dlm.compiler.diagnostics.TerminalRenderer;

/** Shows diagnostics to a person, with paths as seen from this folder, so that terminals make links of them. */
final class DiagnosticPrinter {
    private final Console console;
    private final Path root;

    DiagnosticPrinter(Console console, Path root) {
        this.console = console;
        this.root = root;
    }

    void print(List<Diagnostic> diagnostics) {
        console.err().print(new TerminalRenderer(console.isTerminal(), this::shownPath).render(diagnostics));
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

    /** The library's files are nowhere on the disk: they keep their names. */
    private String shownPath(String path) {
        Path file = root.resolve(path);
        if (!Files.isRegularFile(file)) {
            return path;
        }
        Path here = Path.of("").toAbsolutePath();
        return (file.startsWith(here) ? here.relativize(file) : file).toString();
    }
}
