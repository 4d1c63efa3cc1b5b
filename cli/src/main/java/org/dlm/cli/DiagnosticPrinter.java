package org.dlm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.Severity;
import org.dlm.compiler.diagnostics.TerminalRenderer;

/** Shows diagnostics to a person, with paths as seen from this folder, so that terminals make links of them. */
final class DiagnosticPrinter {
    /** More than anybody reads before mending the first ones. */
    private static final int MOST = 100;

    private final Console console;
    private final Path root;

    DiagnosticPrinter(Console console, Path root) {
        this.console = console;
        this.root = root;
    }

    void print(List<Diagnostic> diagnostics) {
        List<Diagnostic> shown = diagnostics.size() <= MOST ? diagnostics : worst(diagnostics);
        console.err().print(new TerminalRenderer(console.isTerminal(), this::shownPath).render(shown));
        if (shown.size() < diagnostics.size()) {
            console.err().println("... and " + Words.whole(diagnostics.size() - shown.size()) + " more\n");
        }
    }

    /** The first errors; warnings only where there are fewer. */
    private static List<Diagnostic> worst(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .sorted(Comparator.comparing(diagnostic -> diagnostic.severity() != Severity.ERROR))
                .limit(MOST)
                .toList();
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
