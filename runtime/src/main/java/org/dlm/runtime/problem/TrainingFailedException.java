package org.dlm.runtime.problem;

/** A run that cannot go on, such as one whose loss is no longer a finite number. */
public final class TrainingFailedException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final long step;

    /** A failure after the given step (from 1). */
    public TrainingFailedException(long step, String message) {
        super(message);
        this.step = step;
    }

    /** The step at which it was noticed, from 1. */
    public long step() {
        return step;
    }
}
