package org.dlm.runtime.train;

import java.util.Map;

/**
 * What a run came to. The trainer's weights are then the kept ones.
 *
 * @param ending why it ended
 * @param epochs epochs completed, those before a resume included
 * @param steps steps done, those before a resume included
 * @param bestEpoch the epoch whose weights were kept, from 0; -1 if they are those of the last step
 * @param seconds time of this run, validation included
 * @param samplesPerSecond training examples in a second, without validation
 * @param metrics measures of the kept weights by split and name
 */
public record TrainingResult(
        Ending ending,
        int epochs,
        long steps,
        int bestEpoch,
        double seconds,
        double samplesPerSecond,
        Map<String, Map<String, Double>> metrics) {

    /** Why a run ended. */
    public enum Ending {
        /** All epochs are done. */
        COMPLETED,
        /** The recipe's {@code stop when} came true. */
        STOPPED_BY_RULE,
        /** {@link TrainingRun#stopSoon()} was called. */
        INTERRUPTED
    }
}
