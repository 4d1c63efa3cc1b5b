package org.dlm.runtime.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("a.bin");
    }

    private static WholeFile.Contents text(String text) {
        return channel -> channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private TreeSet<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return new TreeSet<>(
                    files.map(path -> path.getFileName().toString()).toList());
        }
    }

    @Test
    void a_file_replaces_an_older_one_and_leaves_nothing_besides() throws IOException {
        WholeFile.write(file, text("a long old text"));
        WholeFile.write(file, text("new"));

        assertEquals("new", Files.readString(file));
        assertEquals(new TreeSet<>(List.of("a.bin")), names());
    }

    @Test
    void contents_that_fail_leave_the_older_file_and_nothing_besides() throws IOException {
        WholeFile.write(file, text("old"));
        WholeFile.Contents failing = channel -> {
            text("half of").writeTo(channel);
            throw new IOException("No space left on device");
        };

        assertThrows(IOException.class, () -> WholeFile.write(file, failing));
        assertEquals("old", Files.readString(file));
        assertEquals(new TreeSet<>(List.of("a.bin")), names());
    }

    /** Each thread has a temporary file of its own, and one of the whole texts is the last. */
    @Test
    void writers_at_once_do_not_mix() throws Exception {
        List<Callable<Void>> writers = IntStream.range(0, 8)
                .<Callable<Void>>mapToObj(number -> () -> {
                    for (int round = 0; round < 20; round++) {
                        WholeFile.write(file, text(String.valueOf(number).repeat(10_000)));
                    }
                    return null;
                })
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (var done : threads.invokeAll(writers)) {
                done.get();
            }
        }
        String text = Files.readString(file);
        assertEquals(text.substring(0, 1).repeat(10_000), text);
        assertEquals(new TreeSet<>(List.of("a.bin")), names());
    }

    @Test
    void what_a_dead_process_left_is_deleted_and_nothing_else() throws IOException {
        String self = TemporaryFile.beside(file).path().getFileName().toString();
        // no process has this number: Linux has at most 2^22, others less than 2^31
        Files.writeString(folder.resolve(".weights.safetensors.2147483646-abc-0.tmp"), "");
        // this process, but begun at another time
        Files.writeString(folder.resolve(".a.bin." + ProcessHandle.current().pid() + "-1-0.tmp"), "");
        Files.writeString(folder.resolve(".notes.tmp"), "a user's own");
        Files.writeString(folder.resolve("weights.safetensors.2147483646-abc-0.tmp"), "a user's own");
        WholeFile.deleteLeftovers(folder);

        assertEquals(new TreeSet<>(List.of(self, ".notes.tmp", "weights.safetensors.2147483646-abc-0.tmp")), names());
    }

    @Test
    void what_is_locked_is_being_written() throws IOException {
        Path other = folder.resolve(".a.bin.2147483646-abc-0.tmp");
        Files.writeString(other, "of a process in another container");
        try (FileChannel channel = FileChannel.open(other, java.nio.file.StandardOpenOption.WRITE)) {
            channel.lock();
            WholeFile.deleteLeftovers(folder);
            assertEquals(new TreeSet<>(List.of(other.getFileName().toString())), names());
        }
        WholeFile.deleteLeftovers(folder);
        assertEquals(new TreeSet<>(), names());
    }

    /** What only looks like one of ours is nobody's business: it neither ends the run nor goes. */
    @Test
    void what_no_run_left_stays() throws IOException {
        Files.createDirectory(folder.resolve(".a.bin.2147483646-abc-0.tmp"));
        Files.writeString(folder.resolve(".a.bin.99999999999999999999999-abc-0.tmp"), "a number of no process");
        Files.writeString(file, "text");
        Files.createSymbolicLink(folder.resolve(".a.bin.2147483646-abc-1.tmp"), file);
        TreeSet<String> before = names();

        WholeFile.deleteLeftovers(folder);

        assertEquals(before, names());
    }
}
