package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dlm.compiler.pipeline.GeneratedFile;
import org.dlm.runtime.problem.ProblemException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompileCommandTest {
    @TempDir
    Path folder;

    Session session;

    @BeforeEach
    void begin() {
        session = new Session(folder);
    }

    @Test
    void sources_go_below_the_folder() throws IOException {
        String file = session.file("moons.dlm", "model Moons");

        assertEquals(ExitCode.GOOD, session.run("compile", file, "-d", session.path("out"), "--json"));
        assertEquals("// model Moons", Files.readString(folder.resolve("out/acme/Moons.java")));
        assertTrue(session.out().contains("1 written, 0 unchanged, 0 removed"), session.out());
        assertEquals("[\"acme/Moons.java\"]", session.text("files"));
    }

    @Test
    void programs_that_do_not_exist_are_refused_with_those_that_do() throws IOException {
        String file = session.file("moons.dlm", "model Moons");

        assertEquals(
                ExitCode.GOOD,
                session.run("compile", file, "-d", session.path("out"), "--programs", "predict,gradcheck"));
        assertEquals(
                ExitCode.USAGE, session.run("compile", file, "-d", session.path("out"), "--programs", "predict,fly"));
        assertTrue(session.err().contains("fly"), session.err());
        assertTrue(session.err().contains("gradcheck"), session.err());
    }

    @Test
    void a_second_run_touches_nothing() throws IOException {
        String file = session.file("moons.dlm", "model Moons");
        session.run("compile", file, "-d", session.path("out"));

        session.run("compile", file, "-d", session.path("out"));

        assertTrue(session.out().contains("0 written, 1 unchanged, 0 removed"), session.out());
    }

    @Test
    void nothing_is_left_but_the_sources_and_their_list() throws IOException {
        new GeneratedSources(folder).write(List.of(new GeneratedFile("a/b/A.java", "class A {}")));

        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    List.of(".dlmc-files", "a/b/A.java"),
                    files.filter(Files::isRegularFile)
                            .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void what_is_no_longer_generated_goes_with_its_empty_folders() throws IOException {
        GeneratedSources sources = new GeneratedSources(folder);
        sources.write(
                List.of(new GeneratedFile("a/A.java", "class A {}"), new GeneratedFile("b/B.java", "class B {}")));

        GeneratedSources.Change change = sources.write(List.of(new GeneratedFile("a/A.java", "class A {}")));

        assertEquals(new GeneratedSources.Change(0, 1, 1, List.of()), change);
        assertFalse(Files.exists(folder.resolve("b")));
    }

    @Test
    void what_someone_changed_or_wrote_stays() throws IOException {
        GeneratedSources sources = new GeneratedSources(folder);
        sources.write(List.of(new GeneratedFile("a/A.java", "class A {}")));
        Files.writeString(folder.resolve("a/A.java"), "class A { int mine; }");
        Files.writeString(folder.resolve("a/Mine.java"), "class Mine {}");

        GeneratedSources.Change change = sources.write(List.of());

        assertEquals(List.of(folder.resolve("a/A.java").toAbsolutePath().normalize()), change.kept());
        assertTrue(Files.exists(folder.resolve("a/Mine.java")));
    }

    @Test
    void no_generated_file_overwrites_another_one_even_where_case_does_not_count() throws IOException {
        List<GeneratedFile> files =
                List.of(new GeneratedFile("a/A.java", "class A {}"), new GeneratedFile("A/a.java", "class a {}"));

        Assertions.assertThrows(IllegalStateException.class, () -> new GeneratedSources(folder).write(files));
        assertFalse(Files.exists(folder.resolve("a/A.java")));
    }

    @Test
    void no_path_leads_out_of_the_folder() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.writeString(folder.resolve("precious"), "");
        Files.writeString(inner.resolve(".dlmc-files"), "0000  ../precious\n");

        Assertions.assertThrows(ProblemException.class, () -> new GeneratedSources(inner).write(List.of()));
        assertTrue(Files.exists(folder.resolve("precious")));
    }

    @Test
    void what_a_killed_run_left_goes_and_what_others_wrote_stays() throws IOException {
        GeneratedSources sources = new GeneratedSources(folder);
        sources.write(List.of(new GeneratedFile("a/A.java", "class A {}")));
        // process 999999999 is none of Linux, and began before all others
        Path unfinished = Files.writeString(folder.resolve("a/.B.java.999999999-0-0.tmp"), "cla");
        Path ofList = Files.writeString(folder.resolve("..dlmc-files.999999999-0-0.tmp"), "");
        Path mine = Files.writeString(folder.resolve("a/.mine.tmp"), "mine");

        sources.write(List.of(new GeneratedFile("b/B.java", "class B {}")));

        assertFalse(Files.exists(unfinished), "where a listed file was");
        assertFalse(Files.exists(ofList));
        assertTrue(Files.exists(mine));
    }

    /** What is on the disk after a kill between two files: the list of both runs, the new A and the old B. */
    @Test
    void the_next_run_knows_what_a_killed_one_wrote() throws IOException {
        Path full = Files.createDirectory(folder.resolve("a"));
        GeneratedSources sources = new GeneratedSources(folder);
        sources.write(
                List.of(new GeneratedFile("a/A.java", "class A {}"), new GeneratedFile("a/B.java", "class B {}")));
        Files.createDirectory(full.resolve("Z.java"));
        Assertions.assertThrows(
                ProblemException.class,
                () -> sources.write(List.of(
                        new GeneratedFile("a/A.java", "class A { int changed; }"),
                        new GeneratedFile("a/New.java", "class New {}"),
                        new GeneratedFile("a/Z.java", "class Z {}"))));
        assertTrue(Files.exists(full.resolve("New.java")), "it stopped after two files");
        Files.delete(full.resolve("Z.java"));

        GeneratedSources.Change change = sources.write(List.of());

        assertEquals(new GeneratedSources.Change(0, 0, 3, List.of()), change);
        assertFalse(Files.exists(full));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000  a\0b\n", "0000  \u00ff\n"})
    void a_list_that_makes_no_sense_is_told(String list) throws IOException {
        Files.write(folder.resolve(".dlmc-files"), list.getBytes(StandardCharsets.ISO_8859_1));

        String message = Assertions.assertThrows(
                        ProblemException.class, () -> new GeneratedSources(folder).write(List.of()))
                .getMessage();
        assertTrue(message.contains(".dlmc-files") && message.contains("delete it"), message);
    }
}
