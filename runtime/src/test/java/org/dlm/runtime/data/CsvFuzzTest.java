package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.dlm.runtime.fuzz.Fuzz;
import org.dlm.runtime.fuzz.Mutations;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.SourceCall;
import org.dlm.runtime.program.SourceCall.Argument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a csv file, reading gives what a simple decoder finds, or says what is wrong with it. */
class CsvFuzzTest {
    private static final String[] CELLS = {
        "1",
        "-2.5",
        "007",
        "1e3",
        "1E-400",
        "-0",
        "1e400",
        "-1e39",
        "3.4028235e38",
        "NaN",
        "inf",
        "0x1",
        "1f",
        ".",
        "-",
        "5.",
        ".5",
        "1e",
        "+7",
        "cat",
        "dog",
        "  3 ",
        "Grüße",
        "\uD83D\uDE00",
        "\u00A0",
        "",
        "\"\"",
        "\"a,b\"",
        "\"two\nlines\"",
        "\"say \"\"no\"\"\"",
        "\"4\"",
        "\u0661",
        "?",
        "2147483648",
        "16777217"
    };
    private static final String[] PIECES = {
        "\"", ",", ";", "\n", "\r", "\r\n", "\uFEFF", "\0", "e", ".", "-", "9", "x", " ", "\t", "\"\"", "\n\n", ",,"
    };

    /** Buffers of the reader, whatever the file. */
    private static final long FIXED_BYTES = 2 << 20;

    /** A cell of one character is an object, and twice if the file is read again; a column is a few. */
    private static final long BYTES_FOR_EACH = 2_000;

    @TempDir
    private Path folder;

    @Test
    void every_file_is_read_right_or_refused() throws IOException {
        Fuzz.run("csv", this::check);
    }

    private boolean check(Random random) throws IOException {
        byte[] bytes = text(random).getBytes(StandardCharsets.UTF_8);
        int mutations = random.nextInt(3);
        for (int m = 0; m < mutations; m++) {
            bytes = random.nextBoolean() ? Mutations.mutate(bytes, random) : withPiece(bytes, random);
        }
        DataLimits limits = new DataLimits(random.nextInt(4) * 5_000L, 1 << 20, new SpillFolder.At(folder));
        return check(bytes, random.nextInt(4) > 0, random.nextInt(5) > 0 ? ',' : ';', limits);
    }

    private boolean check(byte[] bytes, boolean header, char separator, DataLimits limits) throws IOException {
        Files.write(folder.resolve("t.csv"), bytes);
        SourceCall call = DataFiles.csv("t.csv")
                .with("header", new Argument.Flag(header))
                .with("separator", new Argument.Text(String.valueOf(separator)));
        Optional<SimpleCsv> expected = SimpleCsv.decode(bytes, header, separator);
        long before = Fuzz.allocatedBytes();
        try {
            Table table = DataFiles.read(folder, call, limits);
            assertAllocated(before, bytes);
            assertTrue(expected.isPresent(), "taken, but it is damaged");
            assertColumns(expected.get().columns(), table);
            DataStorage.of(List.of(table)).close();
            return true;
        } catch (DataException refused) {
            assertAllocated(before, bytes);
            assertTrue(refused.getMessage().contains("t.csv"), refused.getMessage());
            assertFalse(expected.isPresent(), "refused, but it is good: " + refused.getMessage());
            return false;
        } finally {
            assertEquals(List.of("t.csv"), DataFiles.names(folder));
        }
    }

    private static void assertAllocated(long before, byte[] bytes) {
        long allocated = Fuzz.allocatedBytes() - before;
        assertTrue(allocated < FIXED_BYTES + BYTES_FOR_EACH * bytes.length, allocated + " bytes for " + bytes.length);
    }

    private static void assertColumns(List<SimpleCsv.Column> expected, Table table) {
        assertEquals(expected.size(), table.columns().size());
        for (int c = 0; c < expected.size(); c++) {
            SimpleCsv.Column wanted = expected.get(c);
            Column found = table.columns().get(c);
            assertEquals(wanted.name(), found.name());
            assertEquals(wanted.isUsable(), found.defect().isEmpty(), found.defect());
            if (wanted.isUsable()) {
                assertEquals(wanted.classes(), found.classes());
                assertArrayEquals(wanted.values(), DataFiles.values(found));
            }
        }
    }

    private static String text(Random random) {
        int columns = 1 + random.nextInt(4);
        int rows = random.nextInt(random.nextInt(10) == 0 ? 400 : 12);
        StringBuilder text = new StringBuilder(random.nextInt(6) == 0 ? "\uFEFF" : "");
        String[] ends = {"\n", "\r\n", "\r", "\n\n"};
        boolean numeric = random.nextBoolean();
        for (int r = 0; r <= rows; r++) {
            for (int c = 0; c < columns; c++) {
                String cell = r == 0 ? "c" + c : numeric ? number(random) : CELLS[random.nextInt(CELLS.length)];
                text.append(c > 0 ? "," : "").append(cell);
            }
            text.append(ends[random.nextInt(random.nextInt(4) == 0 ? ends.length : 1)]);
        }
        return text.toString();
    }

    private static String number(Random random) {
        return random.nextInt(30) == 0
                ? CELLS[random.nextInt(CELLS.length)]
                : String.valueOf(random.nextBoolean() ? random.nextInt(100) : random.nextGaussian());
    }

    private static byte[] withPiece(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
        byte[] start = Mutations.joined(java.util.Arrays.copyOf(bytes, at), piece);
        return Mutations.joined(start, java.util.Arrays.copyOfRange(bytes, at, bytes.length));
    }
}
