package org.dlm.runtime.json;

/** Text that is not JSON. */
public final class JsonSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was expected, and where. */
    public JsonSyntaxException(String message, int position) {
        super(message + " at character " + position);
    }
}
