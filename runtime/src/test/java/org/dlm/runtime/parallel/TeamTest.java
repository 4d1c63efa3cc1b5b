package org.dlm.runtime.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lost wake-up shows as a hang, hence the time limits. */
@Timeout(60)
class TeamTest {
    @Test
    void every_index_is_done_once_and_cuts_fall_on_the_grain() {
        for (int threads = 1; threads <= 4; threads++) {
            try (Team team = Team.of(threads)) {
                for (int extent : new int[] {0, 1, 7, 8, 9, 64, 100, 1001}) {
                    for (int grain : new int[] {1, 3, 8, 2000}) {
                        assertDoneOnce(team, extent, grain);
                    }
                }
            }
        }
    }

    @Test
    void parts_of_a_run_have_members_of_their_own_in_their_order() {
        for (int threads : new int[] {1, 2, 3, 5}) {
            try (Team team = Team.of(threads)) {
                int[] members = new int[64];
                team.run((kernel, member, from, to) -> Arrays.fill(members, from, to, member), 0, members.length, 1);

                int[] wanted = new int[64];
                for (int m = 0; m < threads; m++) {
                    Arrays.fill(wanted, 64 * m / threads, 64 * (m + 1) / threads, m);
                }
                assertArrayEquals(wanted, members, threads + " threads");
            }
        }
    }

    private static void assertDoneOnce(Team team, int extent, int grain) {
        int[] done = new int[extent];
        AtomicInteger badCuts = new AtomicInteger();
        team.run(
                (kernel, member, from, to) -> {
                    if (kernel != 9 || from % grain != 0 || to != extent && to % grain != 0) {
                        badCuts.incrementAndGet();
                    }
                    for (int i = from; i < to; i++) {
                        done[i]++;
                    }
                },
                9,
                extent,
                grain);
        int[] once = new int[extent];
        Arrays.fill(once, 1);

        assertArrayEquals(once, done, extent + " by " + grain + " with " + team.threads());
        assertEquals(0, badCuts.get(), extent + " by " + grain + " with " + team.threads());
    }

    @Test
    void a_huge_extent_is_cut_without_overflow() {
        try (Team team = Team.of(3)) {
            long[] lengths = new long[3];
            AtomicInteger parts = new AtomicInteger();
            team.run(
                    (kernel, member, from, to) -> lengths[parts.getAndIncrement()] = to - from,
                    0,
                    Integer.MAX_VALUE,
                    16);

            assertEquals(Integer.MAX_VALUE, Arrays.stream(lengths).sum());
        }
    }

    @Test
    void many_short_runs_in_a_row_see_each_others_results() {
        try (Team team = Team.of(3)) {
            long[] values = new long[97];
            for (int round = 0; round < 20_000; round++) {
                // each index reads its neighbour's place of the last round through the caller's sum below
                team.run(
                        (kernel, member, from, to) -> {
                            for (int i = from; i < to; i++) {
                                values[i] += kernel;
                            }
                        },
                        round % 5,
                        values.length,
                        1);
            }
            for (long value : values) {
                assertEquals(4_000L * (1 + 2 + 3 + 4), value);
            }
        }
    }

    @Test
    void a_team_that_slept_wakes_up() throws InterruptedException {
        try (Team team = Team.of(2)) {
            for (int round = 0; round < 5; round++) {
                assertDoneOnce(team, 100, 1);
                // longer than the workers' patience
                Thread.sleep(20);
            }
        }
    }

    @Test
    void what_a_worker_throws_reaches_the_caller_and_the_team_goes_on() {
        try (Team team = Team.of(2)) {
            IllegalArgumentException thrown = assertThrows(
                    IllegalArgumentException.class,
                    () -> team.run(
                            (kernel, member, from, to) -> {
                                if (from > 0) {
                                    throw new IllegalArgumentException("in the worker");
                                }
                            },
                            0,
                            10,
                            1));

            assertEquals("in the worker", thrown.getMessage());
            assertDoneOnce(team, 10, 1);
        }
    }

