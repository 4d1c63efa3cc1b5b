package org.dlm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dlm.compiler.graph.Precision;
import org.dlm.runtime.data.BatchStream;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.data.RecipeData;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.problem.ProblemException;
import org.dlm.runtime.program.InferenceProgram;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.train.RunSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dlmc predict}: the outputs of a trained model, example by example, as comma-separated values. */
@Command(
        name = "predict",
        description = "Print what a trained model gives for each example, as comma-separated values.")
final class PredictCommand implements Callable<Integer> {
    @Mixin
    private ModelArgument model;

    @Mixin
    private WeightsOption weights;

    @Mixin
    private DataOption data;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "A csv or idx file to predict from, in place of the file that the recipe reads; needs no labels.")
    private Optional<Path> input = Optional.empty();

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description =
                    "Which part of the data: test, val, train or another that the recipe has. Default: the first of these.")
    private Optional<String> split = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N examples. Default: all.")
    private int limit = Integer.MAX_VALUE;

    @Mixin
    private RunOptions options;

    @Mixin
    private JsonOption json;

    private final Console console;
    private final ModelLoader loader;

    PredictCommand(Console console, ModelLoader loader) {
        this.console = console;
        this.loader = loader;
    }

    @Override
    public Integer call() {
        Checks.positive("--limit", limit);
        LoadedModel loaded = loader.load(model, options.compileOptions(Precision.F32, console));
        if (loaded.description().outputs().isEmpty()) {
            throw new ProblemException("the model " + loaded.description().name() + " has no output to predict");
        }
        RecipeDescription recipe = loaded.recipe(options.recipe());
        int batch = options.batch().orElse(EvalCommand.DEFAULT_BATCH);
        MemoryUse memory =
                new MemoryUses(loaded.summary().memory(), options.threads()).prediction(recipe.name(), batch);
        HeapRoom.ofThisJvm().require(memory);
        Weights trained = weights.load(loaded, console).share();
        SplitData wanted = SplitData.of(recipe, split);
        Examples examples = read(loaded, SplitData.of(recipe, split), options.settings(recipe));
        HeapRoom.ofThisJvm().require(memory.without(MemoryUses.WEIGHTS));
        try (RecipeData read = examples.data();
                Team team = Team.of(options.threads());
                BatchStream batches = read.split(examples.split()).inOrder(batch)) {
            InferenceProgram session = loaded.factory()
                    .inference(new ProgramRequest(trained, batch, team))
                    .allowNonFinite();
            print(loaded, new Predictions(session, names(loaded, examples)), batches);
        }
        return ExitCode.GOOD;
    }

    /** Which examples of what was read. */
    private record Examples(RecipeData data, String split) {}

    private Examples read(LoadedModel loaded, SplitData wanted, RunSettings settings) {
        if (input.isPresent()) {
            PredictionInput given = new PredictionInput(wanted.recipe(), wanted.block(), input.get());
            return new Examples(given.read(loaded.factory(), data.folder(loaded)), given.split());
        }
        return new Examples(
                wanted.read(loaded.factory(), ReaderRegistry.standard(), data.folder(loaded), settings.seed()),
                wanted.split());
    }

    /** Those of the training, for a file of inputs may hold other classes or none. */
    private ClassNames names(LoadedModel loaded, Examples examples) {
        ClassNames ofTraining = ClassNames.in(weights.file());
        return ofTraining.byPort().isEmpty() && input.isEmpty()
                ? ClassNames.of(loaded.description(), examples.data())
                : ofTraining;
    }

    private void print(LoadedModel loaded, Predictions predictions, BatchStream batches) {
        List<String> titles = predictions.titles();
        List<Map<String, Object>> answers = new ArrayList<>();
        PredictedNumbers numbers = new PredictedNumbers(titles);
        console.out().println(console.shown(Csv.line(titles)));
        batches.startEpoch(0);
        int done = 0;
        while (done < limit && !console.out().checkError() && batches.advance()) {
            int count = Math.min(batches.current().count(), limit - done);
            List<List<Object>> rows = predictions.rows(batches.current(), count, done);
            for (int r = 0; r < count; r++) {
                List<Object> row = rows.get(r);
                numbers.look(done + r, row);
                console.out()
                        .println(console.shown(
                                Csv.line(row.stream().map(String::valueOf).toList())));
                if (json.isSet()) {
                    answers.add(new Answer().withRow(titles, row).members());
                }
            }
            done += count;
        }
        numbers.tell(console);
        json.print(
                console,
                () -> new Answer()
                        .with("model", loaded.summary().model())
                        .with("examples", answers.size())
                        .with("predictions", answers));
    }
}
