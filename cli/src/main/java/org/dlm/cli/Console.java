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

    /** The one sentence of a command that fails. */
    void complain(String message) {
        err.println(styled("bold,red", "dlmc:") + " " + printable(message));
    }

    /** A text with parts that strangers chose, such as names of files. */
    static String printable(String text) {
        return VisibleText.line(text);
    }

    /** A line of results: to a program as it is, to a person in a form that does nothing to the terminal. */
    String shown(String line) {
        return isTerminal ? printable(line) : line;
    }

    /** Text in picocli's markup, such as {@code @|bold,red error|@}, for the streams. */
    String styled(String style, String text) {
        return isTerminal ? ansi().string("@|" + style + " " + text.replace("|@", "| @") + "|@") : text;
    }
}
