package org.dlm.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dlm.compiler.cost.Machine;
import org.dlm.compiler.emit.GeneratedProgram;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.compiler.pipeline.ExplainedKernel;
import org.dlm.compiler.pipeline.GeneratedModel;
import org.dlm.runtime.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dlmc explain}: what each kernel computes, how, and what it costs. */
@Command(
        name = "explain",
        description =
                "Show each kernel of a training step or a prediction: formula, source line, loops, work, the time to"
                        + " be expected and what limits it; runs nothing.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private ModelArgument model;

    @Option(
            names = "--mode",
            paramLabel = "train|infer",
            description = "What to explain: a whole training step (train, the default) or the first output (infer).")
    private RunMode mode = RunMode.TRAIN;

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            description = "Which 'train' block of the model, if there are several. Default: the first.")
    private Optional<String> recipe = Optional.empty();

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Examples computed together. Default: the recipe's for training, 1 for --mode=infer.")
    private Optional<Integer> batch = Optional.empty();

    @Option(
            names = "--vectors",
            paramLabel = "BITS",
            description = "The width of the vectors, 512, 256 or 128; what is expected is for a usual machine that has"
                    + " them. Default: this machine's.")
    private Optional<Integer> vectors = Optional.empty();

    @Mixin
    private JsonOption json;

    private final Console console;
    private final ModelLoader loader;

    ExplainCommand(Console console, ModelLoader loader) {
        this.console = console;
        this.loader = loader;
    }

    @Override
    public Integer call() {
        batch.ifPresent(value -> Checks.positive("--batch", value));
        if (mode == RunMode.INFER && recipe.isPresent()) {
            throw new UsageException(
                    "--recipe says how to train, and --mode=infer explains predictions only; leave one away");
        }
        List<Integer> widths = widths();
        GeneratedModel generated = loader.generated(model, options(widths));
        int examples = batch.orElseGet(() -> usualBatch(generated));
        int bits = widths.stream().findFirst().orElse(0);
        Machine machine = Machine.of(bits);
        List<ExplainedKernel> kernels = programs(generated).stream()
                .flatMap(program -> ExplainedKernel.of(program, machine, examples).stream())
                .sorted(Comparator.comparingDouble(
                                (ExplainedKernel kernel) -> kernel.cost().nanos())
                        .reversed())
                .toList();
        String title = generated.name() + ", " + mode + ", batch " + examples + ", "
                + (bits == 0 ? "plain loops" : "vectors of " + bits + " bits") + ", for 1 thread of a usual "
                + machine.name() + " machine with " + machine.gigahertz() + " GHz";
        Explanation explanation = new Explanation(title, kernels);
        explanation.lines().forEach(console.out()::println);
        json.print(
                console,
                () -> new Answer()
                        .with("model", generated.name())
                        .with("mode", mode.toString())
                        .with("batch", examples)
                        .with("vectors", bits)
                        .with(
                                "kernels",
                                explanation.answers().stream()
                                        .map(Answer::members)
                                        .toList()));
        return ExitCode.GOOD;
    }

    private List<Integer> widths() {
        vectors.ifPresent(bits -> Checks.among("--vectors", List.of(bits), CompileOptions.DEFAULT.vectors()));
        return vectors.map(List::of).orElseGet(ThisMachine::vectors);
    }

    /** As for a run: {@link RunOptions#compileOptions}. */
    private CompileOptions options(List<Integer> widths) {
        CompileOptions usual = CompileOptions.DEFAULT;
        return new CompileOptions(
                usual.precision(),
                Math.max(batch.orElse(usual.maxBatch()), usual.maxBatch()),
                widths,
                usual.programs());
    }

    private int usualBatch(GeneratedModel generated) {
        return switch (mode) {
            case TRAIN -> generated.batch(recipe(generated)).orElse(1);
            case INFER -> 1;
        };
    }

    private List<GeneratedProgram> programs(GeneratedModel generated) {
        List<GeneratedProgram> programs = switch (mode) {
            case TRAIN ->
                Stream.of(generated.training(recipe(generated)), generated.update(recipe(generated)))
                        .flatMap(Optional::stream)
                        .toList();
            case INFER -> generated.firstOutput().stream().toList();
        };
        if (programs.isEmpty() && mode == RunMode.INFER) {
            throw new ProblemException("the model " + generated.name() + " has no output to predict");
        }
        return programs;
    }

    private String recipe(GeneratedModel generated) {
        return LoadedModel.recipe(generated.name(), recipe, generated.recipes());
    }
}