    @Test
    void what_the_callers_own_part_throws_comes_after_all_parts_have_ended() {
        AtomicInteger ended = new AtomicInteger();
        IllegalStateException own = new IllegalStateException("own");
        try (Team team = Team.of(2)) {
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> team.run(
                            (kernel, member, from, to) -> {
                                if (from == 0) {
                                    throw own;
                                }
                                long until = System.nanoTime() + 5_000_000;
                                while (System.nanoTime() < until) {
                                    Thread.onSpinWait();
                                }
                                ended.incrementAndGet();
                            },
                            0,
                            10,
                            1));

            assertSame(own, thrown);
            assertEquals(1, ended.get());
            assertDoneOnce(team, 10, 1);
        }
    }

    @Test
    void a_run_inside_a_run_is_done_by_its_caller() {
        try (Team team = Team.of(2)) {
            AtomicInteger done = new AtomicInteger();
            team.run(
                    (kernel, member, from, to) ->
                            team.run((inner, other, first, last) -> done.addAndGet(last - first), 0, to - from, 1),
                    0,
                    50,
                    1);

            assertEquals(50, done.get());
        }
    }

    @Test
    void two_threads_may_use_one_team() throws InterruptedException {
        try (Team team = Team.of(2)) {
            AtomicInteger done = new AtomicInteger();
            Runnable many = () -> {
                for (int round = 0; round < 2000; round++) {
                    team.run((kernel, member, from, to) -> done.addAndGet(to - from), 0, 10, 1);
                }
            };
            Thread other = Thread.ofPlatform().start(many);
            many.run();
            other.join();

            assertEquals(40_000, done.get());
        }
    }

    @Test
    void a_closed_team_does_the_work_alone() {
        Team team = Team.of(3);
        team.close();
        team.close();
        Thread caller = Thread.currentThread();
        team.run((kernel, member, from, to) -> assertSame(caller, Thread.currentThread()), 0, 100, 1);
        assertDoneOnce(team, 100, 1);
    }

    @Test
    void a_team_has_at_least_one_thread() {
        assertThrows(IllegalArgumentException.class, () -> Team.of(0));
        assertEquals(1, Team.single().threads());
    }

    /** What the JVM itself allocates on the side stays below a byte a run; an object a run would be 16. */
    @Test
    void runs_allocate_nothing() {
        try (Team team = Team.of(2)) {
            int[] values = new int[1000];
            Work work = (kernel, member, from, to) -> Arrays.fill(values, from, to, kernel);
            com.sun.management.ThreadMXBean threads =
                    (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
            repeat(team, work, 10_000);
            long before = threads.getCurrentThreadAllocatedBytes();
            repeat(team, work, 10_000);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertTrue(allocated < 10_000, allocated + " bytes");
        }
    }

    private static void repeat(Team team, Work work, int times) {
        for (int i = 0; i < times; i++) {
            team.run(work, i, 1000, 8);
        }
    }

    @Test
    void a_team_is_bounded() {
        for (int threads : new int[] {Integer.MIN_VALUE, -1, 0, Team.MOST_THREADS + 1, 100_000, Integer.MAX_VALUE}) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Team.of(threads));

            assertEquals("a team has 1 to 256 threads, not " + threads, refused.getMessage());
        }
    }

    /** Far more than there are processors: slow, but each run ends. */
    @Test
    void the_largest_team_works() {
        try (Team team = Team.of(Team.MOST_THREADS)) {
            AtomicInteger parts = new AtomicInteger();

            team.run((kernel, member, from, to) -> parts.addAndGet(to - from), 0, 1000, 1);

            assertEquals(1000, parts.get());
        }
    }

    @Test
    void an_error_of_a_worker_reaches_the_caller_and_the_team_goes_on() {
        try (Team team = Team.of(3)) {
            OutOfMemoryError error = new OutOfMemoryError("Java heap space");

            assertSame(
                    error,
                    assertThrows(
                            OutOfMemoryError.class,
                            () -> team.run(
                                    (kernel, member, from, to) -> {
                                        if (from > 0) {
                                            throw error;
                                        }
                                    },
                                    0,
                                    9,
                                    1)));
            AtomicInteger done = new AtomicInteger();
            team.run((kernel, member, from, to) -> done.addAndGet(to - from), 0, 9, 1);
            assertEquals(9, done.get());
        }
    }
}
