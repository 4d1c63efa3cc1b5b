package org.dlm.compiler.diagnostics;

import java.util.Optional;
import org.dlm.compiler.source.Span;

/** An extra line of a diagnostic: where an expectation comes from, or one link of the chain of instances. */
public record Note(Optional<Span> span, String message) {
    public Note {
        message = ShortText.of(message);
    }

    public static Note at(Span span, String message) {
        return new Note(Optional.of(span), message);
    }

    public static Note of(String message) {
        return new Note(Optional.empty(), message);
    }
}
