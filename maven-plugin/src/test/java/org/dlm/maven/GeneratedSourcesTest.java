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
}
