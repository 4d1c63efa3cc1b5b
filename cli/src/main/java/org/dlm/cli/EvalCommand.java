package org.dlm.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dlm.compiler.graph.Precision;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.data.Split;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.EvaluationProgram;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.train.Evaluation;
import org.dlm.runtime.train.RunSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dlmc eval}: measures trained weights. */
@Command(name = "eval", description = "Measure every loss and metric of trained weights on a split of the data.")
final class EvalCommand implements Callable<Integer> {
    /** Examples at once where nobody says it: only speed and memory depend on it. */
    static final int DEFAULT_BATCH = 256;

    @Mixin
    private ModelArgument model;

    @Mixin
    private WeightsOption weights;

    @Mixin
    private DataOption data;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description =
                    "Which part of the data: test, val, train or another that the recipe has. Default: the first of these.")
    private Optional<String> split = Optional.empty();

    @Mixin
    private RunOptions options;

    @Mixin
    private JsonOption json;

    private final Console console;
    private final ModelLoader loader;

    EvalCommand(Console console, ModelLoader loader) {
        this.console = console;
        this.loader = loader;
    }

    @Override
    public Integer call() {
        LoadedModel loaded = loader.load(model, options.compileOptions(Precision.F32));
        RecipeDescription recipe = loaded.recipe(options.recipe());
        RunSettings settings = options.settings(recipe);
        Weights trained = weights.load(loaded, console);
        SplitData wanted = SplitData.of(recipe, split);
        Split examples = wanted.read(loaded.factory(), ReaderRegistry.standard(), data.folder(loaded), settings.seed())
                .split(wanted.split());
        StepContext context = new StepContext(settings.seed(), 1, settings.epochs(), settings.hyperValues());
        try (Team team = Team.of(options.threads())) {
            EvaluationProgram program = loaded.factory()
                    .evaluation(new ProgramRequest(trained, options.batch().orElse(DEFAULT_BATCH), team));
            print(loaded, examples, new Evaluation(program).measure(examples, context));
        }
        return ExitCode.GOOD;
    }

    private void print(LoadedModel loaded, Split examples, Map<String, Double> scores) {
        console.out()
                .println(Scores.line(examples.name(), scores) + " (" + Words.count(examples.size(), "example") + ")");
        json.print(
                console,
                () -> new Answer()
                        .with("model", loaded.summary().model())
                        .with("examples", examples.size())
                        .withScores("metrics", Map.of(examples.name(), scores)));
    }
}
