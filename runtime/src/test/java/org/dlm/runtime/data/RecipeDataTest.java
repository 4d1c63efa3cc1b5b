package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.DataBlock;
import org.dlm.runtime.program.LinearRegression;
import org.dlm.runtime.program.PreparationProgram;
import org.dlm.runtime.program.RawColumn;
import org.dlm.runtime.program.RecipeDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Splits and batches of small files; a lost wake-up shows as a hang, hence the time limit. */
@Timeout(60)
class RecipeDataTest {
    @TempDir
    private Path folder;

    /** One int input {@code k} in 0 .. 9, fed by the column k. */
    private static final ModelDescription MODEL = ModelDescription.named("M")
            .port(new Port("k", Port.Role.INPUT, ElementKind.INT, Shape.SCALAR, 10))
            .build();

    private static final PreparationProgram COPY =
            (raw, prepared) -> System.arraycopy(raw.ints(0), 0, prepared.ints(0), 0, raw.count());

    private RawData raw(String text, ElementKind kind, int classes, PreparationProgram preparation) throws IOException {
        Files.writeString(folder.resolve("t.csv"), text);
        DataBlock block = new DataBlock(
                "data", List.of(DataFiles.csv("t.csv")), List.of(RawColumn.named(0, "k", kind, Shape.SCALAR, classes)));
        return RawData.read(MODEL, block, max -> preparation, ReaderRegistry.standard(), new DataFolder(folder));
    }

