package org.dlm.compiler.resolve;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.diagnostics.Note;
import org.dlm.compiler.diagnostics.Suggestions;
import org.dlm.compiler.source.Span;

/** Reports names that mean nothing, with what was probably meant. */
final class NameErrors {
    /** A text of nothing but unknown names has an error for each, and looking for a near one takes time. */
    private static final int MOST_SUGGESTIONS = 100;

    private final SourceIndex index;
    private final DiagnosticSink sink;
    private int suggestions;

    NameErrors(SourceIndex index, DiagnosticSink sink) {
        this.index = index;
        this.sink = sink;
    }

    DiagnosticSink sink() {
        return sink;
    }

    /** @param what what was looked for, with its article: {@code a value} */
    void unknown(Span place, String name, String what, Supplier<? extends Collection<String>> candidates) {
        unknown(
                Diagnostic.error(DiagnosticId.UNKNOWN_NAME, place, "there is no " + what + " '" + name + "'"),
                name,
                candidates);
    }

    /** A name that exists, but as something that cannot stand here. */
    void wrongKind(Span place, String message) {
        sink.report(Diagnostic.error(DiagnosticId.UNKNOWN_NAME, place, message));
    }

    void duplicate(Span place, String name, Span earlier) {
        sink.report(Diagnostic.error(DiagnosticId.DUPLICATE_NAME, place, "'" + name + "' is declared twice")
                .with(Note.at(earlier, "it is first declared here")));
    }

    private void unknown(Diagnostic diagnostic, String name, Supplier<? extends Collection<String>> candidates) {
        Optional<String> elsewhere = index.importFor(name, diagnostic.span().file());
        if (elsewhere.isPresent()) {
            sink.report(
                    diagnostic.withSuggestion("'" + name + "' is declared in another file: import " + elsewhere.get()));
            return;
        }
        sink.report(suggestion(name, candidates).map(diagnostic::withSuggestion).orElse(diagnostic));
    }

    private Optional<String> suggestion(String name, Supplier<? extends Collection<String>> candidates) {
        if (suggestions >= MOST_SUGGESTIONS) {
            return Optional.empty();
        }
        suggestions++;
        return Suggestions.didYouMean(name, candidates.get());
    }
}
