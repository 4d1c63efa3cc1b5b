package org.dlm.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.train.RunSettings;
import picocli.CommandLine.Option;

/** Options of all commands that run a model after a recipe. */
final class RunOptions {
    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            description = "Which 'train' block of the model, if there are several. Default: the first.")
    private Optional<String> recipe = Optional.empty();

    @Option(
            names = "--batch",
            paramLabel = "N",
            description =
                    "Examples computed together. Default: the recipe's for training, 256 in eval and predict, 4 in"
                            + " gradcheck, 1 in bench --mode=infer.")
    private Optional<Integer> batch = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that share the work; the results are the same for any number. Default: one for each"
                    + " processor (bench --kernels: 1).")
    private Optional<Integer> threads = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Whole number from which all random choices follow; the same seed gives the same results. Default:"
                            + " the recipe's (gradcheck: a new one, which it prints).")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "Value of a number that the recipe or the model declares as 'hyper', such as --set lr=0.01; may be"
                            + " repeated.")
    private List<HyperValue> hypers = new ArrayList<>();

    @Option(names = "--verbose", description = "Say on standard error which kernels this machine uses.")
    private boolean verbose;

    Optional<String> recipe() {
        return recipe;
    }

    Optional<Integer> batch() {
        batch.ifPresent(value -> Checks.positive("--batch", value));
        return batch;
    }

    /** One for each processor. */
    static int usualThreads() {
        return Math.min(Runtime.getRuntime().availableProcessors(), Team.MOST_THREADS);
    }

    int threads() {
        return threads(usualThreads());
    }

    /** @param usual where nothing is said */
    int threads(int usual) {
        int wanted = threads.orElse(usual);
        Checks.positive("--threads", wanted);
        Checks.atMost(
                "--threads", wanted, Team.MOST_THREADS, "more than one for each processor only wait for each other");
        return wanted;
    }

    Optional<Long> seed() {
        return seed;
    }

    /** Whether something is said that only trainings know. */
    boolean choosesTraining() {
        return recipe.isPresent() || !hypers.isEmpty();
    }

    private List<HyperValue> hypers() {
        Set<String> names = new HashSet<>();
        for (HyperValue hyper : hypers) {
            if (!names.add(hyper.name())) {
                throw new UsageException("--set gives " + hyper.name() + " twice; which value is meant?");
            }
        }
        return hypers;
    }

    /** What the model is compiled for: this machine, which is said if asked for; a larger batch than usual needs a larger plan. */
    CompileOptions compileOptions(Precision precision, Console console) {
        // all commands come here first: what is wrong with an option is said before anything takes time
        threads();
        hypers();
        if (verbose) {
            console.err().println("kernels: " + ThisMachine.kernels());
        }
        int usual = CompileOptions.DEFAULT.maxBatch();
        return new CompileOptions(
                precision,
                Math.max(batch().orElse(usual), usual),
                ThisMachine.vectors(),
                CompileOptions.DEFAULT.programs());
    }

    /** The recipe's numbers with those that are said here. */
    RunSettings settings(RecipeDescription of) {
        return over(RunSettings.of(of));
    }

    /** Other numbers with those that are said here. */
    RunSettings over(RunSettings start) {
        RunSettings settings = start;
        if (batch().isPresent()) {
            settings = settings.withBatch(batch().get());
        }
        if (seed.isPresent()) {
            settings = settings.withSeed(seed.get());
        }
        for (HyperValue hyper : hypers()) {
            settings = settings.withHyper(hyper.name(), hyper.value());
        }
        return settings;
    }
}
