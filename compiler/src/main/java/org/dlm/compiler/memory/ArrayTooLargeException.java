package org.dlm.compiler.memory;

import java.math.BigInteger;

/** What has to be in one array has more elements than a Java array has places. */
public final class ArrayTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param what is in the array, in the words of a message */
    ArrayTooLargeException(String what, BigInteger elements) {
        super(what + " has " + elements + " elements; one array holds at most " + Integer.MAX_VALUE);
    }

    /** Passes if an array can have so many elements. */
    static void check(String what, long elements) {
        if (elements > Integer.MAX_VALUE) {
            throw new ArrayTooLargeException(what, BigInteger.valueOf(elements));
        }
    }
}
