package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTreeTest {
    @TempDir
    Path folder;

    Session session;

    @BeforeEach
    void begin() {
        session = new Session(folder);
    }

    private static List<String> paths(SourceTree tree) {
        return tree.files().stream().map(SourceFile::path).toList();
    }

    @Test
    void a_file_alone_has_its_folder_as_root() throws IOException {
        session.file("other.dlm", "package other");

        SourceTree tree = SourceTree.of(Path.of(session.file("net.dlm", "package acme.nets")));

        assertEquals(folder, tree.root());
        assertEquals(List.of("net.dlm"), paths(tree));
        assertEquals(Optional.of("net.dlm"), tree.main());
    }

    @Test
    void imported_files_come_along_also_those_that_they_import() throws IOException {
        session.file("blocks/residual.dlm", "import blocks.shortcut");
        session.file("blocks/shortcut.dlm", "");
        session.file("blocks/unused.dlm", "");

        SourceTree tree = SourceTree.of(Path.of(session.file("net.dlm", "import blocks.residual import std.vision.*")));

        assertEquals(List.of("net.dlm", "blocks/residual.dlm", "blocks/shortcut.dlm"), paths(tree));
    }

    @Test
    void a_star_means_all_files_of_the_folder() throws IOException {
        session.file("blocks/b.dlm", "");
        session.file("blocks/a.dlm", "");

        SourceTree tree = SourceTree.of(Path.of(session.file("net.dlm", "import blocks.*")));

        assertEquals(List.of("net.dlm", "blocks/a.dlm", "blocks/b.dlm"), paths(tree));
    }

    @Test
    void the_root_is_found_above_the_file_that_imports() throws IOException {
        session.file("blocks/residual.dlm", "");

        SourceTree tree = SourceTree.of(Path.of(session.file("nets/net.dlm", "import blocks.residual")));

        assertEquals(folder, tree.root());
        assertEquals(List.of("nets/net.dlm", "blocks/residual.dlm"), paths(tree));
    }

    @Test
    void the_root_is_what_the_package_leaves() throws IOException {
        SourceTree tree = SourceTree.of(Path.of(session.file("com/acme/net.dlm", "package com.acme")));

        assertEquals(folder, tree.root());
        assertEquals(List.of("com/acme/net.dlm"), paths(tree));
    }

    @Test
    void in_a_maven_project_the_root_is_its_folder_and_packages_reach_files() throws IOException {
        session.file("src/main/dlm/lib/layers.dlm", "package acme.parts");

        SourceTree tree = SourceTree.of(
                Path.of(session.file("src/main/dlm/deep/net.dlm", "package x import acme.parts.bottleneck")));

        assertEquals(folder.resolve("src/main/dlm"), tree.root());
        assertEquals(List.of("deep/net.dlm", "lib/layers.dlm"), paths(tree));
    }

    @Test
    void files_that_import_each_other_come_once() throws IOException {
        session.file("b.dlm", "import a");

        SourceTree tree = SourceTree.of(Path.of(session.file("a.dlm", "import b")));

        assertEquals(List.of("a.dlm", "b.dlm"), paths(tree));
    }

    @Test
    void a_folder_is_all_its_files() throws IOException {
        session.file("b/net.dlm", "");
        session.file("a.dlm", "");

        SourceTree tree = SourceTree.of(folder);

        assertEquals(List.of("a.dlm", "b/net.dlm"), paths(tree));
    }

    @Test
    void without_imports_no_other_file_is_read() throws IOException {
        Files.write(folder.resolve("other.dlm"), new byte[] {(byte) 0xC3, (byte) 0x28});

        assertEquals(List.of("net.dlm"), paths(SourceTree.of(Path.of(session.file("net.dlm", "package acme")))));
    }
}
