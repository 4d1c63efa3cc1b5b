package org.dlm.cli;

/** An option with a value that makes no sense, found after the command line was read. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
