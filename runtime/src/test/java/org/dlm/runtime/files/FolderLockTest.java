package org.dlm.runtime.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderLockTest {
    @TempDir
    private Path folder;

    /** Another process that asks for a folder. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] arguments) throws IOException {
            System.out.print(FolderLock.tryLock(Path.of(arguments[0])).isPresent() ? "held" : "refused");
        }
    }

    private String anotherProcess() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asking.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        child.waitFor();
        return output;
    }

    /** On Unix, closing any channel of a locked file gives up the locks of the whole process. */
    @Test
    void asking_for_a_folder_of_our_own_does_not_give_it_to_others() throws Exception {
        FolderLock held = FolderLock.tryLock(folder).orElseThrow();
        try {
            assertTrue(FolderLock.tryLock(folder).isEmpty());
            assertTrue(FolderLock.tryLock(folder.resolve("../" + folder.getFileName()))
                    .isEmpty());
            assertEquals("process " + ProcessHandle.current().pid(), FolderLock.holder(folder));
            assertEquals("refused", anotherProcess());
        } finally {
            held.close();
        }
        assertEquals("held", anotherProcess());
    }

    /** Whoever gives away a folder could otherwise have any file of the receiver emptied. */
    @Test
    void a_link_is_not_followed() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "mine");
        Files.createSymbolicLink(folder.resolve(".dlm-lock"), precious);

        assertThrows(IOException.class, () -> FolderLock.tryLock(folder));
        assertEquals("mine", Files.readString(precious));

        Files.delete(folder.resolve(".dlm-lock"));
        FolderLock.tryLock(folder).orElseThrow().close();
    }
}
