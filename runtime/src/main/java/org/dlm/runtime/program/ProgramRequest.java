package org.dlm.runtime.program;

import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;

/**
 * What every program is made for.
 *
 * @param weights the weights it works on: a trainer needs them writable, an inference session shares them
 * @param maxBatch the largest number of examples in a batch
 * @param team who does the parallel work; it stays the caller's, who closes it
 */
public record ProgramRequest(Weights weights, int maxBatch, Team team) {
    /** Refuses what no program can be made for. */
    public ProgramRequest {
        Checks.given("weights", weights);
        Checks.maxBatch(maxBatch);
        if (Checks.given("team", team).isClosed()) {
            throw new IllegalArgumentException("team is closed: a program needs one that is open as long as it works");
        }
    }
}
