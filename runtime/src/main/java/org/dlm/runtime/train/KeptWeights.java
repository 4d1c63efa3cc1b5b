package org.dlm.runtime.train;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.program.EpochScores;
import org.dlm.runtime.program.KeepRule;
import org.dlm.runtime.program.TrainingProgram;

/**
 * The weights that a run results in: those of the best epoch after the recipe's {@code keep}, else the newest. They are on
 * disk as soon as there are any, so that nothing is lost however the run ends.
 */
final class KeptWeights {
    private final Weights live;
    private final Weights best;
    private final Optional<KeepRule> rule;
    private final Optional<Path> file;
    private final Map<String, String> metadata;
    private int bestEpoch = -1;
    private double bestValue = Double.NaN;
    private boolean saved;

    KeptWeights(TrainingRequest request) {
        TrainingProgram trainer = request.trainer();
        this.live = trainer.weights();
        this.rule = request.recipe().keep();
        this.best = rule.isPresent() ? live.copy() : live;
        this.file = request.weightsFile();
        this.metadata = WeightsMetadata.of(request);
    }

    /** Takes the weights of a finished epoch if they are better; says whether they are. */
    boolean offer(EpochScores scores) {
        boolean isBetter = rule.isEmpty()
                || rule.get()
                        .isBetter(scores.value(rule.get().split(), rule.get().measure()), bestValue);
        if (isBetter) {
            rule.ifPresent(keep -> bestValue = scores.value(keep.split(), keep.measure()));
            bestEpoch = rule.isPresent() ? scores.epoch() : -1;
            if (best != live) {
                best.setAll(live);
            }
            save();
        }
        return isBetter && rule.isPresent();
    }

    private void save() {
        saved = true;
        file.ifPresent(path -> best.save(path, metadata));
    }

    /** Ends the run: the live weights become the kept ones, and they are on disk. */
    void settle() {
        if (bestEpoch >= 0) {
            live.setAll(best);
        } else if (best != live) {
            best.setAll(live);
        }
        save();
    }

    /** What someone whose run failed wants to know: a sentence, or nothing where no weights were written yet. */
    String whereabouts() {
        return saved
                ? file.map(path -> ". The weights of " + (rule.isPresent() ? "the best" : "the last good")
                                + " epoch are in " + path)
                        .orElse("")
                : "";
    }

    /** The epoch whose weights these are; -1 if they are the newest. */
    int bestEpoch() {
        return bestEpoch;
    }

    /** The weights of the best epoch; absent while there is none. */
    Optional<Weights> best() {
        return bestEpoch >= 0 ? Optional.of(best) : Optional.empty();
    }

    /** Where a checkpoint puts the best weights. */
    Optional<Weights> room() {
        return rule.isPresent() ? Optional.of(best) : Optional.empty();
    }

    /** Goes on with what a checkpoint had. */
    void resume(int epoch, Iterable<EpochScores> history) {
        bestEpoch = epoch;
        for (EpochScores scores : history) {
            if (scores.epoch() == epoch) {
                rule.ifPresent(keep -> bestValue = scores.value(keep.split(), keep.measure()));
            }
        }
    }
}
