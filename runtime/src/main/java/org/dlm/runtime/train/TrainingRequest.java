package org.dlm.runtime.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.dlm.runtime.checkpoint.Checkpoint;
import org.dlm.runtime.checkpoint.RunFolder;
import org.dlm.runtime.data.RecipeData;
import org.dlm.runtime.program.EvaluationProgram;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.TrainingProgram;

/**
 * All that a {@link TrainingRun} needs.
 *
 * @param trainer the program, on the weights that it trains
 * @param evaluation measures the same weights after each epoch
 * @param recipe the recipe
 * @param settings its numbers
 * @param data its data
 * @param listeners who watches
 * @param weightsFile where the kept weights are written as soon as there are any; absent: nowhere
 * @param checkpointFile where a checkpoint is written after each epoch; absent: nowhere
 * @param resume the checkpoint to go on from
 * @param nanoClock a clock, such as {@link System#nanoTime}
 */
public record TrainingRequest(
        TrainingProgram trainer,
        EvaluationProgram evaluation,
        RecipeDescription recipe,
        RunSettings settings,
        RecipeData data,
        List<TrainingListener> listeners,
        Optional<Path> weightsFile,
        Optional<Path> checkpointFile,
        Optional<Checkpoint> resume,
        LongSupplier nanoClock) {

    public TrainingRequest {
        listeners = List.copyOf(listeners);
    }

    /** Starts a request; the two programs must work on the same weights. */
    public static Builder of(TrainingProgram trainer, EvaluationProgram evaluation) {
        if (trainer.weights() != evaluation.weights()) {
            throw new IllegalArgumentException("trainer and evaluation have different weights");
        }
        return new Builder(trainer, evaluation);
    }

    /** Collects the parts. */
    public static final class Builder {
        private final TrainingProgram trainer;
        private final EvaluationProgram evaluation;
        private final List<TrainingListener> listeners = new ArrayList<>();
        private Optional<Path> weightsFile = Optional.empty();
        private Optional<Path> checkpointFile = Optional.empty();
        private Optional<Checkpoint> resume = Optional.empty();
        private LongSupplier nanoClock = System::nanoTime;

        private Builder(TrainingProgram trainer, EvaluationProgram evaluation) {
            this.trainer = trainer;
            this.evaluation = evaluation;
        }

        /** Adds one who watches. */
        public Builder listener(TrainingListener listener) {
            listeners.add(listener);
            return this;
        }

        /** Sets where the kept weights go. */
        public Builder weightsFile(Path file) {
            weightsFile = Optional.of(file);
            return this;
        }

        /** Sets where checkpoints go. */
        public Builder checkpointFile(Path file) {
            checkpointFile = Optional.of(file);
            return this;
        }

        /** Sets a folder for weights and checkpoints. */
        public Builder folder(RunFolder folder) {
            return weightsFile(folder.weights()).checkpointFile(folder.checkpoint());
        }

        /** Goes on from a checkpoint. */
        public Builder resume(Checkpoint checkpoint) {
            resume = Optional.of(checkpoint);
            return this;
        }

        /** Sets the clock. */
        public Builder nanoClock(LongSupplier clock) {
            nanoClock = clock;
            return this;
        }

        /** The finished request. */
        public TrainingRequest build(RecipeDescription recipe, RunSettings settings, RecipeData data) {
            return new TrainingRequest(
                    trainer,
                    evaluation,
                    recipe,
                    settings,
                    data,
                    listeners,
                    weightsFile,
                    checkpointFile,
                    resume,
                    nanoClock);
        }
    }
}
