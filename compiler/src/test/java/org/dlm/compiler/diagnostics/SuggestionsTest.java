package org.dlm.compiler.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    /** The distance of two such names would take 10^12 steps. */
    @Test
    void a_name_that_nobody_types_is_near_to_none() {
        String endless = "x".repeat(1_000_000);
        assertEquals(Optional.empty(), Suggestions.nearest(endless + "y", List.of(endless)));
    }

    @Test
    void of_many_names_of_a_like_length_the_first_are_tried() {
        List<String> others = IntStream.range(100, 600).mapToObj(i -> "a" + i).toList();
        List<String> longer =
                IntStream.range(100, 600).mapToObj(i -> "longer" + i).toList();
        assertEquals(Optional.empty(), Suggestions.nearest("relu", join(others, List.of("rlu"))));
        assertEquals(Optional.of("rlu"), Suggestions.nearest("relu", join(longer, List.of("rlu"))));
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
