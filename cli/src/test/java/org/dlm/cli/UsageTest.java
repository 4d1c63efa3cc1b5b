package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @TempDir
    Path folder;

    Session session;

    @BeforeEach
    void begin() {
        session = new Session(folder);
    }

    @Test
    void without_a_command_it_says_how_to_get_help() {
        assertEquals(ExitCode.USAGE, session.run());
        assertTrue(session.err().contains("dlmc --help"), session.err());
    }

    @Test
    void help_names_every_command_and_every_exit_code() {
        assertEquals(ExitCode.GOOD, session.run("--help"));
        for (String word : List.of(
                "check",
                "compile",
                "train",
                "eval",
                "predict",
                "summary",
                "gradcheck",
                "bench",
                "the training could not go on")) {
            assertTrue(session.out().contains(word), word);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "compile", "train", "eval", "predict", "summary", "gradcheck", "bench"})
    void every_command_has_help(String command) {
        assertEquals(ExitCode.GOOD, session.run(command, "--help"));
        assertTrue(session.out().startsWith("Usage: dlmc " + command), session.out());
    }

    @Test
    void the_version_is_told() {
        assertEquals(ExitCode.GOOD, session.run("--version"));
        assertTrue(session.out().startsWith("dlmc "), session.out());
    }

    @Test
    void a_misspelt_command_is_a_usage_error_with_a_suggestion() {
        assertEquals(ExitCode.USAGE, session.run("trian", "x.dlm"));
        assertTrue(session.err().contains("train"), session.err());
    }

    @Test
    void a_misspelt_option_is_a_usage_error() {
        assertEquals(ExitCode.USAGE, session.run("train", "x.dlm", "--epoch", "3"));
        assertTrue(session.err().contains("--epochs"), session.err());
    }

    @Test
    void a_number_that_is_none_is_a_usage_error() {
        assertEquals(ExitCode.USAGE, session.run("train", "x.dlm", "--epochs", "many"));
        assertEquals(ExitCode.USAGE, session.run("train", "x.dlm", "--epochs", "0"));
        assertTrue(session.err().contains("--epochs is 0; it must be at least 1"), session.err());
        assertTrue(session.err().contains("dlmc train --help"), session.err());
    }

    @Test
    void an_unknown_stage_is_a_usage_error_that_names_all() {
        assertEquals(ExitCode.USAGE, session.run("check", "x.dlm", "--emit=grahp"));
        assertTrue(session.err().contains("ast, graph, recipe, batched"), session.err());
    }

    @Test
    void help_names_the_stages_as_they_are_written() {
        assertEquals(ExitCode.GOOD, session.run("check", "--help"));
        String words = session.out().replaceAll("\\s+", " ");
        assertTrue(words.contains("ast, graph, recipe, batched"), session.out());
    }

    @Test
    void weights_and_resume_exclude_each_other() throws IOException {
        String file = session.file("moons.dlm", "model Moons");

        assertEquals(ExitCode.USAGE, session.run("train", file, "--weights", "a", "--resume", "b"));
    }

    @Test
    void no_message_has_colours_where_nobody_watches() {
        session.run("check", "missing.dlm");

        assertFalse(session.err().contains("\033["), session.err());

        session.runOnTerminal("check", "missing.dlm");

        assertTrue(session.err().contains("\033["), session.err());
    }
}
