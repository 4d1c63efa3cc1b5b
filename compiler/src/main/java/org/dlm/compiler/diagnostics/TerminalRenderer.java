package org.dlm.compiler.diagnostics;

import java.util.Collection;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.dlm.compiler.source.Span;
import org.dlm.compiler.source.VisibleText;

/**
 * Diagnostics as people read them:
 *
 * <pre>
 * lenet.dlm:7:12: unknown-name: there is no function or layer 'maxpool'
 *   7 |   x = y -> maxpool(2)
 *     |            ^^^^^^^
 *   try: did you mean `maxPool`?
 * </pre>
 */
public final class TerminalRenderer {
    private static final String RED = "\u001b[1;31m";
    private static final String YELLOW = "\u001b[1;33m";
    private static final String PLAIN = "\u001b[0m";

    private final boolean colours;
    private final UnaryOperator<String> shownPath;

    public TerminalRenderer(boolean colours) {
        this(colours, UnaryOperator.identity());
    }

    /** @param shownPath gives the path that a person finds the file by, from its path below the source root */
    public TerminalRenderer(boolean colours, UnaryOperator<String> shownPath) {
        this.colours = colours;
        this.shownPath = shownPath;
    }

    /** All of them, each followed by an empty line. */
    public String render(Collection<Diagnostic> diagnostics) {
        return diagnostics.stream().map(diagnostic -> render(diagnostic) + "\n").collect(Collectors.joining());
    }

    /** Ends with a line end. */
    public String render(Diagnostic diagnostic) {
        StringBuilder text = new StringBuilder();
        text.append(place(diagnostic.span()))
                .append(": ")
                .append(heading(diagnostic))
                .append('\n');
        text.append(new Excerpt(diagnostic.span()).text());
        diagnostic.notes().forEach(note -> note(note, text));
        diagnostic
                .suggestion()
                .ifPresent(suggestion -> text.append("  try: ")
                        .append(VisibleText.line(suggestion))
                        .append('\n'));
        return text.toString();
    }

    private String heading(Diagnostic diagnostic) {
        String slug = diagnostic.id().slug();
        return switch (diagnostic.severity()) {
            case ERROR -> coloured(RED, slug) + ": " + VisibleText.line(diagnostic.message());
            case WARNING -> coloured(YELLOW, slug) + ": warning: " + VisibleText.line(diagnostic.message());
        };
    }

    private String place(Span span) {
        return VisibleText.line(shownPath.apply(span.file().path())) + ":" + span.line() + ":" + span.column();
    }

    private String coloured(String colour, String text) {
        return colours ? colour + text + PLAIN : text;
    }

    private void note(Note note, StringBuilder text) {
        text.append("  note: ");
        note.span().ifPresent(span -> text.append(place(span)).append(": "));
        text.append(VisibleText.line(note.message())).append('\n');
    }
}
