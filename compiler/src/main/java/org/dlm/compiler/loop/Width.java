package org.dlm.compiler.loop;

/** How many numbers an {@link Expression} is. */
public enum Width {
    ONE,
    /** As many as a vector of the target has lanes: FLOAT, INT (as many lanes as the FLOAT vector), or BOOL (a mask). */
    VECTOR
}
