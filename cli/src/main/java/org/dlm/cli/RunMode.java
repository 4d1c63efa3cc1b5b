package org.dlm.cli;

import java.util.Locale;

/** Which of a model's programs is looked at. */
enum RunMode {
    /** A whole training step. */
    TRAIN,
    /** The first output. */
    INFER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
