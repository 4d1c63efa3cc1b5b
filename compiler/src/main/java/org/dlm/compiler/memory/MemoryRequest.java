package org.dlm.compiler.memory;

import java.util.Optional;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.optimize.FusionPlan;

/**
 * What memory is planned for.
 *
 * @param plan groups in the order in which they will run
 * @param delivery where the VALUE results go that have the path of a slot there: start values into the weights or the state,
 *     adjoints into the gradients; absent where results are only read after the run
 */
public record MemoryRequest(FusionPlan plan, Precision precision, KeptLayouts kept, Optional<Storage.Kept> delivery) {
    public ArrayLayout layout(Storage.Kept array) {
        return kept.of(array);
    }
}
