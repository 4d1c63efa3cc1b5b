package org.dlm.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class UserTextTest {
    private static String line(String text) {
        return UserText.line(text).toString();
    }

    private static String javadoc(String text) {
        return UserText.javadoc(text).toString();
    }

    private static String literal(String text) {
        return UserText.literal(text).toString();
    }

    @Test
    void nothing_can_end_a_comment() {
        assertEquals("a *&#47; b", javadoc("a */ b"));
        assertEquals("a &#92;u002a/ b", javadoc("a \\u002a/ b"));
        assertEquals("a *[U+002F] b", line("a */ b"));
    }

    @Test
    void no_end_of_line_that_java_or_javapoet_knows_stays() {
        assertEquals("a[U+000B][U+000C][U+0085][U+2028][U+2029]b", line("a\u000b\f\u0085\u2028\u2029b"));
        assertEquals(
                List.of("a", "b", "c"),
                UserText.comment("a\nb\rc").stream()
                        .map(UserText.Line::toString)
                        .toList());
    }

    @Test
    void no_number_of_backslashes_makes_an_escape() {
        assertEquals("\\ \\[U+005C]u000a [U+005C]uu000a", line("\\ \\\\u000a \\uu000a"));
        assertEquals("end[U+005C]", line("end\\"));
        assertEquals("\"\\134u000a\"", literal("\\u000a"));
        assertEquals("\"\\134\\u2028\"", literal("\\\u2028"));
    }

    /** javac 25 reads the character after half of a pair twice, and after the second time an escaped backslash begins an escape: here too. */
    @Test
    void half_of_a_pair_ends_its_literal() {
        assertEquals("\"\\ud83d\" + \"\\134u0022\"", literal("\ud83d" + "\\u0022"));
        assertEquals("\"\\ud83d\\ude00\"", literal("\ud83d\ude00"));
    }

    @Test
    void tags_and_html_are_text() {
        assertEquals("&#64;author &lt;b&gt; &amp;amp; 1 / 2", javadoc("@author <b> &amp; 1 / 2"));
        assertEquals("&#123;&#64;link String&#125;", javadoc("{@link String}"));
    }

    @Test
    void formats_are_text() {
        assertEquals("$L $[ $$", line("$L $[ $$"));
        assertEquals("\"$L\"", literal("$L"));
    }

    @Test
    void lines_of_documentation_stay_and_what_cannot_be_seen_is_shown() {
        assertEquals("one\ntwo[U+000D][U+0007]three", javadoc("one\ntwo\r\u0007three\n"));
        assertEquals("[U+202E]x[U+D800]", line("\u202ex\ud800"));
    }

    @Test
    void people_may_write_in_their_own_words() {
        assertEquals(
                "Gr\u00f6\u00dfe, \u4e2d, \u05d0, \ud83d\ude00, \u2211",
                line("Gr\u00f6\u00dfe, \u4e2d, \u05d0, \ud83d\ude00, \u2211"));
    }

    @Test
    void long_lines_are_cut_in_comments_and_broken_in_documentation() {
        assertEquals("x".repeat(120) + " ...", line("x".repeat(121)));
        assertEquals("x".repeat(120) + "\nx", javadoc("x".repeat(121)));
        assertTrue(javadoc("word ".repeat(100)).lines().allMatch(each -> each.length() <= 120));
    }

    @Test
    void a_text_longer_than_a_constant_may_be_is_joined_when_it_is_needed() {
        assertEquals("java.lang.String.join(\"\", \"" + "x".repeat(16_000) + "\", \"x\")", literal("x".repeat(16_001)));
    }
}
