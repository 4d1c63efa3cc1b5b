package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.DataBlock;
import org.dlm.runtime.program.PreparationProgram;
import org.dlm.runtime.program.RawColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches of the numbers 0 to 9 in turn; a lost wake-up shows as a hang, hence the time limit. */
@Timeout(60)
class BatchStreamTest {
    /** One int input {@code k} in 0 .. 9, fed by the column k. */
    private static final ModelDescription MODEL = ModelDescription.named("M")
            .port(new Port("k", Port.Role.INPUT, ElementKind.INT, Shape.SCALAR, 10))
            .build();

    private static final PreparationProgram COPY =
            (raw, prepared) -> System.arraycopy(raw.ints(0), 0, prepared.ints(0), 0, raw.count());

    private static Split digits(int examples, PreparationProgram preparation) {
        DataBlock block =
                new DataBlock("data", List.of(), List.of(RawColumn.named(0, "k", ElementKind.INT, Shape.SCALAR, 10)));
        int[] values = IntStream.range(0, examples).map(e -> e % 10).toArray();
        Column column = Column.numbers("k", Shape.SCALAR, new ColumnValues.Ints(values));
        RawData data =
                new RawData(MODEL, block, List.of(Table.of("digits", column)), List.of(column), max -> preparation);
        return new Split("train", data, IntStream.range(0, examples).toArray());
    }

    private static List<Integer> epoch(BatchStream batches, int number) {
        List<Integer> values = new ArrayList<>();
        batches.startEpoch(number);
        int index = 0;
        while (batches.advance()) {
            Batch batch = batches.current();
            assertEquals(index++, batch.index());
            Arrays.stream(batch.ints(0), 0, batch.count()).forEach(values::add);
        }
        return values;
    }

    @Test
    void in_order_every_example_comes_once_and_the_last_batch_is_smaller() {
        try (BatchStream batches = digits(23, COPY).inOrder(5)) {
            List<Integer> expected =
                    IntStream.range(0, 23).map(e -> e % 10).boxed().toList();

            assertEquals(5, batches.batches());
            assertEquals(expected, epoch(batches, 0));
            assertEquals(expected, epoch(batches, 1));
        }
    }

    @Test
    void a_shuffled_epoch_follows_from_its_number_whatever_came_before() {
        Split split = digits(50, COPY);
        List<List<Integer>> epochs = new ArrayList<>();
        try (BatchStream batches = split.shuffled(8, 42)) {
            for (int e = 0; e < 4; e++) {
                epochs.add(epoch(batches, e));
            }
        }
        try (BatchStream batches = split.shuffled(8, 42)) {
            assertEquals(epochs.get(3), epoch(batches, 3));
            assertEquals(epochs.get(1), epoch(batches, 1));
        }
        assertFalse(epochs.get(0).equals(epochs.get(1)));
        for (List<Integer> epoch : epochs) {
            assertEquals(
                    epochs.getFirst().stream().sorted().toList(),
                    epoch.stream().sorted().toList());
        }
    }

    @Test
    void a_slow_caller_and_a_slow_loader_both_get_every_batch() throws Exception {
        PreparationProgram slow = (raw, prepared) -> {
            COPY.prepare(raw, prepared);
            if (raw.index() % 7 == 0) {
                sleep(3);
            }
        };
        try (BatchStream batches = digits(300, slow).inOrder(4)) {
            for (int e = 0; e < 3; e++) {
                batches.startEpoch(e);
                int sum = 0;
                while (batches.advance()) {
                    if (batches.current().index() % 11 == 0) {
                        sleep(3);
                    }
                    sum += Arrays.stream(
                                    batches.current().ints(0),
                                    0,
                                    batches.current().count())
                            .sum();
                }
                assertEquals(30 * 45, sum);
            }
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException exception) {
            throw new IllegalStateException(exception);
        }
    }

    @Test
    void the_next_batch_does_not_touch_the_current_one() throws Exception {
        try (BatchStream batches = digits(40, COPY).inOrder(4)) {
            batches.startEpoch(0);
            while (batches.advance()) {
                int[] now = batches.current().ints(0).clone();
                sleep(2);
                assertArrayEquals(now, batches.current().ints(0));
            }
        }
    }

    @Test
    void what_goes_wrong_in_the_background_is_thrown_to_the_caller() {
        PreparationProgram bad = (raw, prepared) -> {
            if (raw.index() == 2) {
                throw new IllegalArgumentException("batch 2");
            }
            COPY.prepare(raw, prepared);
        };
        try (BatchStream batches = digits(40, bad).inOrder(4)) {
            batches.startEpoch(0);

            assertTrue(batches.advance());
            assertTrue(batches.advance());
            assertEquals(
                    "batch 2",
                    assertThrows(IllegalArgumentException.class, batches::advance)
                            .getMessage());
            assertThrows(IllegalArgumentException.class, batches::advance, "and again");
        }
    }

    @Test
    void closing_in_the_middle_of_an_epoch_ends_the_background_thread() {
        BatchStream batches = digits(40, COPY).inOrder(4);
        batches.startEpoch(0);
        batches.advance();
        batches.close();

        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("dlm-loader-train")));
        batches.close();
    }

    @Test
    void an_epoch_is_finished_before_the_next() {
        try (BatchStream batches = digits(40, COPY).inOrder(4)) {
            batches.startEpoch(0);
            batches.advance();

            assertThrows(IllegalStateException.class, () -> batches.startEpoch(1));
        }
    }

    @Test
    void a_class_out_of_range_is_told_with_its_example() {
        PreparationProgram shift = (raw, prepared) -> {
            for (int e = 0; e < raw.count(); e++) {
                prepared.ints(0)[e] = raw.ints(0)[e] + 1;
            }
        };
        try (BatchStream batches = digits(40, shift).inOrder(16)) {
            batches.startEpoch(0);
            String message = assertThrows(DataException.class, batches::advance).getMessage();

            assertEquals(
                    "data: k of example 9 (digits, at example 9) is 10, but the model takes a class of 0 .. 9",
                    message);
        }
    }

    /** What the JVM allocates on the side stays far below one object of 16 bytes a batch. */
    @Test
    void batches_cost_no_allocation() {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        try (BatchStream batches = digits(20_000, COPY).inOrder(1)) {
            drain(batches, 0);
            long before = threads.getTotalThreadAllocatedBytes();
            drain(batches, 1);
            long allocated = threads.getTotalThreadAllocatedBytes() - before;

            assertTrue(allocated < 200_000, allocated + " bytes for 20,000 batches");
        }
    }

    private static void drain(BatchStream batches, int epoch) {
        batches.startEpoch(epoch);
        while (batches.advance()) {
            batches.current();
        }
    }
}
