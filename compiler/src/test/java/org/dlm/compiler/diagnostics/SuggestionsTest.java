package org.dlm.compiler.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private static final List<String> KNOWN = List.of("maxPool", "avgPool", "relu", "adam", "adamw", "x");

    @Test
    void other_case_is_nearest() {
        assertEquals(Optional.of("maxPool"), Suggestions.nearest("maxpool", KNOWN));
    }

    @Test
    void swapped_missing_and_added_letters_are_near() {
        assertEquals(Optional.of("relu"), Suggestions.nearest("rleu", KNOWN));
        assertEquals(Optional.of("relu"), Suggestions.nearest("rlu", KNOWN));
        assertEquals(Optional.of("relu"), Suggestions.nearest("reluu", KNOWN));
    }

    @Test
    void of_equally_near_names_the_first_one_is_taken() {
        assertEquals(Optional.of("adam"), Suggestions.nearest("adami", KNOWN));
    }

    @Test
    void nothing_is_suggested_when_nothing_is_near() {
        assertEquals(Optional.empty(), Suggestions.nearest("softmax", KNOWN));
        assertEquals(Optional.empty(), Suggestions.nearest("y", KNOWN));
        assertEquals(Optional.empty(), Suggestions.nearest("relu", List.of("relu")));
    }

    /** The distance of two such names would take 10^12 steps, and that to each of many names as many minutes. */
    @Test
    void what_nobody_mistyped_takes_no_time() {
        String endless = "x".repeat(1_000_000);
        assertEquals(Optional.empty(), Suggestions.nearest(endless + "y", List.of(endless)));

        List<String> many =
                IntStream.range(0, 1_000_000).mapToObj(i -> "value" + i).toList();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 300; i++) {
                Suggestions.nearest("walve", many);
            }
        });
    }
}
