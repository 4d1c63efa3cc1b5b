package org.dlm.compiler.elaborate;

import java.math.BigInteger;

/** Arithmetic on whole numbers that are known when the model is compiled has left the range of an int. */
final class IntOverflowException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    private final String value;

    IntOverflowException(String value) {
        super(value);
        this.value = value;
    }

    static IntOverflowException of(BigInteger value) {
        return new IntOverflowException(value.toString());
    }

    /** The exact result, or what is known of it. */
    String value() {
        return value;
    }
}
