package org.dlm.compiler.graph;

/** Kind of the elements of a value. */
public enum ElementType {
    /** f32, or f64 where the compile options ask for it. */
    FLOAT,
    /** 32-bit integer: labels, indices, counts. */
    INT,
    /** Truth value; kept in memory as an int 0 or 1. */
    BOOL,
    /**
     * A run-time number of rank 0 that depends on settings and counters only (learning rate, schedule): always computed in f64,
     * so that {@code 1 - beta2 ^ step} keeps its digits. Mixed with a FLOAT it is rounded to it.
     */
    NUMBER
}
