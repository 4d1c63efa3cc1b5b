package org.dlm.runtime.vector;

/**
 * Calls kernels of a model on arrays of its own, which nobody reads: so the JVM compiles them before a program needs them. Generated
 * for each model; belongs to one thread.
 */
@FunctionalInterface
public interface Rehearsal {
    /**
     * Calls a kernel for as few elements as show how fast it is.
     *
     * @param kernel its number in the model
     * @param bits which form of it: the width of its vectors, 0 for plain loops
     * @return rough number of elementary operations that were done
     */
    double run(int kernel, int bits);
}
