package org.dlm.runtime.problem;

/** Data that cannot be read or does not fit the model. */
public final class DataException extends ProblemException {
    private static final long serialVersionUID = 1L;

    /** A problem with its whole message. */
    public DataException(String message) {
        super(message);
    }

    /** A problem and what brought it to light. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
