package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.dlm.cli.FailingModel.Place;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults of the JVM, wherever they happen, end the command with a sentence; none of them hangs it. */
@Timeout(60)
class FailuresTest {
    @TempDir
    Path folder;

    Session session;
    String model;

    @BeforeEach
    void begin() throws IOException {
        session = new Session(folder);
        model = session.file("moons.dlm", "model Moons");
    }

    private int train(Place place, Supplier<Error> fault) {
        return session.run(
                FailingModel.toolchain(place, fault),
                false,
                "train",
                model,
                "--threads",
                "3",
                "--json",
                "--out",
                session.path("run"));
    }

    @ParameterizedTest
    @EnumSource
    void where_memory_runs_out_the_sentence_says_what_to_do(Place place) {
        int code = train(place, () -> new OutOfMemoryError("Java heap space"));

        assertEquals(ExitCode.MODEL_OR_DATA, code, session.err());
        assertTrue(
                session.err().startsWith("dlmc: the memory is used up: the heap of the JVM may take "), session.err());
        assertTrue(session.err().contains("DLMC_JAVA_OPTS=-Xmx"), session.err());
        assertEquals(1, session.err().lines().count(), session.err());
        assertTrue(session.text("error").startsWith("the memory is used up"));
    }

    @ParameterizedTest
    @EnumSource
    void a_fault_that_nobody_expects_is_a_bug_that_is_told_with_its_trace(Place place) {
        int code = train(place, () -> new LinkageError("no such method"));

        assertEquals(ExitCode.INTERNAL, code, session.err());
        assertTrue(session.err().startsWith("dlmc: this is a bug in dlmc; please report it"), session.err());
        assertTrue(session.err().contains("no such method"), session.err());
        assertTrue(session.text("error").startsWith("this is a bug in dlmc"));
    }

    @Test
    void a_stack_that_is_used_up_is_no_bug() {
        int code = train(Place.COMPILER, StackOverflowError::new);

        assertEquals(ExitCode.MODEL_OR_DATA, code, session.err());
        assertTrue(session.err().startsWith("dlmc: the stack is used up: "), session.err());
        assertFalse(session.err().contains("\tat "), session.err());
    }

    @Test
    void too_few_threads_are_not_too_little_heap() {
        train(Place.FACTORY, () -> new OutOfMemoryError("unable to create native thread: possibly out of memory"));

        assertTrue(session.err().contains("use fewer: --threads N"), session.err());
        assertFalse(session.err().contains("-Xmx"), session.err());
    }

    /** The initialiser of a generated class allocates, too. */
    @Test
    void what_is_used_up_is_found_below_other_faults() {
        train(Place.FACTORY, () -> new ExceptionInInitializerError(new OutOfMemoryError("Java heap space")));

        assertTrue(session.err().startsWith("dlmc: the memory is used up"), session.err());
    }

    @Test
    void a_message_cannot_begin_a_line_or_colour_the_terminal() {
        session.runOnTerminal(
                "check", folder.resolve("a\033[31m\ndlmc: all is well.dlm").toString());

        assertEquals(1, session.err().lines().count(), session.err());
        assertTrue(session.err().contains("a[U+001B][31m[U+000A]dlmc: all is well.dlm"), session.err());
    }
}
