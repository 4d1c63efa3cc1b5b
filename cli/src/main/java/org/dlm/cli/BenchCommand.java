package org.dlm.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dlm.compiler.emit.GeneratedProgram;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.pipeline.GeneratedModel;
import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.ResultPort;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.problem.ProblemException;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.InferenceProgram;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dlmc bench}: how long a step takes and how much it allocates, on random examples. */
@Command(
        name = "bench",
        description =
                "Measure how long a training step or a prediction takes and how much memory it allocates; needs no data.")
final class BenchCommand implements Callable<Integer> {
    private static final int INFERENCE_BATCH = 1;

    @Mixin
    private ModelArgument model;

    @Option(
            names = "--mode",
            paramLabel = "train|infer",
            description = "What to measure: a whole training step (train, the default) or the first output (infer).")
    private RunMode mode = RunMode.TRAIN;

    @Option(
            names = "--kernels",
            description =
                    "Measure each kernel alone, too: time, operations, and their share of what the machine can do.")
    private boolean kernels;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long to measure, after a warm-up at least as long. Default: ${DEFAULT-VALUE}.")
    private double seconds = 3;

    @Mixin
    private JsonOption json;

    private final Console console;
    private final ModelLoader loader;

    BenchCommand(Console console, ModelLoader loader) {
        this.console = console;
        this.loader = loader;
    }

    @Override
    public Integer call() {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new UsageException("--seconds is " + seconds + "; it must be above 0 and at most 3600");
        }
        if (mode == RunMode.INFER && options.choosesTraining()) {
            throw new UsageException("--recipe and --set say how to train, and --mode=infer measures predictions only;"
                    + " leave them away, or measure with --mode=train");
        }
        GeneratedModels generated = new GeneratedModels();
        LoadedModel loaded = loader.load(model, options.compileOptions(Precision.F32, console), generated);
        int batch = batch(loaded);
        HeapRoom.ofThisJvm().require(memory(loaded, batch));
        try (Team team = Team.of(threads())) {
            RunningProgram program = switch (mode) {
                case TRAIN -> training(loaded, batch, team);
                case INFER -> inference(loaded, batch, team);
            };
            Measurement measured = new StepTimer(seconds).measure(program.step());
            print(loaded, batch, measured);
            Answer answer = answer(loaded, batch, measured);
            if (kernels) {
                addKernels(answer, loaded, generated, program, batch);
            }
            json.print(console, () -> answer);
        }
        return ExitCode.GOOD;
    }

    /** Kernels are compared with what one thread can do, unless said. */
    private int threads() {
        return kernels ? options.threads(1) : options.threads();
    }

    private void addKernels(
            Answer answer, LoadedModel loaded, GeneratedModels generated, RunningProgram running, int batch) {
        GeneratedModel compiled = generated.of(loaded.summary().model());
        List<GeneratedProgram> programs = switch (mode) {
            case TRAIN -> {
                String recipe = loaded.recipe(options.recipe()).name();
                yield Stream.of(compiled.training(recipe), compiled.update(recipe))
                        .flatMap(Optional::stream)
                        .toList();
            }
            case INFER -> compiled.firstOutput().stream().toList();
        };
        double peak = PeakTimer.flopsPerSecond();
        List<KernelTime> times = programs.stream()
                .map(program -> new KernelTimer(program, running.program(), batch, seconds / programs.size()))
                .flatMap(timer -> timer.measure(ThisMachine.atPeak(peak)).stream())
                .toList();
        KernelTable table = new KernelTable(times, peak * threads());
        console.out().println();
        table.lines().forEach(console.out()::println);
        console.out()
                .println("The peak, measured with multiply-adds in registers, is " + Words.number(peak / 1e9)
                        + " GFLOP/s for each thread; what is expected, for one thread, follows from it.");
        answer.with("peakFlopsPerSecond", peak * threads())
                .with("kernels", table.answers().stream().map(Answer::members).toList());
    }

    /** A program and how it is run once. */
    private record RunningProgram(Object program, Runnable step) {}

    private int batch(LoadedModel loaded) {
        Optional<Integer> wanted = options.batch();
        return switch (mode) {
            case TRAIN -> wanted.orElseGet(() -> loaded.recipe(options.recipe()).batch());
            case INFER -> wanted.orElse(INFERENCE_BATCH);
        };
    }

    private MemoryUse memory(LoadedModel loaded, int batch) {
        MemoryUses uses = new MemoryUses(loaded.summary().memory(), threads());
        return switch (mode) {
            case TRAIN -> uses.benchOfTraining(loaded.recipe(options.recipe()).name(), batch);
            case INFER -> uses.benchOfPrediction(batch);
        };
    }

    private RunningProgram training(LoadedModel loaded, int count, Team team) {
        RecipeDescription recipe = loaded.recipe(options.recipe());
        long seed = options.seed().orElse(recipe.seed());
        Weights weights = loaded.factory().newWeights(seed);
        TrainingProgram trainer = loaded.factory().trainer(recipe.name(), new ProgramRequest(weights, count, team));
        Batch batch = RandomExamples.batch(loaded.description(), count, seed);
        // Long enough that no schedule reaches its end while we measure.
        StepContext context = new StepContext(
                seed,
                Integer.MAX_VALUE,
                recipe.epochs(),
                options.settings(recipe).hyperValues());
        long[] step = new long[1];
        return new RunningProgram(trainer, () -> {
            context.moveTo(++step[0], 0);
            trainer.step(batch, context);
        });
    }

    private RunningProgram inference(LoadedModel loaded, int count, Team team) {
        ModelDescription description = loaded.description();
        if (description.outputs().isEmpty()) {
            throw new ProblemException("the model " + description.name() + " has no output to predict");
        }
        long seed = options.seed().orElse(0L);
        Weights weights = loaded.factory().newWeights(seed).share();
        InferenceProgram session = loaded.factory().inference(new ProgramRequest(weights, count, team));
        Batch batch = RandomExamples.batch(description, count, seed);
        ResultPort output = description.outputs().getFirst();
        int length = Math.multiplyExact(output.shape().size(), count);
        if (output.kind() == ElementKind.FLOAT) {
            float[] into = new float[length];
            return new RunningProgram(session, () -> session.compute(0, batch, into, 0));
        }
        int[] into = new int[length];
        return new RunningProgram(session, () -> session.compute(0, batch, into, 0));
    }

    private void print(LoadedModel loaded, int batch, Measurement measured) {
        double samplesPerSecond = batch / (measured.medianMillis() / 1e3);
        console.out()
                .println(loaded.summary().model() + ", " + mode + ", batch " + batch + ", "
                        + Words.count(threads(), "thread") + ": median " + Words.number(measured.medianMillis())
                        + " ms, p99 " + Words.number(measured.p99Millis()) + " ms, "
                        + Words.whole(Math.round(samplesPerSecond)) + " samples/s, "
                        + Words.number(measured.allocatedBytesPerStep()) + " bytes allocated per step ("
                        + Words.count(measured.steps(), "step") + ")");
    }

    private Answer answer(LoadedModel loaded, int batch, Measurement measured) {
        return new Answer()
                .with("model", loaded.summary().model())
                .with("mode", mode.toString())
                .with("batch", batch)
                .with("threads", threads())
                .with("steps", measured.steps())
                .with("medianMillis", measured.medianMillis())
                .with("p99Millis", measured.p99Millis())
                .with("samplesPerSecond", batch / (measured.medianMillis() / 1e3))
                .with("allocatedBytesPerStep", measured.allocatedBytesPerStep());
    }
}
