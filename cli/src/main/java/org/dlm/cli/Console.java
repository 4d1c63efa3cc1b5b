package org.dlm.cli;

import java.io.PrintStream;
import org.dlm.compiler.source.VisibleText;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a run of {@code dlmc} prints to, so that tests can read what a user would see.
 *
 * @param out results
 * @param err messages
 * @param isTerminal whether a person watches: colours and a progress bar make sense
 */
record Console(PrintStream out, PrintStream err, boolean isTerminal) {
    Ansi ansi() {
        return isTerminal ? Ansi.ON : Ansi.OFF;
    }

    /**
     * A text with what users named (files, models, words of the command line) as a message: it cannot move the cursor or change
     * colours.
     */
    static String harmless(String text) {
        return VisibleText.lines(text.replace("\r\n", "\n"));
    }

    /** Text in picocli's markup, such as {@code @|bold,red error|@}, for the streams. */
    String styled(String style, String text) {
        return isTerminal ? ansi().string("@|" + style + " " + text.replace("|@", "| @") + "|@") : text;
    }
}
