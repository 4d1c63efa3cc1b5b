package org.dlm.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.dlm.runtime.problem.ProblemException;
import org.dlm.runtime.problem.TrainingFailedException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a command that failed says, in a sentence, and the code that it ends with. */
final class Failures {
    private final Console console;
    private final boolean wantsJson;

    Failures(Console console, String[] arguments) {
        this.console = console;
        this.wantsJson = List.of(arguments).contains(JsonOption.NAME);
    }

    int misused(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        complain(UsageWords.of(exception));
        if (exception instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
            UnmatchedArgumentException.printSuggestions(unmatched, command.getErr());
            command.getErr().flush();
        }
        console.err().println("Try 'dlmc " + subcommand(command) + "--help'.");
        return ExitCode.USAGE;
    }

    private static String subcommand(CommandLine command) {
        return command.getParent() == null ? "" : command.getCommandName() + " ";
    }

    int failed(Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
        return switch (exception) {
            case TrainingFailedException failure -> problem(failure, ExitCode.TRAINING_FAILED);
            case ProblemException problem -> problem(problem, ExitCode.MODEL_OR_DATA);
            case UsageException usage -> misused(new ParameterException(command, usage.getMessage()), new String[0]);
            default -> broken(exception);
        };
    }

    private int problem(ProblemException problem, int code) {
        console.complain(problem.getMessage());
        if (wantsJson) {
            console.out().println(Problems.answer(problem).text());
        }
        return code;
    }

    private void complain(String message) {
        console.complain(message);
        if (wantsJson) {
            console.out().println(Problems.answer(message).text());
        }
    }

    /** Anything that no command expects: the JVM has too little of something, or dlmc has a bug. */
    int broken(Throwable fault) {
        Optional<String> exhausted = Exhaustion.sentence(fault);
        if (exhausted.isPresent()) {
            complain(exhausted.get());
            return ExitCode.MODEL_OR_DATA;
        }
        complain("this is a bug in dlmc; please report it with the lines below and the .dlm file");
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        trace.toString().replace("\t", "    ").lines().map(Console::printable).forEach(console.err()::println);
        return ExitCode.INTERNAL;
    }
}
