package org.dlm.runtime.problem;

/** A weights file or checkpoint that cannot be read, written or used. */
public final class StoredFileException extends ProblemException {
    private static final long serialVersionUID = 1L;

    /** A problem with its whole message. */
    public StoredFileException(String message) {
        super(message);
    }

    /** A problem and what brought it to light. */
    public StoredFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
