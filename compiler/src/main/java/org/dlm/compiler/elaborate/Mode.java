package org.dlm.compiler.elaborate;

/** For what a model is elaborated: the compile-time conditions {@code training} and {@code streaming}. */
public enum Mode {
    TRAINING,
    INFERENCE,
    /** Start values: draws are one, not one for each example. */
    START;

    boolean training() {
        return this == TRAINING;
    }
}
