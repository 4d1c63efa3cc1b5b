package org.dlm.compiler.loop;

/**
 * A loop index or a local of a kernel. The number identifies it inside its kernel; the name is for printing and for the
 * generated code only, so that kernels which differ by names alone are equal.
 */
public record Variable(int number, String name) {
    /** The run-time number of examples. */
    public static final Variable BATCH = new Variable(-1, "batch");

    /** First unit of the part at hand of the parallel axis. */
    public static final Variable FROM = new Variable(-2, "from");

    /** The unit after the last one of the part at hand. */
    public static final Variable TO = new Variable(-3, "to");

    @Override
    public boolean equals(Object other) {
        return other instanceof Variable variable && number == variable.number;
    }

    @Override
    public int hashCode() {
        return Integer.hashCode(number);
    }

    @Override
    public String toString() {
        return name;
    }
}
