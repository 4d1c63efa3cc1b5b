package org.dlm.cli;

import java.util.List;
import org.dlm.compiler.memory.MemoryBytes;
import org.dlm.compiler.pipeline.ModelMemory;
import org.dlm.compiler.pipeline.ModelMemory.Block;

/** What each command makes of a model: weights, programs and batches, as the command allocates them. */
final class MemoryUses {
    /** A stream makes the next batch while this one is in use. */
    private static final int BATCHES_OF_STREAM = 2;

    static final String WEIGHTS = "weights";

    private final ModelMemory model;
    private final int threads;

    /** @param threads that compute together; data is prepared by one */
    MemoryUses(ModelMemory model, int threads) {
        this.model = model;
        this.threads = threads;
    }

    /** With as many threads as commands have where nobody says how many. */
    MemoryUses(ModelMemory model) {
        this(model, RunOptions.usualThreads());
    }

    /** All recipes as the source says. */
    List<MemoryUse> trainings() {
        return model.recipes().stream()
                .map(recipe -> training(recipe.name(), recipe.batch()))
                .toList();
    }

    /**
     * A training measures its progress in batches of its own size, but of no fewer than those of {@code eval}, while the
     * stream of its own batches stays open.
     */
    MemoryUse training(String recipeName, int batch) {
        ModelMemory.Recipe recipe = recipe(recipeName);
        MemoryUse use = new MemoryUse("training " + recipeName, batch)
                .with(WEIGHTS, model.weights())
                .with("kept weights", model.weights())
                .with("optimizer state", recipe.state())
                .with("activations and gradients", recipe.training().ofThreads(threads))
                .with("batches", largestStream(recipe));
        return evaluating(use, largestStream(recipe).plus(model.evaluation().ofThreads(threads)), batch);
    }

    /** A checkpoint is read beside the values that it replaces, which change only when it is found good. */
    MemoryUse resumedTraining(String recipeName, int batch) {
        return training(recipeName, batch)
                .with("checkpoint", model.weights() + recipe(recipeName).state());
    }

    /** What an evaluation during a training takes: for more examples than a step where that has few. */
    private static MemoryUse evaluating(MemoryUse use, MemoryBytes each, int batch) {
        return batch >= EvalCommand.DEFAULT_BATCH
                ? use.with("evaluation", each)
                : use.with("evaluation", each.bytes(EvalCommand.DEFAULT_BATCH));
    }

    MemoryUse evaluation(String recipeName, int batch) {
        return new MemoryUse("measuring", batch)
                .with(WEIGHTS, model.weights())
                .with("evaluation", model.evaluation().ofThreads(threads))
                .with("batches", largestStream(recipe(recipeName)));
    }

    MemoryUse prediction(String recipeName, int batch) {
        return session(batch).with("batches", largestStream(recipe(recipeName)));
    }

    /** Of examples that are made up. */
    MemoryUse benchOfPrediction(int batch) {
        return session(batch).with("batches", model.ports());
    }

    private MemoryUse session(int batch) {
        return new MemoryUse("predicting", batch)
                .with(WEIGHTS, model.weights())
                .with("activations", model.inference().ofThreads(threads));
    }

    /** Of examples that are made up. */
    MemoryUse benchOfTraining(String recipeName, int batch) {
        ModelMemory.Recipe recipe = recipe(recipeName);
        return new MemoryUse("training " + recipeName, batch)
                .with(WEIGHTS, model.weights())
                .with("optimizer state", recipe.state())
                .with("activations and gradients", recipe.training().ofThreads(threads))
                .with("batches", model.ports());
    }

    /** Compares with differences: the derived gradient is kept beside the weights. */
    MemoryUse gradientCheck(String recipeName, int batch) {
        return new MemoryUse("the check of the gradient", batch)
                .with(WEIGHTS, model.weights())
                .with("gradient", model.weights())
                .with("activations and adjoints", recipe(recipeName).gradient().ofThreads(threads))
                .with("batches", model.ports());
    }

    /** Any block may be the one that is read. */
    private MemoryBytes largestStream(ModelMemory.Recipe recipe) {
        MemoryBytes most = MemoryBytes.NONE;
        for (Block block : recipe.blocks()) {
            MemoryBytes filler = block.raw().plus(block.preparation());
            most = most.max(filler);
        }
        return most.plus(model.ports().times(BATCHES_OF_STREAM));
    }

    /** Nothing is known of the recipes of a model that was not compiled here. */
    private ModelMemory.Recipe recipe(String name) {
        return model.recipes().stream()
                .filter(recipe -> recipe.name().equals(name))
                .findFirst()
                .orElse(new ModelMemory.Recipe(name, 1, 0, MemoryBytes.NONE, MemoryBytes.NONE, List.of()));
    }
}
