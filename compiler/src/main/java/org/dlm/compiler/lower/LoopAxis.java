package org.dlm.compiler.lower;

import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Variable;

/** An axis of an op with the loop index that runs over it. */
public record LoopAxis(Variable variable, Extent extent) {
    /** The extent as the bound of a loop. */
    public Place size() {
        return switch (extent) {
            case Extent.Fixed fixed -> Place.constant(fixed.size());
            case Extent.Batch batch -> Place.of(Variable.BATCH);
        };
    }
}
