package org.dlm.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.CompileStage;
import org.dlm.compiler.pipeline.ModelSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dlmc check}: says what is wrong, and writes nothing. */
@Command(name = "check", description = "Say what is wrong in a .dlm file or in all those of a folder; writes nothing.")
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A .dlm file, or a folder of them.")
    private Path file;

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

    CheckCommand(Console console, ModelLoader loader) {
        this.console = console;
        this.loader = loader;
    }

    @Override
    public Integer call() {
        SourceTree tree = SourceTree.of(file);
        CompileResult result = stage.isPresent() ? shown(tree) : loader.check(tree);
        String found = result.diagnostics().isEmpty() ? "no problems" : DiagnosticPrinter.count(result.diagnostics());
        console.out().println(Words.count(tree.files().size(), "file") + ": " + found);
        for (ModelSummary model : result.models()) {
            console.out()
                    .println("  model " + model.model() + ": "
                            + Words.count(SummaryTable.parameters(model), "parameter") + recipes(model));
            new MemoryUses(model.memory())
                    .trainings()
                    .forEach(use -> console.out().println("    " + use.line() + ", and its data"));
        }
        json.print(console, () -> answer(result));
        return ExitCode.GOOD;
    }

    private static String recipes(ModelSummary model) {
        return model.recipes().isEmpty() ? ", no recipe" : ", trained by " + String.join(", ", model.recipes());
    }

    private static Answer answer(CompileResult result) {
        return new Answer()
                .with("succeeded", true)
                .with(
                        "models",
                        result.models().stream()
                                .map(SummaryTable::brief)
                                .map(Answer::members)
                                .toList())
                .with("diagnostics", Problems.json(result.diagnostics()));
    }

    /** A stage is shown on the whole road, with the kernels that this machine would use. */
    private CompileResult shown(SourceTree tree) {
        EmittedStage emitted = new EmittedStage(console, stage);
        CompileResult result = loader.compile(tree, CompileOptions.DEFAULT.with(ThisMachine.vectors()), emitted);
        emitted.complainIfNotReached();
        return result;
    }
}
