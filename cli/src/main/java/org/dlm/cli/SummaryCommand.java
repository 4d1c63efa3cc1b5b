package org.dlm.cli;

import java.util.concurrent.Callable;
import org.dlm.compiler.pipeline.ModelSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dlmc summary}: what each instance of a model costs. */
@Command(name = "summary", description = "Show the output shape, parameters, work and memory of each layer of a model.")
final class SummaryCommand implements Callable<Integer> {
    @Mixin
    private ModelArgument model;

    @Mixin
    private JsonOption json;

    private final Console console;
    private final ModelLoader loader;

    SummaryCommand(Console console, ModelLoader loader) {
        this.console = console;
        this.loader = loader;
    }

    @Override
    public Integer call() {
        ModelSummary summary = loader.summary(model);
        SummaryTable.lines(summary).forEach(console.out()::println);
        json.print(console, () -> SummaryTable.answer(summary));
        return ExitCode.GOOD;
    }
}
