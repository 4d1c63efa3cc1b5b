package org.dlm.runtime.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dlm.runtime.problem.ProblemException;
import org.junit.jupiter.api.Test;

class ArenaTest {
    @Test
    void an_arena_is_as_long_as_planned() {
        assertEquals(17, Arena.floats(17).length);
        assertEquals(0, Arena.doubles(0).length);
        assertEquals(5, Arena.ints(5).length);
    }

    @Test
    void one_that_cannot_be_is_refused_before_memory_runs_out() {
        String tooLong = assertThrows(ProblemException.class, () -> Arena.floats(1L << 31))
                .getMessage();
        assertTrue(tooLong.contains("smaller batch"), tooLong);

        long tooLarge = Math.min(Runtime.getRuntime().maxMemory() / 8 + 1, Integer.MAX_VALUE - 8);
        if (tooLarge * Double.BYTES > Runtime.getRuntime().maxMemory()) {
            assertThrows(ProblemException.class, () -> Arena.doubles(tooLarge));
        }
    }
}
