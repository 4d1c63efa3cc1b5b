package org.dlm.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UserTextTest {
    @Test
    void nothing_can_end_the_comment() {
        assertEquals("a *&#47; b", UserText.javadoc("a */ b"));
        assertEquals("a &#92;u002a/ b", UserText.javadoc("a \\u002a/ b"));
    }

    @Test
    void tags_and_html_are_text() {
        assertEquals("&#64;author &lt;b&gt; &amp;amp; 1 / 2", UserText.javadoc("@author <b> &amp; 1 / 2"));
    }

    @Test
    void lines_stay_and_control_characters_go() {
        assertEquals("one\ntwo  three", UserText.javadoc("one\ntwo\r\u0007three\n"));
    }
}
