package org.dlm.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dlm.compiler.emit.ProgramKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.CompileStage;
import org.dlm.compiler.pipeline.GeneratedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dlmc compile}: writes the generated Java. */
@Command(name = "compile", description = "Generate Java sources from a file or from all files of a folder.")
final class CompileCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A .dlm file, or a folder of them.")
    private Path file;

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            required = true,
            description = "Where the sources go; each package gets its folder below it.")
    private Path directory;

    @Option(
            names = "--precision",
            paramLabel = "f32|f64",
            description = "What float is in the Java sources: f32 (float, the default) or f64 (double).")
    private Precision precision = Precision.F32;

    @Option(
            names = "--max-batch",
            paramLabel = "N",
            description = "Largest batch that the generated classes can take. Default: ${DEFAULT-VALUE}.")
    private int maxBatch = CompileOptions.DEFAULT.maxBatch();

    @Option(
            names = "--vectors",
            paramLabel = "BITS",
            split = ",",
            description =
                    "Widths of vectors to generate kernels for, of 512, 256 and 128; a program uses the widest that its"
                            + " machine has, with the same results. Default: all.")
    private List<Integer> vectors = CompileOptions.DEFAULT.vectors();

    @Option(
            names = "--programs",
            paramLabel = "PROGRAM",
            split = ",",
            description = "What to generate classes for, of predict, train, evaluate and gradcheck. Default: what an"
                    + " application needs, which is all but gradcheck.")
    private List<ProgramKind> programs = List.copyOf(CompileOptions.DEFAULT.programs());

    @Option(
            names = "--emit",
            paramLabel = "STAGE",
            completionCandidates = EmittedStage.Names.class,
            description = EmittedStage.DESCRIPTION)
    private Optional<CompileStage> stage = Optional.empty();

    @Mixin
    private JsonOption json;

    private final Console console;
    private final ModelLoader loader;

    CompileCommand(Console console, ModelLoader loader) {
        this.console = console;
        this.loader = loader;
    }

    @Override
    public Integer call() {
        Checks.positive("--max-batch", maxBatch);
        EmittedStage emitted = new EmittedStage(console, stage);
        Checks.among("--vectors", vectors, CompileOptions.DEFAULT.vectors());
        CompileResult result = loader.compile(
                SourceTree.of(file), new CompileOptions(precision, maxBatch, vectors, Set.copyOf(programs)), emitted);
        emitted.complainIfNotReached();
        GeneratedSources.Change change = new GeneratedSources(directory).write(result.files());
        console.out()
                .println(Words.count(result.files().size(), "file") + " in " + Console.printable(directory.toString())
                        + ": " + change.written() + " written, " + change.unchanged() + " unchanged, "
                        + change.removed() + " removed");
        for (Path kept : change.kept()) {
            console.err()
                    .println("warning: " + Console.printable(kept.toString())
                            + " is no longer generated, but was changed by hand: it stays");
        }
        json.print(console, () -> answer(result));
        return ExitCode.GOOD;
    }

    private Answer answer(CompileResult result) {
        return new Answer()
                .with("directory", directory.toString())
                .with("files", result.files().stream().map(GeneratedFile::path).toList())
                .with("diagnostics", Problems.json(result.diagnostics()));
    }
}
