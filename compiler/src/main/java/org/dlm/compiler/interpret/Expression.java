package org.dlm.compiler.interpret;

/** A scalar made ready for evaluation: a function of the values of the axes. */
@FunctionalInterface
interface Expression {
    double at(int[] axes);

    /** A whole number that depends on the axes: a place or an offset. */
    @FunctionalInterface
    interface Whole {
        int at(int[] axes);
    }
}
