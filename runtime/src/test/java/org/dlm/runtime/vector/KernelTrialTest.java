package org.dlm.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class KernelTrialTest {
    private static final long MILLI = 1_000_000;
    private static final double WORK = 400_000;

    /** 4 operations in a nanosecond. */
    private static final long FAST = 100_000;

    private static KernelTrial trial(double work) {
        return new KernelTrial(KernelForms.of(1, 0), 0, work);
    }

    @Test
    void a_kernel_is_ready_after_ten_fast_calls_in_a_row() {
        KernelTrial trial = trial(1);

        for (int call = 1; call < 10; call++) {
            assertFalse(trial.isOver(FAST, 0, WORK), "call " + call);
        }
        assertTrue(trial.isOver(FAST, 0, WORK));
    }

    @Test
    void a_slow_call_between_them_begins_the_count_again() {
        KernelTrial trial = trial(1);

        for (int call = 1; call < 10; call++) {
            trial.isOver(FAST, 0, WORK);
        }
        assertFalse(trial.isOver(10 * FAST, 0, WORK));
        assertFalse(trial.isOver(FAST, 0, WORK));
    }

    @Test
    void a_kernel_that_never_gets_so_fast_is_ready_when_it_is_no_slower_than_plain_loops() {
        KernelTrial trial = trial(1);

        int calls = 1;
        while (!trial.isOver(5 * FAST, 5 * FAST + 1, WORK)) {
            calls++;
        }

        assertEquals(10, calls);
    }

    @Test
    void plain_loops_count_with_their_best_time() {
        KernelTrial trial = trial(1);
        trial.isOver(5 * FAST, 2 * FAST, WORK);

        for (int call = 0; call < 20; call++) {
            assertFalse(trial.isOver(5 * FAST, 9 * FAST, WORK));
        }
    }

    @Test
    void a_trial_ends_after_two_seconds_whatever_it_found() {
        KernelTrial trial = trial(1);

        int calls = 1;
        while (!trial.isOver(100 * MILLI, 0, 1)) {
            calls++;
        }

        assertEquals(20, calls);
    }

    @Test
    void time_is_shared_by_the_root_of_the_work() {
        KernelTrial large = trial(100);
        KernelTrial small = trial(1);
        PriorityQueue<KernelTrial> open = new PriorityQueue<>(List.of(large, small));

        int callsOfLarge = 0;
        for (int call = 0; call < 110; call++) {
            KernelTrial next = open.remove();
            next.isOver(MILLI, 0, 1);
            callsOfLarge += next == large ? 1 : 0;
            open.add(next);
        }

        assertEquals(100, callsOfLarge);
    }
}
