package org.dlm.runtime.model;

import java.util.List;

/** What the update rules of a trainer keep from step to step, such as Adam's moments; saved with a checkpoint. */
public final class OptimizerState extends TensorStorage {
    /** All zeros; the trainer fills in other start values. */
    public OptimizerState(Precision precision, List<TensorSlot> slots, int length) {
        super(precision, slots, length);
    }

    // it belongs to one trainer, which lets only one thread in at a time

    @Override
    public void beginChange() {
        // may always change
    }

    @Override
    public void endChange() {
        // may always change
    }

    @Override
    public void beginRead() {
        // may always be read
    }

    @Override
    public void endRead() {
        // may always be read
    }
}
