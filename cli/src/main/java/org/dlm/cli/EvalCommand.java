package org.dlm.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.dlm.compiler.graph.Precision;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.data.RecipeData;
import org.dlm.runtime.data.Split;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.problem.ProblemException;
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
        LoadedModel loaded = loader.load(model, options.compileOptions(Precision.F32, console));
        RecipeDescription recipe = loaded.recipe(options.recipe());
        RunSettings settings = options.settings(recipe);
        int batch = options.batch().orElse(DEFAULT_BATCH);
        MemoryUse memory =
                new MemoryUses(loaded.summary().memory(), options.threads()).evaluation(recipe.name(), batch);
        HeapRoom.ofThisJvm().require(memory);
        Weights trained = weights.load(loaded, console);
        SplitData wanted = SplitData.of(recipe, split);
        RecipeData read =
                wanted.read(loaded.factory(), ReaderRegistry.standard(), data.folder(loaded), settings.seed());
        Split examples = read.split(wanted.split());
        HeapRoom.ofThisJvm().require(memory.without(MemoryUses.WEIGHTS));
        StepContext context = new StepContext(settings.seed(), 1, settings.epochs(), settings.hyperValues());
        try (read;
                Team team = Team.of(options.threads())) {
            EvaluationProgram program = loaded.factory().evaluation(new ProgramRequest(trained, batch, team));
            Evaluation evaluation = new Evaluation(program);
            Map<String, Double> scores = evaluation.measure(examples, context);
            print(examples, scores);
            if (!scores.values().stream().allMatch(Double::isFinite)) {
                throw notFinite(examples, scores, evaluation.firstOutlier(examples, context));
            }
            answer(loaded, examples, scores);
        }
        return ExitCode.GOOD;
    }

    private static ProblemException notFinite(
            Split examples, Map<String, Double> scores, Optional<Evaluation.Outlier> outlier) {
        String measures = scores.entrySet().stream()
                .filter(score -> !Double.isFinite(score.getValue()))
                .map(score -> score.getKey() + " is " + score.getValue())
                .collect(Collectors.joining(", "));
        String cause = outlier.map(found -> "the first example that gives such a number is " + found.example()
                        + " with " + found.measure() + " " + found.value())
                .orElse("no single example gives such a number, so their sum is too large");
        return new ProblemException(examples.name() + " has measures that are not finite: " + measures + "; " + cause
                + " (examples count from 0). Look at its data, or at how the model computes it");
    }

    private void print(Split examples, Map<String, Double> scores) {
        console.out()
                .println(Scores.line(examples.name(), scores) + " (" + Words.count(examples.size(), "example") + ")");
    }

    private void answer(LoadedModel loaded, Split examples, Map<String, Double> scores) {
        json.print(
                console,
                () -> new Answer()
                        .with("model", loaded.summary().model())
                        .with("examples", examples.size())
                        .withScores("metrics", Map.of(examples.name(), scores)));
    }
}
