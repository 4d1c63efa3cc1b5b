package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.DataBlock;
import org.dlm.runtime.program.LinearRegression;
import org.dlm.runtime.program.PreparationProgram;
import org.dlm.runtime.program.RawColumn;
import org.dlm.runtime.program.RecipeDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files, read for a recipe: what fits and what does not. */
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

    @Test
    void a_column_that_is_not_what_the_recipe_needs_is_told() {
        assertProblem("k\n1\nmany\n", ElementKind.FLOAT, 0, "holds text, but the recipe uses it as a number; ");
        assertProblem("k\n1\nmany\n", ElementKind.FLOAT, 0, "t.csv:3:1: \"many\" is not a number");
        assertProblem(
                "k\n1\n2.5\n",
                ElementKind.INT,
                0,
                "holds 2.5 in line 3, but the recipe uses it as an int (of 32 bits)");
        assertProblem(
                "k\n1\n3\n", ElementKind.INT, 3, "holds 3.0 in line 3, but the recipe uses it as a class of 0 .. 2");
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
        new BlockFit().check(List.of(new ColumnFit(table, table.column(raw.column()), raw)));
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
        LinearRegression.writeData(folder, 40);
        RecipeDescription recipe = LinearRegression.recipe().build();
        RecipeData data = RecipeData.read(
                new LinearRegression(recipe), recipe, ReaderRegistry.standard(), new DataFolder(folder), 1);

        assertEquals(List.of("train", "val"), List.copyOf(data.splits().keySet()));
        assertEquals(30, data.split("train").size());
        String message =
                assertThrows(DataException.class, () -> data.split("test")).getMessage();
        assertEquals("the recipe has no split test; it has [train, val]", message);
    }

    @Test
    void numbers_that_are_not_finite_are_told_with_their_example() throws IOException {
        Files.write(folder.resolve("x"), DataFiles.idxBytes(0x0D, List.of(2), 0x3F, 0x80, 0, 0, 0x7F, 0xC0, 0, 0));
        DataBlock block = new DataBlock(
                "data", List.of(DataFiles.idx("x")), List.of(RawColumn.at(0, 0, ElementKind.FLOAT, Shape.SCALAR, 0)));
        String message = assertThrows(
                        DataException.class,
                        () -> RawData.read(
                                MODEL, block, max -> COPY, ReaderRegistry.standard(), new DataFolder(folder)))
                .getMessage();

        assertTrue(message.contains("holds NaN at example 1, but the recipe uses it as a number"), message);
    }

    @Test
    void the_memory_of_data_and_streams_is_known() throws IOException {
        LinearRegression.writeData(folder, 40);
        RecipeDescription recipe = LinearRegression.recipe().build();
        try (RecipeData data = RecipeData.read(
                new LinearRegression(recipe), recipe, ReaderRegistry.standard(), new DataFolder(folder), 1)) {
            assertEquals(40 * 3 * 8 + 40 * 4, data.heapBytes());
            // the raw batch has 3 columns, a prepared one 3 numbers in 2 columns; arrays have 64 more values
            long raw = 3 * (8 + 64) * 4;
            long prepared = (2 * 8 + 64 + 8 + 64) * 4;
            assertEquals(raw + 2 * prepared + 30 * 4, data.split("train").streamBytes(8));
        }
    }
}
