package org.dlm.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.dlm.compiler.pipeline.CompileStage;
import org.dlm.runtime.problem.ProblemException;
import org.dlm.runtime.problem.TrainingFailedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code dlmc}. Here and only here are the standard streams; {@link #run} does the same with other ones.
 *
 * <pre>{@code
 * dlmc train samples/digits/src/main/dlm/digits.dlm --epochs 3
 * }</pre>
 */
@Command(
        name = "dlmc",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Compiles descriptions of neural networks (.dlm files) to Java, and trains, tries and measures them.",
        footer = {
            "",
            "A first session:",
            "  dlmc check   net.dlm",
            "  dlmc train   net.dlm --out run",
            "  dlmc predict net.dlm --weights run --limit 5",
            "",
            "'dlmc COMMAND --help' lists the options of a command."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:the model or the data is wrong",
            "2:the command line is wrong",
            "3:the training could not go on, such as a loss that is no longer finite",
            "70:a fault of dlmc itself",
            "130:ended by Ctrl-C; a training has kept its weights"
        })
public final class Dlmc {
    private final Console console;
    private final Toolchain toolchain;

    Dlmc(Console console, Toolchain toolchain) {
        this.console = console;
        this.toolchain = toolchain;
    }

    /** Runs one command in this process and ends it with the command's exit code. */
    public static void main(String[] arguments) {
        boolean isTerminal = isTerminal();
        PrintStream out = utf8(System.out);
        // On a terminal both streams end in the same place. The launcher filters standard error, so what is printed
        // there would arrive late: the bar would overwrite the lines of epochs.
        Console console = new Console(out, isTerminal ? out : utf8(System.err), isTerminal);
        int code = new Dlmc(console, new InMemoryToolchain()).run(arguments);
        console.out().flush();
        console.err().flush();
        System.exit(code);
    }

    /** Runs one command; what it prints goes to the given streams. */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        return new Dlmc(new Console(out, err, false), new InMemoryToolchain()).run(arguments);
    }

    int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    private CommandLine commandLine() {
        ModelLoader loader = new ModelLoader(console, toolchain);
        CommandLine commands = new CommandLine(this)
                .addSubcommand(new CheckCommand(console, loader))
                .addSubcommand(new CompileCommand(console, loader))
                .addSubcommand(new TrainCommand(console, loader))
                .addSubcommand(new EvalCommand(console, loader))
                .addSubcommand(new PredictCommand(console, loader))
                .addSubcommand(new SummaryCommand(console, loader))
                .addSubcommand(new GradcheckCommand(console, loader))
                .addSubcommand(new BenchCommand(console, loader));
        commands.getSubcommands().values().forEach(Dlmc::addHelpOption);
        return commands.registerConverter(CompileStage.class, Dlmc::stage)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setAbbreviatedOptionsAllowed(false)
                .setColorScheme(Help.defaultColorScheme(console.ansi()))
                .setOut(Streams.writer(console.out()))
                .setErr(Streams.writer(console.err()))
                .setExecutionExceptionHandler(this::failed)
                .setParameterExceptionHandler(this::misused);
    }

    private static void addHelpOption(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    }

    private static CompileStage stage(String slug) {
        return CompileStage.of(slug)
                .orElseThrow(() -> new TypeConversionException("'" + slug + "' is no stage; there are "
                        + String.join(
                                ", ",
                                Arrays.stream(CompileStage.values())
                                        .map(CompileStage::slug)
                                        .toList())));
    }

    /** Without a command there is nothing to do, which is a mistake of the caller. */
    private int misused(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        console.err().println(console.styled("bold,red", "dlmc:") + " " + Console.harmless(exception.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(exception, command.getErr());
        command.getErr().flush();
        console.err().println("Try 'dlmc " + subcommand(command) + "--help'.");
        return ExitCode.USAGE;
    }

    private static String subcommand(CommandLine command) {
        return command.getParent() == null ? "" : command.getCommandName() + " ";
    }

    private int failed(Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
        return switch (exception) {
            case TrainingFailedException failure -> problem(failure, parsed, ExitCode.TRAINING_FAILED);
            case ProblemException problem -> problem(problem, parsed, ExitCode.MODEL_OR_DATA);
            case UsageException usage -> misused(new ParameterException(command, usage.getMessage()), new String[0]);
            default -> internal(exception, command);
        };
    }

    private int problem(ProblemException problem, CommandLine.ParseResult parsed, int code) {
        console.err().println(console.styled("bold,red", "dlmc:") + " " + Console.harmless(problem.getMessage()));
        if (parsed.hasSubcommand() && parsed.subcommand().hasMatchedOption(JsonOption.NAME)) {
            console.out().println(Problems.answer(problem).text());
        }
        return code;
    }

    private int internal(Exception fault, CommandLine command) {
        console.err()
                .println("this is a bug in dlmc: the command '" + command.getCommandName() + "' failed; please report"
                        + " it with the lines below and the .dlm file");
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace, true));
        console.err().print(Console.harmless(trace.toString()));
        return ExitCode.INTERNAL;
    }

    /** Buffers would hold back the lines of a long training; the file encoding must not decide what a μ looks like. */
    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static boolean isTerminal() {
        String kind = System.getenv().getOrDefault("TERM", "").toLowerCase(Locale.ROOT);
        return System.console() != null && System.console().isTerminal() && !kind.equals("dumb");
    }
}
