package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.SourceCall;
import org.dlm.runtime.program.SourceCall.Argument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
    @TempDir
    private Path folder;

    private Table read(String text, SourceCall call) throws IOException {
        Files.writeString(folder.resolve("t.csv"), text);
        return DataFiles.read(folder, call);
    }

    private Table read(String text) throws IOException {
        return read(text, DataFiles.csv("t.csv"));
    }

    private String problem(String text) {
        String message = assertThrows(DataException.class, () -> read(text)).getMessage();
        return message.replace(folder.toString() + "/", "");
    }

    private static List<Double> values(Column column) {
        return LongStream.range(0, column.values().length())
                .mapToObj(column.values()::at)
                .toList();
    }

    @Test
    void columns_of_numbers_and_of_classes() throws IOException {
        Table table = read("size,kind,count\n1.5,cat,3\n-2e1,dog,4\n.25,cat,-5\n");

        assertEquals(
                List.of("size", "kind", "count"),
                table.columns().stream().map(Column::name).toList());
        assertEquals(List.of(1.5, -20.0, 0.25), values(table.columns().get(0)));
        assertEquals(List.of("cat", "dog"), table.columns().get(1).classes());
        assertEquals(List.of(0.0, 1.0, 0.0), values(table.columns().get(1)));
        assertEquals(List.of(3.0, 4.0, -5.0), values(table.columns().get(2)));
    }

    @Test
    void classes_do_not_depend_on_the_order_of_rows_and_numbers_may_be_names() throws IOException {
        assertEquals(
                List.of("10", "9", "x"),
                read("k\n9\nx\n10\n").columns().getFirst().classes());
        assertEquals(
                List.of("10", "9", "x"),
                read("k\nx\n10\n9\n").columns().getFirst().classes());
    }

    @Test
    void without_a_header_columns_are_called_by_number() throws IOException {
        Table table =
                read("5.1,setosa\n4.9,virginica\n", DataFiles.csv("t.csv").with("header", new Argument.Flag(false)));

        assertEquals(
                List.of("1", "2"), table.columns().stream().map(Column::name).toList());
        assertEquals(2, table.examples());
    }

    @Test
    void quotes_line_ends_blank_lines_and_a_byte_order_mark() throws IOException {
        Table table = read("\uFEFF\"a, b\",c\r\n\r\n1,\"say \"\"no\"\"\"\r\n\n2 ,\"two\nlines\"");

        assertEquals("a, b", table.columns().getFirst().name());
        assertEquals(List.of(1.0, 2.0), values(table.columns().getFirst()));
        assertEquals(List.of("say \"no\"", "two\nlines"), table.columns().get(1).classes());
    }

    @Test
    void another_separator() throws IOException {
        Table table = read("a;b\n1;2,5\n", DataFiles.csv("t.csv").with("separator", new Argument.Text(";")));

        assertEquals(List.of("2,5"), table.columns().get(1).classes());
    }

    @Test
    void problems_have_file_line_and_column() {
        assertEquals(
                "t.csv:3:5: this row has 3 cells, but the first one has 2; a cell that holds the separator must be in"
                        + " quotes",
                problem("a,b\n1,2\n3,4,5\n"));
        assertEquals("t.csv:2:3: the quote that begins here is never closed", problem("a,b\n1,\"2\n3,4\n"));
        assertEquals(
                "t.csv:2:6: found 'x' after the closing quote, expected ',' or the end of the line; a quote inside quotes"
                        + " is written twice",
                problem("a,b\n1,\"2\"x\n"));
        assertEquals("t.csv:1:3: two columns are called \"a\"", problem("a,a\n1,2\n"));
        assertEquals("t.csv has no rows after its header", problem("a,b\n"));
        assertEquals("t.csv has no rows", problem("").replace(" after its header", ""));
    }

    @Test
    void an_empty_cell_spoils_only_its_own_column() throws IOException {
        Table table = read("a,b\n1,2\n,3\n");

        assertEquals("", table.columns().get(1).defect());
        assertTrue(table.columns().get(0).defect().endsWith("t.csv:3:1: the cell is empty, but a value is needed"));
    }

    @Test
    void a_text_column_remembers_why_it_is_one() throws IOException {
        String why = read("a\n1\n2\nmany\n").columns().getFirst().whyText();

        assertTrue(why.endsWith("t.csv:4:1: \"many\" is not a number"), why);
    }

    @Test
    void java_numbers_that_are_not_decimal_are_text() throws IOException {
        assertEquals(
                List.of("0x10", "1f", "NaN"),
                read("a\nNaN\n1f\n0x10\n").columns().getFirst().classes());
    }

    @Test
    void what_is_not_utf_8_is_refused() throws IOException {
        Files.write(folder.resolve("t.csv"), "a\nGr\u00FC\u00DFe\n".getBytes(StandardCharsets.ISO_8859_1));

        String message = assertThrows(DataException.class, () -> DataFiles.read(folder, DataFiles.csv("t.csv")))
                .getMessage();
        assertTrue(message.contains("not UTF-8"), message);
    }

    @Test
    void unknown_readers_columns_and_arguments_are_told_with_what_there_is() throws IOException {
        Table table = read("Age\n1\n");
        String column = assertThrows(
                        DataException.class,
                        () -> table.column(new org.dlm.runtime.program.RawColumn.ColumnChoice.Named("age")))
                .getMessage();
        String argument = assertThrows(
                        DataException.class,
                        () -> read("a\n1\n", DataFiles.csv("t.csv").with("heading", new Argument.Flag(true))))
                .getMessage();
        String reader = assertThrows(DataException.class, () -> DataFiles.read(folder, SourceCall.of("cvs")))
                .getMessage();

        assertTrue(column.endsWith("has no column \"age\"; it has [\"Age\"]; upper and lower case matter"), column);
        assertEquals("reader csv has no argument heading; it has file, header, separator", argument);
        assertTrue(reader.startsWith("there is no reader called cvs; there are [csv, idx, "), reader);
    }

    @Test
    void users_register_their_own_readers() {
        ReaderRegistry readers = ReaderRegistry.standard()
                .with(
                        "ones",
                        call -> Table.of(
                                "ones",
                                Column.numbers(
                                        "x",
                                        org.dlm.runtime.model.Shape.SCALAR,
                                        new ColumnValues.Ints(new int[call.count(0, "count")]))));
        Table table = readers.read(SourceCall.of("ones", new Argument.Number(3)), new DataFolder(folder));

        assertEquals(3, table.examples());
    }

    @Test
    void a_number_must_be_finite_in_32_bits() throws IOException {
        Table table = read("a,b,c,d\n1,1e-400,-1e-400,3.4028235e38\n1e39,2.5,1,-1\n");

        assertTrue(table.columns()
                .get(0)
                .defect()
                .endsWith("t.csv:3:1: \"1e39\" is too large; numbers of up to 3.4028235E38 are possible"));
        assertEquals(List.of(0.0, 2.5), values(table.columns().get(1)));
        assertEquals(List.of(0.0, 1.0), values(table.columns().get(2)), "no sign of zero");
        assertEquals("", table.columns().get(3).defect());
    }

    @Test
    void lines_may_end_in_any_way() throws IOException {
        assertEquals(
                List.of(1.0, 2.0, 3.0, 4.0),
                values(read("a\r1\r2\n3\r\n4").columns().getFirst()));
    }

    @Test
    void examples_are_told_by_their_lines() throws IOException {
        RowPlaces places = read("a,b\n1,x\n\n2,\"y\nz\"\n3,x\n").origin().places();

        assertEquals("in line 2", places.place(0));
        assertEquals("in line 4", places.place(1));
        assertEquals("in line 6", places.place(2));
    }

    @Test
    void the_digest_follows_the_bytes_and_how_they_are_understood() throws IOException {
        SourceCall call = DataFiles.csv("t.csv");
        SourceCall bare = call.with("header", new Argument.Flag(false));
        List<String> digests = List.of(
                read("1\n2\n", call).origin().digest().get(),
                read("1\n2\n", bare).origin().digest().get(),
                read("1\n3\n", call).origin().digest().get());

        assertEquals(3, digests.stream().distinct().count());
        assertEquals(digests.getFirst(), read("1\n2\n", call).origin().digest().get());
    }
}
