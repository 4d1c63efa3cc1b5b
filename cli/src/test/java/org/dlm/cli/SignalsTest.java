package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.dlm.cli.Launcher.Running;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
@Timeout(120)
class SignalsTest {
    /** A program whose orderly end takes longer than anybody waits. */
    static final class SlowEnd {
        private SlowEnd() {}

        public static void main(String[] arguments) throws InterruptedException {
            Signals.install();
            Runtime.getRuntime().addShutdownHook(new Thread(SlowEnd::endSlowly));
            System.out.println("ready");
            Thread.sleep(1_000_000);
        }

        private static void endSlowly() {
            System.out.println("ending");
            try {
                Thread.sleep(1_000_000);
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @TempDir
    Path folder;

    @AfterEach
    void unlink() throws Exception {
        Launcher.unlink(folder);
    }

    private Running slowEnd(String... options) throws Exception {
        List<String> command = new java.util.ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SlowEnd.class.getName()));
        return Launcher.notBuilt(folder.resolve("dlm")).startCommand(command).awaitOutput("ready");
    }

    @ParameterizedTest
    @CsvSource({"TERM, TERM, 143", "INT, INT, 130", "INT, TERM, 143"})
    void a_second_signal_does_not_wait_for_an_orderly_end(String first, String second, int code) throws Exception {
        Running run = slowEnd();

        run.signal(first);
        run.awaitOutput("ending");
        assertTrue(run.process().isAlive());
        run.signal(second);

        assertEquals(code, run.awaitEnd().code());
    }

    @Test
    void where_the_jvm_keeps_no_signals_they_have_the_meaning_of_the_system() throws Exception {
        Running run = slowEnd("-Xrs");

        run.signal("TERM");

        assertEquals(143, run.awaitEnd().code());
    }
}
