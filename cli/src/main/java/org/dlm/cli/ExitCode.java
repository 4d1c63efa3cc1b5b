package org.dlm.cli;

/** What a run of {@code dlmc} tells the shell. */
final class ExitCode {
    /** All is well. */
    static final int GOOD = 0;

    /** The model or the data is wrong. */
    static final int MODEL_OR_DATA = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** The training could not go on. */
    static final int TRAINING_FAILED = 3;

    /** A fault of dlmc itself, as of a program that sysexits(3) would call an internal software error. */
    static final int INTERNAL = 70;

    private ExitCode() {}
}
