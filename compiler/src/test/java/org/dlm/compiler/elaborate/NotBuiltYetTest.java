package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes later parses, and is answered by exactly one message that says so. */
class NotBuiltYetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "input x: float[3, 4] y[t] = x[t] -> dense(2) output y",
                "input x: float[3, 4] y[t] = dense(x[t], 2) output y",
                "input x: float[3] y = sum(i : sum([x[i]] -> dense(1))) output y",
                "input x: float[3] y = scan t in 3 from (h = 0.0) { h := h + x[t] yield h } output y",
                "input x: float[3] y, h = scan t in 3 reverse from (h: float = 0) { h := h + x[t] yield h } output y = y + h",
                "input x: float[T <= 64] output y = sum(x)",
                "input x: token[9][T <= 64] output y = count(t : x[t] > 0)",
                "const T = 5 input x: float[T] stream T output y = x",
                "input x: float? output y = where(known(x), x, 0)",
                "input x: bool[5]? output y = float(known(x))",
                "input x: float target k: class[4]? output y = x loss total = where(known(k), x, 0)",
                "input x: float output y = x metric m = mean(examples : x)",
                "input x: float output y = x metric m = count(examples : x > 0) / max(count(examples : true), 1)",
                "buffer m: float = mean(examples : 1.0) input x: float output y = x + m",
                "input x: float[3] output y = sum(inBatch(x) @ x)",
                "input x: float output y = x + inBatchIndex()",
                "input x: float e = x ^ 2 output y = gradient(e, x)",
                "state s: float = 0 input x: float output y = x + s",
                "input x: float[3] output y = x[0] + offset(3)",
            })
    void a_statement_of_a_later_version_says_so(String body) {
        String text = "model M() {\n" + body + "\n}";
        assertEquals(0, Parsing.errors(text));
        List<String> errors = Sources.errors(text);
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.getFirst().contains("not-built-yet"), errors::toString);
    }

    @Test
    void a_schedule_with_data_says_so() {
        assertEquals(
                List.of(
                        "1: not-built-yet: a schedule with data (fall) is part of the language but not built yet in this"
                                + " version"),
                Sources.errors("schedule fall(watch: float; by: float = 0.1) = watch * by"
                        + " model M() { input x: float output y = x * fall(x) }"));
    }
}
