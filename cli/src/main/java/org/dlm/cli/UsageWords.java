package org.dlm.cli;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.diagnostics.Suggestions;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is wrong with a command line, in words that do not need picocli's: its "unmatched argument at index 2" is one file
 * too many, or a command that is not there.
 */
final class UsageWords {
    /** Longer ones are shown in part: a name that a shell's pattern gave may be any length. */
    private static final int LONGEST = 400;

    private UsageWords() {}

    static String of(ParameterException exception) {
        return exception instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                ? unmatched(unmatched)
                : words(exception.getMessage());
    }

    private static String words(String message) {
        return Character.toLowerCase(message.charAt(0)) + shortened(message.substring(1));
    }

    private static String unmatched(UnmatchedArgumentException exception) {
        CommandLine command = exception.getCommandLine();
        String first = shortened(exception.getUnmatched().getFirst());
        if (command.getParent() != null) {
            return "'" + first + "' is one argument too many; " + command.getCommandName() + " takes one file";
        }
        List<String> commands = List.copyOf(command.getSubcommands().keySet());
        Optional<String> question = Suggestions.didYouMean(first, commands);
        return "there is no command '" + first + "'; " + question.orElse("there are " + String.join(", ", commands));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
