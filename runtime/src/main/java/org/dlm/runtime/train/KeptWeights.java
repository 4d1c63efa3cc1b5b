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
 * disk as soon as there are any, so that nothing is lost however the run ends. Only weights that were looked at come here
 * ({@link StoredNumbers}).
 */
final class KeptWeights {
    private final Weights live;
    /** Those of the best epoch; while there is none, the last ones that were looked at. */
    private final Weights kept;

    private final Optional<KeepRule> rule;
    private final Optional<Path> file;
    private final Map<String, String> metadata;
    private int bestEpoch = -1;
    private double bestValue = Double.NaN;
    private boolean hasEpoch;
    private boolean saved;

    KeptWeights(TrainingRequest request) {
        TrainingProgram trainer = request.trainer();
        this.live = trainer.weights();
        this.kept = live.copy();
        this.rule = request.recipe().keep();
        this.file = request.weightsFile();
        this.metadata = WeightsMetadata.of(request);
    }

    /** Takes the weights of a finished epoch if they are better; says whether they are. */
    boolean offer(EpochScores scores) {
        hasEpoch = true;
        boolean isBetter = rule.filter(keep -> keep.isBetter(value(scores, keep), bestValue))
                .isPresent();
        if (isBetter) {
            bestValue = value(scores, rule.orElseThrow());
            bestEpoch = scores.epoch();
        }
        if (isBetter || bestEpoch < 0) {
            kept.setAll(live);
        }
        if (isBetter || rule.isEmpty()) {
            save();
        }
        return isBetter;
    }

    private static double value(EpochScores scores, KeepRule keep) {
        return scores.value(keep.split(), keep.measure());
    }

    private void save() {
        saved = true;
        file.ifPresent(path -> kept.save(path, metadata));
    }

    /** Ends the run: the live weights become the kept ones, and they are on disk. */
    void settle() {
        if (bestEpoch >= 0) {
            live.setAll(kept);
        } else {
            kept.setAll(live);
        }
        save();
    }

    /**
     * Ends a run that failed: the live weights become the last good ones, and they are on disk if an epoch was completed. What
     * someone wants to know then: a sentence, or nothing where no weights were written.
     */
    String recover() {
        live.setAll(kept);
        if (hasEpoch && !saved) {
            save();
        }
        return saved
                ? file.map(path -> ". The weights of the " + (bestEpoch >= 0 ? "best" : "last good") + " epoch are in "
                                + path)
                        .orElse("")
                : "";
    }

    /** The epoch whose weights these are; -1 if they are the newest. */
    int bestEpoch() {
        return bestEpoch;
    }

    /** The weights of the best epoch; absent while there is none. */
    Optional<Weights> best() {
        return bestEpoch >= 0 ? Optional.of(kept) : Optional.empty();
    }

    /** Where a checkpoint puts the best weights. */
    Optional<Weights> room() {
        return rule.isPresent() ? Optional.of(kept) : Optional.empty();
    }

    /** Goes on with what a checkpoint had. */
    void resume(int epoch, Iterable<EpochScores> history) {
        bestEpoch = epoch;
        for (EpochScores scores : history) {
            hasEpoch = true;
            if (scores.epoch() == epoch) {
                rule.ifPresent(keep -> bestValue = value(scores, keep));
            }
        }
        if (epoch < 0) {
            kept.setAll(live);
        }
    }
}
