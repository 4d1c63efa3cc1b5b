package org.dlm.cli;

import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code --json}, the same for every command that has it. */
final class JsonOption {
    static final String NAME = "--json";

    @Option(
            names = NAME,
            description = "Print the results for programs, too: one JSON object, the last line of the output.")
    private boolean json;

    boolean isSet() {
        return json;
    }

    /** Prints the answer if it is asked for. */
    void print(Console console, Supplier<Answer> answer) {
        if (json) {
            console.out().println(answer.get().text());
        }
    }
}
