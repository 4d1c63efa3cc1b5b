package org.dlm.cli;

import org.dlm.runtime.train.TrainingListener;

/** Shows how far a training is, until it is closed. */
interface Progress extends TrainingListener, AutoCloseable {
    /** Leaves a clean line for whatever is printed next; nothing but finished epochs is shown from now on. */
    @Override
    default void close() {}
}
