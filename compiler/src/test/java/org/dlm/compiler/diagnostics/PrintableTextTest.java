package org.dlm.compiler.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
    @Test
    void what_moves_the_cursor_becomes_visible() {
        assertEquals("a\\u001b[2Jb\\u0007", PrintableText.of("a\033[2Jb\007"));
        assertEquals("one\\nline\\r", PrintableText.of("one\nline\r"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x7f, 0x9b, 0x61c, 0x200e, 0x202e, 0x2066, 0x2028, 0x2029, 0xd800})
    void so_does_what_turns_or_breaks_a_line(int letter) {
        String text = new StringBuilder().appendCodePoint(letter).toString();

        assertEquals(String.format("\\u%04x", letter), PrintableText.of(text));
        assertEquals("\uFFFD", PrintableText.sameWidth(text));
    }

    @Test
    void letters_of_all_scripts_and_tabs_stay() {
        String text = "Größe\tμ 層 שלום 🙂 \\u001b";

        assertEquals(text, PrintableText.of(text));
        assertEquals(text, PrintableText.sameWidth(text));
    }

    @Test
    void the_place_of_a_diagnostic_is_printable_too() {
        var file = new org.dlm.compiler.source.SourceFile("a\033[31m.dlm", "x");
        var diagnostic = Diagnostic.error(
                DiagnosticId.UNKNOWN_NAME, new org.dlm.compiler.source.Span(file, 0, 1), "there is no 'x'");

        assertTrue(new TerminalRenderer(false).render(diagnostic).startsWith("a\\u001b[31m.dlm:1:1: "));
    }
}
