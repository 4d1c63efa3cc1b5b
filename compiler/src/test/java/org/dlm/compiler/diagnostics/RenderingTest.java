package org.dlm.compiler.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.Span;
import org.junit.jupiter.api.Test;

class RenderingTest {
    private static final SourceFile FILE = new SourceFile("nets/a.dlm", "model A {\n\tx = y -> maxpool(2)\n}\n");
    private static final Span MAXPOOL = new Span(FILE, 20, 27);

    private static final Diagnostic UNKNOWN = Diagnostic.error(
                    DiagnosticId.UNKNOWN_NAME, MAXPOOL, "there is no function or layer 'maxpool'")
            .with(Note.at(new Span(FILE, 6, 7), "in this model"))
            .with(Note.of("names are written as declared"))
            .withSuggestion("did you mean `maxPool`?");

    @Test
    void people_see_the_line_with_carets_below_the_place() {
        assertEquals("""
                nets/a.dlm:2:11: unknown-name: there is no function or layer 'maxpool'
                  2 | \tx = y -> maxpool(2)
                    | \t         ^^^^^^^
                  note: nets/a.dlm:1:7: in this model
                  note: names are written as declared
                  try: did you mean `maxPool`?
                """, new TerminalRenderer(false).render(UNKNOWN));
    }

    @Test
    void a_warning_says_that_it_is_one() {
        Diagnostic warning = Diagnostic.warning(DiagnosticId.UNUSED_VALUE, MAXPOOL, "'x' is never read");
        assertTrue(new TerminalRenderer(false)
                .render(warning)
                .startsWith("nets/a.dlm:2:11: unused-value: warning: 'x' is never read\n"));
    }

    @Test
    void a_place_without_length_and_one_over_several_lines_have_a_caret() {
        SourceFile file = new SourceFile("b.dlm", "ab\ncd");
        assertEquals("""
                b.dlm:2:3: syntax-error: end
                  2 | cd
                    |   ^
                """, new TerminalRenderer(false).render(error(new Span(file, 5, 5), "end")));
        assertEquals("""
                b.dlm:1:2: syntax-error: both
                  1 | ab
                    |  ^
                """, new TerminalRenderer(false).render(error(new Span(file, 1, 5), "both")));
    }

    @Test
    void a_very_long_line_is_shown_around_the_place() {
        SourceFile file = new SourceFile("b.dlm", "x".repeat(5000) + "!" + "y".repeat(5000));
        assertEquals(
                """
                b.dlm:1:5001: syntax-error: here
                  1 | …%s!%s…
                    |  %s^
                """.formatted("x".repeat(80), "y".repeat(79), " ".repeat(80)),
                new TerminalRenderer(false).render(error(new Span(file, 5000, 5001), "here")));
    }

    @Test
    void a_long_line_is_cut_only_where_something_is_missing() {
        SourceFile file = new SourceFile("b.dlm", "x".repeat(500));
        List<String> first = lines(new Span(file, 0, 500));
        assertEquals("  1 | " + "x".repeat(160) + "…", first.get(1));
        assertEquals("    | " + "^".repeat(160), first.get(2));
        List<String> last = lines(new Span(file, 499, 500));
        assertEquals("  1 | …" + "x".repeat(160), last.get(1));
        assertEquals("    |  " + " ".repeat(159) + "^", last.get(2));
    }

    /** Characters of two units: neither is one cut in two, nor do the carets move. */
    @Test
    void pairs_stay_together() {
        SourceFile file = new SourceFile("b.dlm", "a" + "\uD835\uDC65".repeat(500));
        List<String> lines = lines(new Span(file, 501, 503));
        String kept = "\uD835\uDC65".repeat(40);
        assertEquals("  1 | …" + kept + "\uD835\uDC65" + "\uD835\uDC65".repeat(39) + "…", lines.get(1));
        assertEquals("    |  " + " ".repeat(40) + "^", lines.get(2));
    }

    private static List<String> lines(Span span) {
        return new TerminalRenderer(false).render(error(span, "found")).lines().toList();
    }

    @Test
    void names_and_texts_of_any_length_are_quoted_in_part() {
        String name = "x".repeat(5_000_000);
        Diagnostic diagnostic = error(MAXPOOL, "there is no layer '" + name + "' here")
                .with(Note.of("expected: " + "many words ".repeat(1_000)))
                .withSuggestion("did you mean `" + name + "`?");

        assertEquals("there is no layer '" + "x".repeat(79) + "…" + "x".repeat(19) + "' here", diagnostic.message());
        assertEquals(2_001, diagnostic.notes().getFirst().message().length());
        assertTrue(diagnostic.notes().getFirst().message().endsWith("…"));
        assertEquals(
                "did you mean `" + "x".repeat(79) + "…" + "x".repeat(18) + "`?",
                diagnostic.suggestion().orElseThrow());
        assertTrue(JsonRenderer.render(List.of(diagnostic)).length() < 4_000);
        assertTrue(new TerminalRenderer(false).render(diagnostic).length() < 4_000);
    }

    @Test
    void a_source_text_cannot_control_the_terminal() {
        SourceFile file = new SourceFile("\u001b]0;b\u0007.dlm", "a \u001b[2J\u202eb");
        assertEquals("""
                [U+001B]]0;b[U+0007].dlm:1:8: syntax-error: found '[U+009B]31m'
                  1 | a [U+001B][2J[U+202E]b
                    |                      ^
                """, new TerminalRenderer(false).render(error(new Span(file, 7, 8), "found '\u009b31m'")));
    }

    @Test
    void a_place_of_what_cannot_be_seen_is_as_wide_as_it_is_shown() {
        SourceFile file = new SourceFile("b.dlm", "a\u2028 b");
        assertEquals("""
                b.dlm:1:2: syntax-error: found
                  1 | a[U+2028] b
                    |  ^^^^^^^^
                """, new TerminalRenderer(false).render(error(new Span(file, 1, 2), "found")));
    }

    @Test
    void colours_are_optional() {
        assertTrue(new TerminalRenderer(true).render(UNKNOWN).contains("\u001b[1;31munknown-name\u001b[0m"));
    }

    @Test
    void programs_see_json() {
        assertEquals(
                "[{\"id\":\"unknown-name\",\"severity\":\"error\",\"path\":\"nets/a.dlm\",\"line\":2,\"column\":11,"
                        + "\"endLine\":2,\"endColumn\":18,\"message\":\"there is no function or layer 'maxpool'\","
                        + "\"notes\":[{\"path\":\"nets/a.dlm\",\"line\":1,\"column\":7,\"message\":\"in this model\"},"
                        + "{\"message\":\"names are written as declared\"}],"
                        + "\"suggestion\":\"did you mean `maxPool`?\"}]",
                JsonRenderer.render(List.of(UNKNOWN)));
        assertEquals("[]", JsonRenderer.render(List.of()));
    }

    @Test
    void json_escapes_quotes_backslashes_and_all_but_ascii() {
        String json = JsonRenderer.render(List.of(error(MAXPOOL, "\"\\\n\u00e9\u0000")));
        assertTrue(json.contains("\"message\":\"\\\"\\\\\\u000a\\u00e9\\u0000\""), json);
    }

    private static Diagnostic error(Span span, String message) {
        return Diagnostic.error(DiagnosticId.SYNTAX_ERROR, span, message);
    }
}
