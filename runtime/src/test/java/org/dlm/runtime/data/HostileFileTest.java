package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.dlm.runtime.fuzz.Fuzz;
import org.dlm.runtime.fuzz.Mutations;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.SourceCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that ask for all memory or all time get neither. */
@Timeout(120)
class HostileFileTest {
    private static final long LITTLE = 8 << 20;

    @TempDir
    private Path folder;

    private String problem(SourceCall call, long allocatedBytes) {
        long before = Fuzz.allocatedBytes();
        String message = assertThrows(DataException.class, () -> DataFiles.read(folder, call))
                .getMessage();
        long allocated = Fuzz.allocatedBytes() - before;
        assertTrue(allocated < allocatedBytes, allocated + " bytes");
        return message.replace(folder + "/", "");
    }

    private String csvProblem(String text) throws IOException {
        Files.writeString(folder.resolve("t.csv"), text);
        return problem(DataFiles.csv("t.csv"), LITTLE + 20L * text.length());
    }

    @Test
    void a_header_is_not_believed_before_the_length_agrees() throws IOException {
        byte[] bytes = DataFiles.idxBytes(0x0E, List.of(2_000_000_000, 10));
        Files.write(folder.resolve("plain"), bytes);
        Files.write(folder.resolve("zipped"), DataFiles.gzip(bytes));

        assertEquals(
                "plain is cut off: its header promises 2000000000 examples of shape [10], which are 160000000000 bytes,"
                        + " but 0 follow; fetch it again",
                problem(DataFiles.idx("plain"), LITTLE));
        assertTrue(problem(DataFiles.idx("zipped"), LITTLE).contains("compressed bytes cannot stand for so many"));
    }

    @Test
    void a_bomb_is_unpacked_up_to_what_its_header_says() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("bomb")))) {
            out.write(DataFiles.idxBytes(0x08, List.of(10)));
            byte[] zeros = new byte[1 << 20];
            for (int megabyte = 0; megabyte < 64; megabyte++) {
                out.write(zeros);
            }
        }
        assertTrue(problem(DataFiles.idx("bomb"), LITTLE).contains("more bytes follow the last value"));
    }

    @Test
    void bytes_after_compressed_data_are_refused() throws IOException {
        byte[] zipped = DataFiles.gzip(DataFiles.idxBytes(0x08, List.of(2), 1, 2));
        Files.write(folder.resolve("f"), Mutations.joined(zipped, new byte[] {0, 0, 0}));

        assertTrue(problem(DataFiles.idx("f"), LITTLE).contains("bytes follow its compressed data that are no gzip"));
    }

    @Test
    void the_checksum_of_a_gzip_header_counts() throws IOException {
        byte[] zipped = DataFiles.gzip(DataFiles.idxBytes(0x08, List.of(2), 1, 2));
        byte[] header = Arrays.copyOf(zipped, 10);
        header[3] = 2;
        CRC32 check = new CRC32();
        check.update(header);
        byte[] rest = Arrays.copyOfRange(zipped, 10, zipped.length);
        for (int wrong = 0; wrong < 2; wrong++) {
            byte[] sum = {(byte) (check.getValue() + wrong), (byte) (check.getValue() >> Byte.SIZE)};
            Files.write(folder.resolve("f"), Mutations.joined(Mutations.joined(header, sum), rest));
            if (wrong == 0) {
                assertEquals(2, DataFiles.read(folder, DataFiles.idx("f")).examples());
            } else {
                assertTrue(problem(DataFiles.idx("f"), LITTLE).contains("the checksum of its header does not match"));
            }
        }
    }

    @Test
    void what_is_no_file_is_told() throws Exception {
        Files.createDirectory(folder.resolve("folder"));
        int made = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                .start()
                .waitFor();
        assertEquals(0, made);

        assertTrue(problem(DataFiles.csv("folder"), LITTLE).contains("folder is a folder, but a file is needed"));
        assertTrue(problem(DataFiles.csv("pipe"), LITTLE).contains("pipe is a device or a pipe"));
        assertTrue(problem(DataFiles.idx("/dev/zero"), LITTLE).contains("/dev/zero is a device or a pipe"));
        // a file of length 0, which has content when it is read
        assertTrue(problem(DataFiles.csv("/proc/self/maps"), LITTLE).contains("has no rows"));
        assertTrue(problem(DataFiles.idx("/proc/self/maps"), LITTLE).contains("is cut off or damaged"));
    }

    /** 10 times the digits are 10 times the time: the pattern of before took minutes for these. */
    @Test
    void a_number_of_a_million_digits_is_read_in_one_go() throws IOException {
        String digits = "0.".concat("1".repeat(1_000_000));
        Files.writeString(folder.resolve("t.csv"), "a\n" + digits + "\n" + digits + "x\n");
        List<String> classes = DataFiles.read(folder, DataFiles.csv("t.csv"))
                .columns()
                .getFirst()
                .classes();
        assertEquals(List.of(digits, digits + "x"), classes);
    }

    @Test
    void cells_rows_and_columns_have_a_largest_size() throws IOException {
        assertTrue(csvProblem("a\n" + "1".repeat(CsvCells.LARGEST_CELL + 1))
                .contains("t.csv:2:1048577: this cell is longer than the 1048576 characters"));
        assertTrue(csvProblem("a\n\"" + "x\n".repeat(CsvCells.LARGEST_CELL)).contains("is a quote missing?"));
        assertTrue(csvProblem(",".repeat(CsvCells.MOST_COLUMNS)).contains("more than the 65536 cells"));
        String cell = "x".repeat(CsvCells.LARGEST_CELL - 1) + ",";
        assertTrue(csvProblem(cell.repeat(20)).contains("this row is longer than the 16777216 characters"));
    }

    @Test
    void bytes_that_are_no_text_are_told_with_their_place() throws IOException {
        assertEquals(
                "t.csv:2:1: a zero byte follows, which no text has; is it really a csv file?", csvProblem("a\n1\0\n"));
        Files.write(folder.resolve("t.csv"), "a,b\n1,Gr\u00FC\u00DFe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("t.csv:2:4: what follows is not UTF-8 text; convert it", problem(DataFiles.csv("t.csv"), LITTLE));
    }

    @Test
    void a_column_of_too_many_texts_is_of_no_use_but_harms_no_other() throws IOException {
        StringBuilder text = new StringBuilder("id,x\n");
        for (int row = 0; row <= ClassTexts.MOST_CLASSES; row++) {
            text.append("n").append(row).append(",1\n");
        }
        Files.writeString(folder.resolve("t.csv"), text);
        List<Column> columns = DataFiles.read(folder, DataFiles.csv("t.csv")).columns();

        assertTrue(columns.get(0).defect().contains("\"n0\" is not a number, and the column has more different texts"));
        assertEquals("", columns.get(1).defect());
        assertTrue(Arrays.stream(DataFiles.values(columns.get(1))).allMatch(value -> value == 1));
    }
}
