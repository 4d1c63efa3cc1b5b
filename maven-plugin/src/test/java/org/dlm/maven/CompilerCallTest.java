package org.dlm.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerCallTest {
    @TempDir
    private Path folder;

    private Path root;
    private Path jar;

    @BeforeEach
    void oneSourceAndACompiler() throws IOException {
        root = Files.createDirectories(folder.resolve("dlm"));
        jar = Files.writeString(folder.resolve("compiler.jar"), "compiler 1");
        Files.writeString(root.resolve("a.dlm"), "const a = 1");
    }

    @Test
    void the_fingerprint_is_that_of_the_content_and_not_of_times() throws IOException {
        String before = fingerprint("f32", 64);
        Files.writeString(root.resolve("a.dlm"), "const a = 1");

        assertEquals(before, fingerprint("f32", 64));
    }

    @Test
    void the_fingerprint_changes_with_sources_options_and_compiler() throws IOException {
        String before = fingerprint("f32", 64);

        assertNotEquals(before, fingerprint("f64", 64));
        assertNotEquals(before, fingerprint("f32", 65));

        Files.writeString(jar, "compiler 2");
        assertNotEquals(before, fingerprint("f32", 64));
        Files.writeString(jar, "compiler 1");
        assertEquals(before, fingerprint("f32", 64));

        Files.move(root.resolve("a.dlm"), root.resolve("b.dlm"));
        assertNotEquals(before, fingerprint("f32", 64));
    }

    @Test
    void only_dlm_files_are_sources_and_they_are_sorted() throws IOException {
        Files.writeString(root.resolve("readme.txt"), "no source");
        Files.createDirectories(root.resolve("blocks"));
        Files.writeString(root.resolve("blocks/b.dlm"), "");
        Files.writeString(root.resolve("Z.dlm"), "");

        assertEquals(
                List.of("Z.dlm", "a.dlm", "blocks/b.dlm"), SourceTree.read(root).files());
    }

    private String fingerprint(String precision, int maxBatch) throws IOException {
        return new CompilerCall(
                        List.of(jar), new CompilerSettings(precision, maxBatch, "512", "predict,train,evaluate"))
                .fingerprint(SourceTree.read(root));
    }
}