    private Split digits(int examples, PreparationProgram preparation) throws IOException {
        StringBuilder text = new StringBuilder("k\n");
        for (int e = 0; e < examples; e++) {
            text.append(e % 10).append('\n');
        }
        RawData data = raw(text.toString(), ElementKind.INT, 10, preparation);
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
    void in_order_every_example_comes_once_and_the_last_batch_is_smaller() throws IOException {
        try (BatchStream batches = digits(23, COPY).inOrder(5)) {
            List<Integer> expected =
                    IntStream.range(0, 23).map(e -> e % 10).boxed().toList();

            assertEquals(5, batches.batches());
            assertEquals(expected, epoch(batches, 0));
            assertEquals(expected, epoch(batches, 1));
        }
    }

    @Test
    void a_shuffled_epoch_follows_from_its_number_whatever_came_before() throws IOException {
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
    void what_goes_wrong_in_the_background_is_thrown_to_the_caller() throws IOException {
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
    void closing_in_the_middle_of_an_epoch_ends_the_background_thread() throws IOException {
        BatchStream batches = digits(40, COPY).inOrder(4);
        batches.startEpoch(0);
        batches.advance();
        batches.close();

        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("dlm-loader-train")));
        batches.close();
    }

    @Test
    void an_epoch_is_finished_before_the_next() throws IOException {
        try (BatchStream batches = digits(40, COPY).inOrder(4)) {
            batches.startEpoch(0);
            batches.advance();

            assertThrows(IllegalStateException.class, () -> batches.startEpoch(1));
        }
    }

    @Test
    void a_class_out_of_range_is_told_with_its_example() throws IOException {
        PreparationProgram shift = (raw, prepared) -> {
            for (int e = 0; e < raw.count(); e++) {
                prepared.ints(0)[e] = raw.ints(0)[e] + 1;
            }
        };
        try (BatchStream batches = digits(40, shift).inOrder(16)) {
            batches.startEpoch(0);
            String message = assertThrows(DataException.class, batches::advance).getMessage();

            assertEquals("data: k of example 9 is 10, but the model takes a class of 0 .. 9", message);
        }
    }

    /** What the JVM allocates on the side stays far below one object of 16 bytes a batch. */
    @Test
    void batches_cost_no_allocation() throws IOException {
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

    @Test
    void a_column_that_is_not_what_the_recipe_needs_is_told() {
        assertProblem("k\n1\nmany\n", ElementKind.FLOAT, 0, "holds text, but the recipe uses it as a number; ");
        assertProblem("k\n1\nmany\n", ElementKind.FLOAT, 0, "t.csv:3:1: \"many\" is not a number");
        assertProblem("k\n1\n2.5\n", ElementKind.INT, 0, "holds 2.5 at example 1, but the recipe uses it as an int");
        assertProblem(
                "k\n1\n3\n", ElementKind.INT, 3, "holds 3.0 at example 1, but the recipe uses it as a class of 0 .. 2");
        assertProblem("k\na\nb\nc\n", ElementKind.INT, 2, "has 3 classes [a, b, c], but the model has 2");
        assertProblem("k,l\n1,1\n,2\n", ElementKind.INT, 0, "t.csv:3:1: the cell is empty");
        assertProblem("l\n1\n", ElementKind.INT, 0, "has no column \"k\"; it has [\"l\"]");
    }

    private void assertProblem(String text, ElementKind kind, int classes, String expected) {
        String message = assertThrows(DataException.class, () -> raw(text, kind, classes, COPY))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void a_model_in_f64_gets_every_digit() throws IOException {
        Files.writeString(folder.resolve("t.csv"), "k\n0.1\n-2\n");
        ModelDescription model = ModelDescription.named("M")
                .precision(Precision.F64)
                .input("k", ElementKind.FLOAT, Shape.SCALAR)
                .build();
        DataBlock block = new DataBlock(
                "data",
                List.of(DataFiles.csv("t.csv")),
                List.of(RawColumn.named(0, "k", ElementKind.FLOAT, Shape.SCALAR, 0)));
        PreparationProgram twice = (raw, prepared) -> {
            for (int e = 0; e < raw.count(); e++) {
                prepared.doubles(0)[e] = 2 * raw.doubles(0)[e];
            }
        };
        RawData data = RawData.read(model, block, max -> twice, ReaderRegistry.standard(), new DataFolder(folder));
        try (BatchStream batches = new Split("train", data, new int[] {1, 0}).inOrder(4)) {
            batches.startEpoch(0);
            batches.advance();

            assertEquals(2, batches.current().count());
            assertEquals(-4, batches.current().doubles(0)[0]);
            assertEquals(0.2, batches.current().doubles(0)[1]);
        }
    }

    @Test
    void shapes_may_differ_by_extents_of_one_only() {
        Table table = Table.of("pictures", Column.numbers("x", Shape.of(2, 3), new ColumnValues.Ints(new int[12])));
        assertFits(table, Shape.of(1, 2, 3));
        assertFits(table, Shape.of(2, 3));
        String message = assertThrows(DataException.class, () -> assertFits(table, Shape.of(3, 2)))
                .getMessage();

        assertEquals(
                "pictures: column \"x\" gives values of shape [2, 3] for each example, but the recipe uses them as [3, 2]",
                message);
    }

    private static void assertFits(Table table, Shape shape) {
        RawColumn raw = RawColumn.at(0, 0, ElementKind.FLOAT, shape, 0);
        assertEquals(
                2,
                new ColumnFit(table, table.column(raw.column()), raw).checked().examples());
    }

    @Test
    void sources_used_together_need_equally_many_examples() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "k\n1\n2\n");
        Files.writeString(folder.resolve("b.csv"), "k\n1\n2\n3\n");
        DataBlock block = new DataBlock(
                "data",
                List.of(DataFiles.csv("a.csv"), DataFiles.csv("b.csv")),
                List.of(RawColumn.at(1, 0, ElementKind.INT, Shape.SCALAR, 0)));

        String message = assertThrows(
                        DataException.class,
                        () -> RawData.read(
                                MODEL, block, max -> COPY, ReaderRegistry.standard(), new DataFolder(folder)))
                .getMessage();
        assertTrue(message.contains("a.csv has 2 examples, but "), message);
    }

    @Test
    void a_recipe_gives_its_splits_by_name() throws IOException {
        DataFiles.writeLine(folder, 40);
        RecipeDescription recipe = LinearRegression.recipe().build();
        RecipeData data = RecipeData.read(
                new LinearRegression(recipe), recipe, ReaderRegistry.standard(), new DataFolder(folder), 1);

        assertEquals(List.of("train", "val"), List.copyOf(data.splits().keySet()));
        assertEquals(30, data.split("train").size());
        String message =
                assertThrows(DataException.class, () -> data.split("test")).getMessage();
        assertEquals("the recipe has no split test; it has [train, val]", message);
    }
}
