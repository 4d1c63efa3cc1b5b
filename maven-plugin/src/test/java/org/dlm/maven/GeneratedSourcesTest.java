package org.dlm.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedSourcesTest {
    private static final CompilerAnswer.JavaFile MLP = new CompilerAnswer.JavaFile("org/acme/Mlp.java", "class Mlp {}");
    private static final CompilerAnswer.JavaFile NET = new CompilerAnswer.JavaFile("org/acme/Net.java", "class Net {}");

    @TempDir
    private Path target;

    private Path folder;
    private GeneratedSources sources;

    @BeforeEach
    void anOutputFolderInTarget() {
        folder = target.resolve("generated-sources/dlm");
        sources = new GeneratedSources(folder, target.resolve("dlm/generated.txt"));
    }

    @Test
    void a_folder_that_was_never_written_is_not_current() throws IOException {
        assertFalse(sources.isCurrent("f1"));
    }

    @Test
    void what_was_written_is_current_for_its_own_request_only() throws IOException {
        assertEquals(2, sources.replace(List.of(MLP, NET), "f1"));

        assertTrue(sources.isCurrent("f1"));
        assertFalse(sources.isCurrent("f2"));
        assertEquals("class Net {}", Files.readString(folder.resolve("org/acme/Net.java")));
    }

    @Test
    void a_file_that_someone_edited_or_deleted_is_generated_again() throws IOException {
        sources.replace(List.of(MLP, NET), "f1");
        Files.writeString(folder.resolve("org/acme/Net.java"), "class Net { int mine; }");
        assertFalse(sources.isCurrent("f1"));

        assertEquals(1, sources.replace(List.of(MLP, NET), "f1"));
        assertTrue(sources.isCurrent("f1"));

        Files.delete(folder.resolve("org/acme/Mlp.java"));
        assertFalse(sources.isCurrent("f1"));
    }

    @Test
    void a_file_of_the_same_text_keeps_its_time() throws IOException {
        sources.replace(List.of(MLP), "f1");
        FileTime long_ago = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(folder.resolve("org/acme/Mlp.java"), long_ago);

        assertEquals(1, sources.replace(List.of(MLP, NET), "f2"));

        assertEquals(long_ago, Files.getLastModifiedTime(folder.resolve("org/acme/Mlp.java")));
    }

    @Test
    void no_generated_file_overwrites_another_one_even_where_case_does_not_count() {
        CompilerAnswer.JavaFile other = new CompilerAnswer.JavaFile("org/acme/NET.java", "class NET {}");

        assertThrows(IllegalStateException.class, () -> sources.replace(List.of(NET, other), "f1"));
        assertFalse(Files.exists(folder));
    }

    @Test
    void the_file_of_a_removed_model_goes_and_a_strangers_file_stays() throws IOException {
        sources.replace(List.of(MLP, NET), "f1");
        Files.writeString(folder.resolve("org/acme/Stranger.java"), "class Stranger {}");

        sources.replace(List.of(NET), "f2");

        try (Stream<Path> files = Files.list(folder.resolve("org/acme"))) {
            assertEquals(
                    List.of("Net.java", "Stranger.java"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void a_record_that_leads_out_of_the_folder_deletes_nothing() throws IOException {
        Path precious = Files.writeString(target.resolve("precious"), "gold");
        for (String path : List.of("../../precious", precious.toString(), ".", "a/../../../precious")) {
            Files.createDirectories(target.resolve("dlm"));
            Files.writeString(target.resolve("dlm/generated.txt"), "f1\n0000 " + path + "\n");

            String message = assertThrows(IOException.class, () -> sources.replace(List.of(NET), "f2"))
                    .getMessage();

            assertTrue(message.contains("would be outside of"), message);
            assertThrows(IOException.class, () -> sources.isCurrent("f1"));
            assertEquals("gold", Files.readString(precious));
        }
    }

    @Test
    void a_damaged_record_is_told() throws IOException {
        Files.createDirectories(target.resolve("dlm"));
        Files.write(target.resolve("dlm/generated.txt"), new byte[] {'f', '\n', (byte) 0xff, '\n'});
        assertThrows(IOException.class, () -> sources.isCurrent("f1"));
        Files.writeString(target.resolve("dlm/generated.txt"), "f1\nonlyOneWord\n");

        String message = assertThrows(IOException.class, () -> sources.replace(List.of(NET), "f2"))
                .getMessage();

        assertTrue(message.contains("generated.txt is damaged; delete it"), message);
        Files.writeString(target.resolve("dlm/generated.txt"), "");
        assertFalse(sources.isCurrent(""));
        assertEquals(1, sources.replace(List.of(NET), "f2"));
    }

    /** A folder stands where the last file shall be, so that the build ends in the midst as if it were killed. */
    @Test
    void the_next_build_knows_what_an_interrupted_one_left() throws IOException {
        sources.replace(List.of(MLP), "f1");
        Path unfinished = Files.writeString(
                folder.resolve("org/acme/.Net.java.dlm-01234567-89ab-cdef-0123-456789abcdef.tmp"), "class N");
        Path mine = Files.writeString(folder.resolve("org/acme/.mine.tmp"), "");
        Files.createDirectories(folder.resolve("org/acme/Zed.java/in-the-way"));
        CompilerAnswer.JavaFile zed = new CompilerAnswer.JavaFile("org/acme/Zed.java", "class Zed {}");
        assertThrows(IOException.class, () -> sources.replace(List.of(NET, zed), "f2"));
        assertTrue(Files.exists(folder.resolve("org/acme/Net.java")));
        assertFalse(sources.isCurrent("f1"));
        assertFalse(sources.isCurrent("f2"));
        Files.delete(folder.resolve("org/acme/Zed.java/in-the-way"));

        sources.replace(List.of(), "f3");

        assertFalse(Files.exists(folder.resolve("org/acme/Net.java")));
        assertFalse(Files.exists(unfinished));
        assertTrue(Files.exists(mine));
    }
}
