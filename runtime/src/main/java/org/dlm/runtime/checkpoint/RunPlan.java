package org.dlm.runtime.checkpoint;

import java.util.Optional;
import org.dlm.runtime.program.EpochScores;
import org.dlm.runtime.program.KeepRule;

/**
 * What a run is going to do, as far as it tells which progress is possible.
 *
 * @param epochs how many epochs it shall have in all
 * @param stepsPerEpoch how many steps an epoch has
 * @param keep which epoch is the best
 */
public record RunPlan(int epochs, int stepsPerEpoch, Optional<KeepRule> keep) {
    /** Why a run of this plan cannot go on from some progress. */
    Optional<String> objection(RunProgress progress) {
        if (epochs < progress.epochsDone()) {
            return Optional.of("it has done " + progress.epochsDone() + " epochs, and now it shall have " + epochs
                    + "; ask for at least as many");
        }
        long steps = (long) progress.epochsDone() * stepsPerEpoch;
        if (progress.step() != steps) {
            return Optional.of(
                    "after " + progress.epochsDone() + " epochs of " + stepsPerEpoch + " steps it says to be at"
                            + " step " + progress.step() + " and not at " + steps + "; use another copy of the file");
        }
        int best = bestEpoch(progress);
        return best == progress.bestEpoch()
                ? Optional.empty()
                : Optional.of("after its scores the best epoch is " + best + ", but it says " + progress.bestEpoch()
                        + " (epochs count from 0, -1 is none); use another copy of the file");
    }

    private int bestEpoch(RunProgress progress) {
        int best = -1;
        double bestValue = Double.NaN;
        for (EpochScores scores : progress.history()) {
            double value =
                    keep.map(rule -> scores.value(rule.split(), rule.measure())).orElse(Double.NaN);
            if (keep.isPresent() && keep.get().isBetter(value, bestValue)) {
                best = scores.epoch();
                bestValue = value;
            }
        }
        return best;
    }
}
