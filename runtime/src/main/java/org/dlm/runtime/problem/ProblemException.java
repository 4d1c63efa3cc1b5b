package org.dlm.runtime.problem;

/**
 * Something that the user can put right: its message says what was found, what was expected, where, and what to try, and
 * is shown without a stack trace. Faults of the runtime itself are any other exception.
 */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A problem with its whole message. */
    public ProblemException(String message) {
        super(message);
    }

    /** A problem and what brought it to light. */
    public ProblemException(String message, Throwable cause) {
        super(message, cause);
    }
}
