package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.SplitPart;
import org.junit.jupiter.api.Test;

class SplitPlanTest {
    private static final List<SplitPart> SHARES =
            List.of(SplitPart.share("train", 0.8), SplitPart.share("val", 0.1), SplitPart.share("test", 0.1));

    @Test
    void without_parts_everything_is_train() {
        assertArrayEquals(
                new int[] {0, 1, 2}, SplitPlan.divide(3, List.of(), true, 1).get("train"));
    }

    @Test
    void shares_that_sum_to_one_leave_nobody_out() {
        for (int examples = 10; examples < 200; examples++) {
            Map<String, int[]> parts = SplitPlan.divide(examples, SHARES, true, 1);
            int[] all =
                    parts.values().stream().flatMapToInt(IntStream::of).sorted().toArray();

            assertArrayEquals(IntStream.range(0, examples).toArray(), all, examples + " examples");
        }
    }

    @Test
    void counts_are_taken_as_they_are_and_the_rest_is_left() {
        Map<String, int[]> parts =
                SplitPlan.divide(10, List.of(SplitPart.count("train", 6), SplitPart.count("val", 3)), true, 1);

        assertEquals(6, parts.get("train").length);
        assertEquals(3, parts.get("val").length);
    }

    @Test
    void the_parts_are_random_but_follow_from_the_seed() {
        int[] val = SplitPlan.divide(100, SHARES, true, 1).get("val");

        assertArrayEquals(val, SplitPlan.divide(100, SHARES, true, 1).get("val"));
        assertFalse(Arrays.equals(val, SplitPlan.divide(100, SHARES, true, 2).get("val")));
        assertArrayEquals(
                IntStream.range(80, 90).toArray(),
                SplitPlan.divide(100, SHARES, false, 1).get("val"),
                "without shuffling the file's order");
    }

    @Test
    void parts_that_do_not_fit_are_told() {
        String many = assertThrows(
                        DataException.class,
                        () -> SplitPlan.divide(100, List.of(SplitPart.count("train", 101)), true, 1))
                .getMessage();
        String none = assertThrows(
                        DataException.class,
                        () -> SplitPlan.divide(10, List.of(SplitPart.share("train", 0.01)), true, 1))
                .getMessage();

        assertTrue(many.contains("asks for 101 examples, but there are 100"), many);
        assertTrue(none.contains("train = 0.01 gives no example"), none);
    }
}
