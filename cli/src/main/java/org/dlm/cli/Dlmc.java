package org.dlm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dlm.compiler.emit.ProgramKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.pipeline.CompileStage;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
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
            "1:the model or the data is wrong, or the heap too small",
            "2:the command line is wrong",
            "3:the training could not go on, such as a loss that is no longer finite",
            "70:a fault of dlmc itself",
            "130:ended by Ctrl-C, 143 by TERM, 129 by HUP; a training has kept its weights",
            "141:nobody reads the results any more"
        })
public final class Dlmc implements Callable<Integer> {
    private final Console console;
    private final Toolchain toolchain;

    Dlmc(Console console, Toolchain toolchain) {
        this.console = console;
        this.toolchain = toolchain;
    }

    /** Runs one command in this process and ends it with the command's exit code. */
    public static void main(String[] arguments) {
        VectorModule.load();
        Signals signals = Signals.install();
        StandardOutput output = new StandardOutput(
                new FileOutputStream(FileDescriptor.out), () -> signals.end(StandardOutput.READER_GONE));
        Console console = new Console(utf8(output), utf8(System.err), Terminal.isWatched());
        int code = new Dlmc(console, new InMemoryToolchain()).run(arguments);
        console.out().flush();
        code = output.codeAfter(code, console);
        console.err().flush();
        System.exit(code);
    }

    /** Runs one command; what it prints goes to the given streams. */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        return new Dlmc(new Console(out, err, false), new InMemoryToolchain()).run(arguments);
    }

    int run(String... arguments) {
        Failures failures = new Failures(console, arguments);
        try {
            return commandLine(failures, subcommands(arguments)).execute(arguments);
        } catch (Error fault) {
            return failures.broken(fault);
        }
    }

    /** Without a command there is nothing to do, which is a mistake of the caller. */
    @Override
    public Integer call() {
        throw new UsageException("no command is given");
    }

    /** All commands, or only the one that is named: to read the options of all takes longer than most checks. */
    private Collection<Callable<Integer>> subcommands(String[] arguments) {
        ModelLoader loader = new ModelLoader(console, toolchain);
        Map<String, Supplier<Callable<Integer>>> all = new LinkedHashMap<>();
        all.put("check", () -> new CheckCommand(console, loader));
        all.put("compile", () -> new CompileCommand(console, loader));
        all.put("train", () -> new TrainCommand(console, loader));
        all.put("eval", () -> new EvalCommand(console, loader));
        all.put("predict", () -> new PredictCommand(console, loader));
        all.put("summary", () -> new SummaryCommand(console, loader));
        all.put("explain", () -> new ExplainCommand(console, loader));
        all.put("gradcheck", () -> new GradcheckCommand(console, loader));
        all.put("bench", () -> new BenchCommand(console, loader));
        boolean named = arguments.length > 0 && all.containsKey(arguments[0]);
        return named
                ? List.of(all.get(arguments[0]).get())
                : all.values().stream().map(Supplier::get).toList();
    }

    private CommandLine commandLine(Failures failures, Collection<Callable<Integer>> subcommands) {
        CommandLine commands = new CommandLine(this);
        subcommands.forEach(commands::addSubcommand);
        commands.getSubcommands().values().forEach(Dlmc::addHelpOption);
        NumberConverters.register(commands);
        return commands.registerConverter(CompileStage.class, Dlmc::stage)
                .registerConverter(RunMode.class, text -> constant(text, RunMode.values()))
                .registerConverter(Precision.class, text -> constant(text, Precision.values()))
                .registerConverter(ProgramKind.class, text -> constant(text, ProgramKind.values()))
                .registerConverter(HyperValue.class, HyperValue::of)
                .registerConverter(Path.class, Dlmc::path)
                .setUsageHelpAutoWidth(true)
                .setAbbreviatedOptionsAllowed(false)
                // an argument such as @scoped is a name: what a file holds are not options
                .setExpandAtFiles(false)
                .setColorScheme(Help.defaultColorScheme(console.ansi()))
                .setOut(Streams.writer(console.out()))
                .setErr(Streams.writer(console.err()))
                .setExecutionExceptionHandler(failures::failed)
                .setParameterExceptionHandler(failures::misused);
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

    /** The constant of this name, whose letters may be small or large. */
    private static <E extends Enum<E>> E constant(String text, E[] all) {
        return Arrays.stream(all)
                .filter(one -> one.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not one of "
                        + Arrays.stream(all)
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    /** Java takes an empty name for the current folder; from a shell it is a variable that was not set. */
    private static Path path(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("'" + text + "' is not a name of a file or folder");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException notHere) {
            throw new TypeConversionException("'" + text + "' cannot be a name of a file here: " + notHere.getReason());
        }
    }

    /** Buffers would hold back the lines of a long training; the file encoding must not decide what a μ looks like. */
    private static PrintStream utf8(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
