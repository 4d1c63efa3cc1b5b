package org.dlm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dlm.compiler.graph.Precision;
import org.dlm.runtime.checkpoint.Checkpoint;
import org.dlm.runtime.checkpoint.RunProgress;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.data.RecipeData;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.TrainingProgram;
import org.dlm.runtime.train.RunSettings;
import org.dlm.runtime.train.StepLog;
import org.dlm.runtime.train.TrainingRequest;
import org.dlm.runtime.train.TrainingResult;
import org.dlm.runtime.train.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dlmc train}: fits a model as its recipe says. */
@Command(
        name = "train",
        description = {
            "Train a model as its 'train' block (the recipe) says, and measure it on the test data.",
            "The best weights are kept. Ctrl-C ends a training after its step, and --resume goes on with it after its last"
                    + " complete epoch."
        })
final class TrainCommand implements Callable<Integer> {
    /** Name of the weights file in an output folder. */
    static final String WEIGHTS = "weights.safetensors";

    /** Picocli knows how wide the terminal is. */
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelArgument model;

    @Mixin
    private DataOption data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the weights and what --resume needs. Default: MODEL-RECIPE in lower case, such as"
                    + " lenet5-train.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "How often to go through the training data. Default: the recipe's.")
    private Optional<Integer> epochs = Optional.empty();

    @Mixin
    private RunOptions options;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Begin with the weights in this file in place of random ones.")
    private Optional<Path> weights = Optional.empty();

    @Mixin
    private FormerName formerName;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "Go on with the training that wrote to this folder, with its seed, batch and hypers.")
    private Optional<Path> resume = Optional.empty();

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "Write a row of comma-separated values for each step: step, epoch, loss, learning rate.")
    private Optional<Path> log = Optional.empty();

    @Mixin
    private JsonOption json;

    private final Console console;
    private final ModelLoader loader;

    TrainCommand(Console console, ModelLoader loader) {
        this.console = console;
        this.loader = loader;
    }

    @Override
    public Integer call() {
        epochs.ifPresent(value -> Checks.positive("--epochs", value));
        if (weights.isPresent() && resume.isPresent()) {
            throw new UsageException("--weights and --resume exclude each other: a resumed run has its own weights");
        }
        LoadedModel loaded = loader.load(model, options.compileOptions(Precision.F32));
        Optional<Checkpoint> checkpoint = resume.map(Checkpoint::open);
        RecipeDescription recipe = recipe(loaded, checkpoint);
        RunSettings settings = settings(recipe, checkpoint);
        RecipeData examples = RecipeData.read(
                loaded.factory(), recipe, ReaderRegistry.standard(), data.folder(loaded), settings.seed());
        Path folder = out.or(() -> resume).orElseGet(() -> defaultFolder(loaded, recipe));
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException("the output folder " + folder + " is a file; choose another one with --out DIR");
        }
        Weights start = startWeights(loaded, settings);
        try (Team team = Team.of(options.threads());
                Progress progress = progress(recipe)) {
            TrainingRequest.Builder request = request(loaded, recipe, settings, start, team);
            request.weightsFile(folder.resolve(WEIGHTS)).checkpointFile(folder.resolve(Checkpoint.FILE_NAME));
            checkpoint.ifPresent(request::resume);
            request.listener(progress);
            Optional<StepLog> steps = log.map(StepLog::new);
            try {
                steps.ifPresent(request::listener);
                train(loaded, new TrainingRun(request.build(recipe, settings, examples)), progress, folder);
            } finally {
                steps.ifPresent(StepLog::close);
            }
        }
        return ExitCode.GOOD;
    }

    private RecipeDescription recipe(LoadedModel loaded, Optional<Checkpoint> checkpoint) {
        Optional<String> ofCheckpoint =
                checkpoint.map(Checkpoint::progress).map(RunProgress::identity).map(RunProgress.Identity::recipe);
        return loaded.recipe(options.recipe().or(() -> ofCheckpoint));
    }

    private RunSettings settings(RecipeDescription recipe, Optional<Checkpoint> checkpoint) {
        RunSettings settings = RunSettings.of(recipe);
        if (checkpoint.isPresent()) {
            RunProgress.Identity before = checkpoint.get().progress().identity();
            settings = settings.withBatch(before.batch()).withSeed(before.seed());
            for (var hyper : before.hypers().entrySet()) {
                settings = settings.withHyper(hyper.getKey(), hyper.getValue());
            }
        }
        settings = options.over(settings);
        return epochs.isPresent() ? settings.withEpochs(epochs.get()) : settings;
    }

    private Weights startWeights(LoadedModel loaded, RunSettings settings) {
        Weights start = loaded.factory().newWeights(settings.seed());
        weights.ifPresent(file -> formerName.load(start, file, console));
        return start;
    }

    private static TrainingRequest.Builder request(
            LoadedModel loaded, RecipeDescription recipe, RunSettings settings, Weights start, Team team) {
        ProgramRequest program = new ProgramRequest(start, settings.batch(), team);
        TrainingProgram trainer = loaded.factory().trainer(recipe.name(), program);
        return TrainingRequest.of(
                trainer,
                loaded.factory()
                        .evaluation(new ProgramRequest(
                                start, Math.max(settings.batch(), EvalCommand.DEFAULT_BATCH), team)));
    }

    private Progress progress(RecipeDescription recipe) {
        return console.isTerminal()
                ? new TerminalProgress(console, recipe, spec.usageMessage().width(), System::nanoTime)
                : new PlainProgress(console, recipe);
    }

    private void train(LoadedModel loaded, TrainingRun run, Progress progress, Path folder) {
        Runnable stop = () -> {
            progress.close();
            run.stopSoon();
        };
        new Interruption(stop, console).guard(() -> {
            TrainingResult result = run.run();
            Path file = folder.resolve(WEIGHTS).toAbsolutePath().normalize();
            TrainingReport report = new TrainingReport(loaded.summary().model(), result, file);
            report.lines().forEach(console.out()::println);
            json.print(console, report::answer);
        });
    }

    private static Path defaultFolder(LoadedModel loaded, RecipeDescription recipe) {
        String modelName = loaded.summary().model();
        String recipeName = recipe.name().equals(modelName) ? "train" : recipe.name();
        return Path.of((modelName + "-" + recipeName).toLowerCase(Locale.ROOT));
    }
}
