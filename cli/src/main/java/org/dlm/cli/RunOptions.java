package org.dlm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.train.RunSettings;
import picocli.CommandLine.Option;

/** Options of all commands that run a model after a recipe. */
final class RunOptions {
    @Option(names = "--recipe", paramLabel = "NAME", description = "Which recipe, if the model has several.")
    private Optional<String> recipe = Optional.empty();

    @Option(names = "--batch", paramLabel = "N", description = "Examples in a step; the recipe's unless said.")
    private Optional<Integer> batch = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads that share the work; one for each processor unless said. Results do not depend on it.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all that is random; the recipe's unless said.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Value of a hyper of the recipe or the model; may be repeated.")
    private Map<String, Double> hypers = new LinkedHashMap<>();

    Optional<String> recipe() {
        return recipe;
    }

    Optional<Integer> batch() {
        batch.ifPresent(value -> Checks.positive("--batch", value));
        return batch;
    }

    int threads() {
        Checks.positive("--threads", threads);
        return threads;
    }

    Optional<Long> seed() {
        return seed;
    }

    /** What the model is compiled for: a larger batch than usual needs a larger plan. */
    CompileOptions compileOptions(Precision precision) {
        int usual = CompileOptions.DEFAULT.maxBatch();
        return new CompileOptions(precision, Math.max(batch().orElse(usual), usual));
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
        for (Map.Entry<String, Double> hyper : hypers.entrySet()) {
            settings = settings.withHyper(hyper.getKey(), hyper.getValue());
        }
        return settings;
    }
}
