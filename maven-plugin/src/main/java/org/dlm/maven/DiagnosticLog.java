package org.dlm.maven;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * Writes diagnostics to Maven's log, in the form that terminals and IDEs make a link of: <pre>
 * /home/ada/digits/src/main/dlm/digits.dlm:7:14: unknown-name: There is no layer 'dence'.
 *     try: dense
 * </pre>
 */
final class DiagnosticLog {
    /** What the compiler's messages have beside ASCII. */
    private static final String SIGNS = "\u2026\u00b7\u00d7\u2013\u201c\u201d\u2018\u2019";

    private final Log log;
    private final Path sourceRoot;

    DiagnosticLog(Log log, Path sourceRoot) {
        this.log = log;
        this.sourceRoot = sourceRoot;
    }

    /** Writes everything, then fails if any of it is an error. */
    void write(CompilerAnswer answer) throws MojoFailureException {
        answer.messages().forEach(this::write);
        List<CompilerAnswer.Message> errors = answer.errors();
        if (!errors.isEmpty()) {
            throw new MojoFailureException(summary(errors));
        }
    }

    private void write(CompilerAnswer.Message message) {
        String text = visible(text(message));
        if (message.error()) {
            log.error(text);
        } else {
            log.warn(text);
        }
    }

    private String text(CompilerAnswer.Message message) {
        StringBuilder text = new StringBuilder();
        text.append(text(message.place())).append(": ");
        text.append(message.id()).append(": ").append(message.text());
        for (CompilerAnswer.Note note : message.notes()) {
            text.append("\n    ");
            note.place().ifPresent(place -> text.append(text(place)).append(": "));
            text.append(note.text());
        }
        message.suggestion().ifPresent(suggestion -> text.append("\n    try: ").append(suggestion));
        return text.toString();
    }

    /** Files of the library are not below the source root: they keep the name that the compiler gave them. */
    private String text(CompilerAnswer.Place place) {
        Path file = sourceRoot.resolve(place.file());
        String name = Files.exists(file) ? file.toString() : place.file();
        return name + ":" + place.line() + ":" + place.column();
    }

    /**
     * Sources and names of files may not move the cursor, change colours or turn the direction of writing. The compiler, which has
     * the finer rule, is in another JVM.
     */
    private static String visible(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> shown.append(
                        c == '\n' || c >= ' ' && c <= '~' || Character.isLetterOrDigit(c) || SIGNS.indexOf(c) >= 0
                                ? Character.toString(c)
                                : String.format(Locale.ROOT, "[U+%04X]", c)));
        return shown.toString();
    }

    private static String summary(List<CompilerAnswer.Message> errors) {
        CompilerAnswer.Message first = errors.get(0);
        String place = visible(first.place().file()) + ":" + first.place().line();
        return errors.size() == 1
                ? "dlm: 1 error, in " + place + "."
                : "dlm: " + errors.size() + " errors, the first in " + place + ".";
    }
}
