package org.dlm.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dlm.compiler.graph.Precision;
import org.dlm.runtime.checkpoint.Checkpoint;
import org.dlm.runtime.checkpoint.RunFolder;
import org.dlm.runtime.checkpoint.RunProgress;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.data.RecipeData;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.TrainingProgram;
import org.dlm.runtime.train.RunSettings;
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
            description =
                    "Go on with the training that wrote to this folder, with its epochs, seed, batch and hypers; with"
                            + " --epochs it may become longer.")
    private Optional<Path> resume = Optional.empty();

    @Option(
            names = "--overwrite",
            description =
                    "Begin anew in a folder that an earlier training wrote to; its weights and checkpoint are deleted.")
    private boolean overwrite;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description =
                    "Write a row of comma-separated values for each step: step, epoch, loss, learning rate. With --resume"
                            + " the rows of the steps done stay.")
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
        checkOptions();
        LoadedModel loaded = loader.load(model, options.compileOptions(Precision.F32, console));
        Optional<Checkpoint> checkpoint = resume.map(Checkpoint::open);
        RecipeDescription recipe = recipe(loaded, checkpoint);
        RunSettings settings = settings(recipe, checkpoint);
        OutputFolder output = new OutputFolder(out, resume, overwrite, defaultFolder(loaded, recipe));
        output.check();
        checkpoint.ifPresent(earlier -> warnOfSchedule(recipe, earlier.progress(), settings));
        MemoryUses uses = new MemoryUses(loaded.summary().memory(), options.threads());
        MemoryUse memory = checkpoint.isPresent()
                ? uses.resumedTraining(recipe.name(), settings.batch())
                : uses.training(recipe.name(), settings.batch());
        HeapRoom.ofThisJvm().require(memory);
        RecipeData examples = RecipeData.read(
                loaded.factory(), recipe, ReaderRegistry.standard(), data.folder(loaded), settings.seed());
        HeapRoom.ofThisJvm().require(memory);
        console.out().println(memory.with("data", examples.heapBytes()).line());
        Weights start = startWeights(loaded, settings);
        try (examples;
                Team team = Team.of(options.threads());
                RunFolder folder = output.open();
                Progress progress = progress(recipe)) {
            TrainingRequest.Builder request = request(loaded, recipe, settings, start, team);
            request.folder(folder);
            checkpoint.ifPresent(request::resume);
            request.listener(progress);
            try (Logging logging = new Logging(log, checkpoint)) {
                logging.listener().ifPresent(request::listener);
                TrainingRun run = new TrainingRun(request.build(recipe, settings, examples));
                folder.requireSpace(run.values(), settings.epochs());
                output.begin(folder);
                train(loaded, run, progress, folder);
            }
        }
        return ExitCode.GOOD;
    }

    private void checkOptions() {
        epochs.ifPresent(value -> Checks.positive("--epochs", value));
        if (weights.isPresent() && resume.isPresent()) {
            throw new UsageException("--weights and --resume exclude each other: a resumed run has its own weights");
        }
        if (formerName.isGiven() && weights.isEmpty()) {
            throw new UsageException(
                    "--former-name says what the model was called in the file of --weights, which is not" + " given; "
                            + (resume.isPresent() ? "a resumed run keeps the name of its model" : "add it"));
        }
        if (overwrite && resume.isPresent()) {
            throw new UsageException("--overwrite and --resume exclude each other: one begins anew, the other goes on");
        }
    }

    /** A schedule such as cosine() that knew the end from the beginning did not know of this one. */
    private void warnOfSchedule(RecipeDescription recipe, RunProgress before, RunSettings settings) {
        if (before.epochs() != settings.epochs() && !recipe.lengths().isEmpty()) {
            console.err()
                    .println(console.styled("bold,yellow", "warning:") + " the recipe reads "
                            + String.join(" and ", recipe.lengths()) + ", the length of the run, in a schedule or an"
                            + " optimizer; so the epochs done so far (" + before.epochsDone() + " of "
                            + before.epochs() + ") are not the first ones of a run of " + settings.epochs()
                            + ", and the weights will differ from those of such a run");
        }
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
            settings = settings.withEpochs(checkpoint.get().progress().epochs())
                    .withBatch(before.batch())
                    .withSeed(before.seed());
            for (var hyper : before.hypers().entrySet()) {
                settings = settings.withHyper(hyper.getKey(), hyper.getValue());
            }
        }
        settings = options.over(settings);
        return epochs.isPresent() ? settings.withEpochs(epochs.get()) : settings;
    }

    private Weights startWeights(LoadedModel loaded, RunSettings settings) {
        return weights.map(file -> formerName.read(loaded.description(), file, console))
                .orElseGet(() -> loaded.factory().newWeights(settings.seed()));
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

    private void train(LoadedModel loaded, TrainingRun run, Progress progress, RunFolder folder) {
        Runnable stop = () -> {
            progress.close();
            run.stopSoon();
        };
        new Interruption(stop, console).guard(() -> {
            TrainingResult result = run.run();
            Path file = folder.weights().toAbsolutePath().normalize();
            TrainingReport report = new TrainingReport(loaded.summary().model(), result, file);
            report.lines().stream().map(Console::printable).forEach(console.out()::println);
            report.warning()
                    .ifPresent(warning ->
                            console.err().println(console.styled("bold,yellow", "warning:") + " " + warning));
            json.print(console, report::answer);
        });
    }

    private static Path defaultFolder(LoadedModel loaded, RecipeDescription recipe) {
        String modelName = loaded.summary().model();
        String recipeName = recipe.name().equals(modelName) ? "train" : recipe.name();
        return Path.of((modelName + "-" + recipeName).toLowerCase(Locale.ROOT));
    }
}
