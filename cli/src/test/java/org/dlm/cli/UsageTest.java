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
import org.junit.jupiter.params.provider.CsvSource;
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
        assertTrue(session.err().contains("no command is given"), session.err());
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
    void one_of_a_few_words_is_named_as_the_help_writes_it() {
        assertEquals(ExitCode.USAGE, session.run("bench", "moons.dlm", "--mode", "fast"));
        assertTrue(session.err().contains("'fast' is not one of train, infer"), session.err());
        assertEquals(ExitCode.USAGE, session.run("compile", "moons.dlm", "-d", "out", "--precision", "f16"));
        assertTrue(session.err().contains("'f16' is not one of f32, f64"), session.err());
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

    /** A value, and what is said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--threads | 0 | --threads is 0; it must be at least 1",
                "--threads | -3 | --threads is -3; it must be at least 1",
                "--threads | 100000 | --threads is 100000; it must be at most 256: more than one for each processor only wait",
                "--threads | two | invalid value for option '--threads': 'two' is not a whole number",
                "--batch | 99999999999 | '99999999999' is not in -2147483648 .. 2147483647",
                "--batch | 2.5 | '2.5' is not a whole number",
                "--epochs | -1 | --epochs is -1; it must be at least 1",
                "--seed | x | 'x' is not a whole number",
                "--seed | 9223372036854775808 | is not in -9223372036854775808 .. 9223372036854775807",
                "--set | lr | 'lr' is not NAME=VALUE, such as lr=0.01",
                "--set | =1 | '=1' is not NAME=VALUE",
                "--set | lr=nan | 'nan' is not a number such as 0.01 or 1e-3",
                "--set | lr= | '' is not a number",
                "--set | lr=1e999 | '1e999' is larger than any number that a double holds",
                "--out | \" \" | is not a name of a file or folder",
                "--out | \"\" | '' is not a name of a file or folder",
            })
    void a_value_that_makes_no_sense_is_told_in_words(String option, String value, String words) throws IOException {
        String file = session.file("moons.dlm", "model Moons");

        assertEquals(ExitCode.USAGE, session.run("train", file, option, value, "--json"), session.err());
        assertTrue(session.err().contains(words), session.err());
        assertTrue(session.text("error").contains(words.replace('"', ' ').strip()), session.out());
    }

    @Test
    void options_of_a_training_are_not_ignored_where_predictions_are_measured() throws IOException {
        String file = session.file("moons.dlm", "model Moons");

        assertEquals(ExitCode.USAGE, session.run("bench", file, "--mode=infer", "--set", "lr=0.1"));
        assertTrue(session.err().contains("--mode=infer measures predictions only"), session.err());
    }

    @Test
    void a_hyper_that_is_set_twice_is_refused() throws IOException {
        String file = session.file("moons.dlm", "model Moons");

        assertEquals(ExitCode.USAGE, session.run("train", file, "--set", "lr=1", "--set", "lr=2"));
        assertTrue(session.err().contains("--set gives lr twice; which value is meant?"), session.err());
    }

    @Test
    void an_option_that_is_given_twice_is_refused() {
        assertEquals(ExitCode.USAGE, session.run("train", "x.dlm", "--batch=1", "--batch=2"));
        assertTrue(session.err().contains("option '--batch' (N) should be specified only once"), session.err());
    }

    /** What a file holds are not options. */
    @Test
    void an_argument_with_an_at_sign_is_a_name() throws IOException {
        String file = session.file("arguments", "--help");

        assertEquals(ExitCode.USAGE, session.run("@" + file));
        assertTrue(session.err().contains("there is no command '@" + file + "'"), session.err());
    }

    @Test
    void one_file_too_many_is_told() {
        assertEquals(ExitCode.USAGE, session.run("train", "a.dlm", "b.dlm"));
        assertTrue(session.err().contains("'b.dlm' is one argument too many; train takes one file"), session.err());
    }
}
