package org.dlm.runtime.program;

import java.util.List;

/** {@code stop when …}: asked after each validation. */
@FunctionalInterface
public interface StopRule {
    /** Whether the run ends now; {@code history} holds the scores of all epochs so far, the newest last. */
    boolean stopsAfter(List<EpochScores> history);

    /** {@code stalled(val.total, 3)}: no improvement of a measure for {@code patience} epochs. */
    static StopRule stalled(KeepRule measure, int patience) {
        return history -> {
            double best = Double.NaN;
            int bestAt = 0;
            for (int e = 0; e < history.size(); e++) {
                double value = history.get(e).value(measure.split(), measure.measure());
                if (measure.isBetter(value, best)) {
                    best = value;
                    bestAt = e;
                }
            }
            return history.size() - 1 - bestAt >= patience;
        };
    }
}
