package org.dlm.compiler.memory;

import java.util.Optional;
import org.dlm.compiler.chain.ChainedPlan;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.optimize.FusionPlan;

/**
 * What memory is planned for.
 *
 * @param chained groups in the order in which they will run, and the chains among them
 * @param delivery where the VALUE results go that have the path of a slot there: start values into the weights or the state,
 *     adjoints into the gradients; absent where results are only read after the run
 * @param provisional how many groups, the first ones, run before it is known whether the run counts: they change no weights, so that
 *     a loss that is not finite leaves buffers as they were
 */
public record MemoryRequest(
        ChainedPlan chained, Precision precision, KeptLayouts kept, Optional<Storage.Kept> delivery, int provisional) {
    public FusionPlan plan() {
        return chained.plan();
    }

    public ArrayLayout layout(Storage.Kept array) {
        return kept.of(array);
    }
}
