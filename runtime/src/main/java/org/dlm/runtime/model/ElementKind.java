package org.dlm.runtime.model;

/** What the values of a port, an output or a raw data column are. */
public enum ElementKind {
    /** A real number: {@code float} or {@code double} after the model's {@link Precision}. */
    FLOAT,
    /** A whole number of 32 bits; also classes and tokens. */
    INT,
    /** A truth value, stored as the int 0 or 1. */
    BOOL;

    /** Whether the values live in an {@code int[]}. */
    public boolean isStoredAsInt() {
        return this != FLOAT;
    }
}
