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
 * @param step the last step done
 * @param epochsDone how many epochs are complete
 * @param bestEpoch the epoch whose weights are kept; -1 while there is none
 * @param history scores of all epochs done
 */
public record RunProgress(Identity identity, long step, int epochsDone, int bestEpoch, List<EpochScores> history) {
    public RunProgress {
        history = List.copyOf(history);
    }

    /**
     * What must be equal for a run to go on exactly.
     *
     * @param model name of the model
     * @param sourceHash digest of its sources
     * @param recipe name of the recipe
     * @param seed the run's seed
     * @param batch examples in a step
     * @param hypers values of the run-time numbers by name
     */
    public record Identity(
            String model, String sourceHash, String recipe, long seed, int batch, Map<String, Double> hypers) {
        public Identity {
            hypers = Collections.unmodifiableMap(new LinkedHashMap<>(hypers));
        }
    }

    /** A run that has not begun. */
    public static RunProgress start(Identity identity) {
        return new RunProgress(identity, 0, 0, -1, List.of());
    }
}
