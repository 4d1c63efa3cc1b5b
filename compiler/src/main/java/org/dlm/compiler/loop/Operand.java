package org.dlm.compiler.loop;

import org.dlm.compiler.graph.Op;

/**
 * One array argument of a kernel: the value that it holds. In Java it is an array ({@code float[]} or {@code double[]}; INT and
 * BOOL values {@code int[]}) and the offset of its first element.
 *
 * @param op what is stored there; never a reshape (the place in the reshaped source is computed instead)
 */
public record Operand(String name, Op op, Access access) {
    /** How the kernel uses it. */
    public enum Access {
        READ,
        WRITE,
        /** Written after being read, element by element: an update in place is allowed. */
        READ_WRITE
    }
}
