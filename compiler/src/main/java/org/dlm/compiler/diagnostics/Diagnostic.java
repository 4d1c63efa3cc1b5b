package org.dlm.compiler.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.source.Span;

/**
 * One message about the user's text, as data: terminal, JSON and Maven render it each in their way. The message is one or
 * two sentences that say what was found and what was expected; notes say why; the suggestion says what to try. Very long
 * names and texts in them are {@linkplain ShortText cut}.
 */
public record Diagnostic(
        DiagnosticId id, Severity severity, Span span, String message, List<Note> notes, Optional<String> suggestion) {
    public Diagnostic {
        message = ShortText.of(message);
        notes = List.copyOf(notes);
        suggestion = suggestion.map(ShortText::of);
    }

    public static Diagnostic error(DiagnosticId id, Span span, String message) {
        return new Diagnostic(id, Severity.ERROR, span, message, List.of(), Optional.empty());
    }

    public static Diagnostic warning(DiagnosticId id, Span span, String message) {
        return new Diagnostic(id, Severity.WARNING, span, message, List.of(), Optional.empty());
    }

    public Diagnostic with(Note note) {
        List<Note> more = new ArrayList<>(notes);
        more.add(note);
        return new Diagnostic(id, severity, span, message, more, suggestion);
    }

    public Diagnostic withSuggestion(String text) {
        return new Diagnostic(id, severity, span, message, notes, Optional.of(text));
    }
}
