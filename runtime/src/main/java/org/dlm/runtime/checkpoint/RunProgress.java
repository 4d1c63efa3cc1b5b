package org.dlm.runtime.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.program.EpochScores;

/**
 * How far a run has come, apart from its weights and optimizer state. Shuffling and draws follow from seed, epoch and
 * step, so no generator state is needed to go on exactly.
 *
 * @param identity which run it is
 * @param epochs how many epochs the run was to have
 * @param step the last step done
 * @param epochsDone how many epochs are complete
 * @param bestEpoch the epoch whose weights are kept; -1 while there is none
 * @param history scores of all epochs done
 */
public record RunProgress(
        Identity identity, int epochs, long step, int epochsDone, int bestEpoch, List<EpochScores> history) {
    public RunProgress {
        history = List.copyOf(history);
        require(epochs >= 1, "epochs is " + epochs + ", but at least 1 is needed");
        require(step >= 0, "step is " + step + ", but steps count from 0");
        require(epochsDone >= 0 && epochsDone <= epochs, epochsDone + " epochs of " + epochs + " are done");
        require(bestEpoch >= -1 && bestEpoch < epochsDone, "the best epoch is " + bestEpoch + " of " + epochsDone);
        require(history.size() == epochsDone, "there are scores of " + history.size() + " epochs of " + epochsDone);
        for (int e = 0; e < history.size(); e++) {
            require(history.get(e).epoch() == e, "epoch " + history.get(e).epoch() + " stands in the place of " + e);
        }
    }

    private static void require(boolean holds, String found) {
        if (!holds) {
            throw new IllegalArgumentException(found);
        }
    }

    /**
     * What must be equal for a run to go on exactly.
     *
     * @param model name of the model
     * @param sourceHash digest of its sources
     * @param precision the width of its floats
     * @param recipe name of the recipe
     * @param seed the run's seed
     * @param batch examples in a step
     * @param hypers values of the run-time numbers by name
     * @param data digest of all data
     */
    public record Identity(
            String model,
            String sourceHash,
            String precision,
            String recipe,
            long seed,
            int batch,
            Map<String, Double> hypers,
            String data) {
        public Identity {
            hypers = Collections.unmodifiableMap(new LinkedHashMap<>(hypers));
        }
    }
}
