package org.dlm.runtime.problem;

/** A result that is infinite or not a number. */
public final class NotFiniteException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final String result;
    private final double value;

    /** A problem with its whole message. */
    public NotFiniteException(String result, double value, String message) {
        super(message);
        this.result = result;
        this.value = value;
    }

    /** The name of the output or loss. */
    public String result() {
        return result;
    }

    /** NaN or an infinity. */
    public double value() {
        return value;
    }
}
