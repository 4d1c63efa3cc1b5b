package org.dlm.runtime.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void every_kind_of_value_is_read() {
        Json json = Json.parse(" { \"a\" : [1, -2.5e3, true, false, null, \"x\"], \"b\": {} } ");

        Json.Items items = new Json.Items(List.of(
                Json.of(1),
                new Json.Numeral("-2.5e3"),
                new Json.Truth(true),
                new Json.Truth(false),
                new Json.Nothing(),
                new Json.Text("x")));
        assertEquals(new Json.Members(Map.of("a", items, "b", new Json.Members(Map.of()))), json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,2.5,-1e-7,true,false,null],\"b\":{},\"c\":[]}",
                "\"quote \\\" backslash \\\\ line \\u000a end\"",
                "\"Grüße 漢字 😀\""
            })
    void what_is_written_is_what_was_read(String text) {
        assertEquals(text, Json.parse(text).write());
    }

    @Test
    void escapes_are_read() {
        assertEquals(new Json.Text("\"\\/\b\f\n\r\tA"), Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\""));
    }

    @Test
    void doubles_read_back_equal_even_those_that_json_has_not() {
        for (double value : new double[] {
            0.1,
            -0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            1e22,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        }) {
            Json read = Json.parse(Json.of(value).write());

            assertEquals(Optional.of(value), Json.number(read));
        }
        assertEquals(Optional.empty(), Json.number(new Json.Text("0.1")));
    }

    @Test
    void long_whole_numbers_keep_every_digit() {
        Json read = Json.parse(Json.of(Long.MIN_VALUE + 1).write());

        assertEquals(Long.MIN_VALUE + 1, ((Json.Numeral) read).whole());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "01",
                "1.",
                "+1",
                "tru",
                "\"abc",
                "\"\\x\"",
                "\"\\u12g4\"",
                "[1 2]",
                "{} {}",
                "'a'",
                "\"\n\"",
                "nullx"
            })
    void anything_else_is_refused_with_its_place(String text) {
        JsonSyntaxException exception = assertThrows(JsonSyntaxException.class, () -> Json.parse(text));

        assertTrue(exception.getMessage().contains("at character"), exception.getMessage());
    }

    @Test
    void endless_nesting_does_not_overflow_the_stack() {
        assertThrows(JsonSyntaxException.class, () -> Json.parse("[".repeat(1_000_000)));
    }
}
