package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.UnaryOperator;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.SourceCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody writes to while they are read are refused: what was read is neither the old nor the new file. */
class ChangingFileTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(0);

    @TempDir
    private Path folder;

    /** What somebody does to a file. */
    private interface Deed {
        void doTo(Path file) throws IOException;
    }

    /** Does it once, when so many bytes were read. */
    private UnaryOperator<InputStream> after(long bytes, Path file, Deed deed) {
        boolean[] isDone = {false};
        return in -> new FilterInputStream(in) {
            private long passed;

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                // in small parts, so that the deed comes in the middle
                int found = super.read(into, offset, Math.min(count, 16));
                passed += Math.max(0, found);
                if (passed >= bytes && !isDone[0]) {
                    isDone[0] = true;
                    deed.doTo(file);
                }
                return found;
            }
        };
    }

    private static final List<Deed> DEEDS = List.of(
            file -> Files.write(file, new byte[0]),
            file -> {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
            },
            file -> Files.write(file, new byte[] {'7'}, StandardOpenOption.APPEND),
            file -> Files.write(file, "7,7\n".repeat(40).getBytes(), StandardOpenOption.APPEND),
            file -> {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 2] = '5';
                Files.write(file, bytes);
            });

    private String problem(String name, byte[] content, long after, Deed deed, long heldBytes) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, content);
        Files.setLastModifiedTime(file, LONG_AGO);
        UnaryOperator<InputStream> passage = after(after, file, deed);
        DataReader reader = name.endsWith(".csv") ? new CsvReader(passage) : new IdxReader(passage);
        DataLimits limits = new DataLimits(heldBytes, 1 << 20, new SpillFolder.At(folder));
        ReaderCall call = new ReaderCall(
                SourceCall.of("reader", new SourceCall.Argument.Text(name)), new DataFolder(folder), limits);
        String message =
                assertThrows(DataException.class, () -> reader.read(call)).getMessage();
        assertTrue(message.contains(name), message);
        assertEquals(List.of(name), DataFiles.names(folder), "no spill file stays");
        return message;
    }

    private void assertRefused(String name, byte[] content) throws IOException {
        for (Deed deed : DEEDS) {
            for (long after : List.of(1L, content.length / 2L, (long) content.length)) {
                for (long heldBytes : List.of(0L, 1L << 20)) {
                    problem(name, content, after, deed, heldBytes);
                }
            }
        }
        Files.delete(folder.resolve(name));
    }

    @Test
    void whatever_happens_to_a_file_while_it_is_read_is_noticed() throws IOException {
        byte[] idx = DataFiles.idxBytes(0x08, List.of(300), new int[300]);
        assertRefused("plain.idx", idx);
        assertRefused("zipped.gz", DataFiles.gzip(idx));
        assertRefused("t.csv", ("a,b\n" + "1,2\n".repeat(100)).getBytes());
    }

    /** The length and the time are as before, so only the digest tells. */
    @Test
    void a_file_that_is_read_again_must_have_the_same_bytes() throws IOException {
        byte[] text = ("a\n" + "1\n".repeat(100) + "x\n").getBytes();
        Deed deed = file -> {
            byte[] bytes = text.clone();
            bytes[2] = '2';
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, LONG_AGO);
        };
        String message = problem("t.csv", text, text.length, deed, 0);

        assertTrue(message.contains("t.csv was changed while it was read"), message);
    }

    /** Somebody appends for as long as the file is read. */
    @Test
    @Timeout(60)
    void a_file_that_never_stops_growing_is_not_read_forever() throws IOException {
        Path file = folder.resolve("log.csv");
        Files.writeString(file, "a,b\n1,2\n");
        Files.setLastModifiedTime(file, LONG_AGO);
        UnaryOperator<InputStream> passage = in -> new FilterInputStream(in) {
            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                append(file);
                return super.read(into, offset, count);
            }
        };
        ReaderCall call = new ReaderCall(DataFiles.csv("log.csv"), new DataFolder(folder), DataLimits.standard());
        String message = assertThrows(DataException.class, () -> new CsvReader(passage).read(call))
                .getMessage();

        assertTrue(message.contains("log.csv was changed while it was"), message);
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, "3,4\n", StandardOpenOption.APPEND);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
