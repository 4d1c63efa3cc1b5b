package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full while sources are written: a file system in memory of 64 KiB, where the system lets us mount one. */
class CompileToFullDiskTest {
    private static final int DISK_KIB = 64;

    private static final String SMALL = "model Moons";

    @TempDir
    Path folder;

    private Path disk;
    private Session session;

    @BeforeEach
    void mount() throws Exception {
        session = new Session(folder);
        disk = Files.createDirectory(folder.resolve("disk"));
        boolean isMounted = isDone("mount", "-t", "tmpfs", "-o", "size=" + DISK_KIB + "k", "tmpfs", disk.toString());
        if (!isMounted) {
            System.out.println("CompileToFullDiskTest is skipped: the system does not let us mount a small disk");
        }
        assumeTrue(isMounted);
    }

    @AfterEach
    void unmount() throws Exception {
        isDone("umount", disk.toString());
    }

    private static boolean isDone(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(disk)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> disk.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void what_was_there_stays_whole_and_the_message_names_the_folder() throws IOException {
        String file = session.file("moons.dlm", SMALL);
        assertEquals(ExitCode.GOOD, session.run("compile", file, "-d", disk.toString()), session.err());
        session.file("moons.dlm", SMALL + " ".repeat(2 * DISK_KIB << 10));

        int code = session.run("compile", file, "-d", disk.toString(), "--json");

        assertEquals(ExitCode.MODEL_OR_DATA, code, session.err());
        assertTrue(session.err().startsWith("dlmc: cannot write to " + disk + ": "), session.err());
        assertEquals(1, session.err().lines().count(), session.err());
        assertTrue(session.text("error").startsWith("cannot write to "));
        assertEquals("// " + SMALL, Files.readString(disk.resolve("acme/Moons.java")));
        assertEquals(List.of(".dlmc-files", "acme/Moons.java"), names(), "nothing half written is left");
    }

    @Test
    void with_room_again_the_next_run_succeeds() throws IOException {
        String file = session.file("moons.dlm", SMALL + " ".repeat(2 * DISK_KIB << 10));
        session.run("compile", file, "-d", disk.toString());
        session.file("moons.dlm", SMALL);

        assertEquals(ExitCode.GOOD, session.run("compile", file, "-d", disk.toString()), session.err());
        assertEquals("// " + SMALL, Files.readString(disk.resolve("acme/Moons.java")));
    }
}
