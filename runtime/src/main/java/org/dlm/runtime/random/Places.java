package org.dlm.runtime.random;

/**
 * The places of the runtime's own draws. The compiler numbers the draws of a model from 0 upwards; these lie at the other
 * end, so that no two draws of a run share a counter.
 */
public final class Places {
    /** Order of the training examples; the step is the epoch. */
    public static final int SHUFFLE = -1;

    /** Which examples belong to which split. */
    public static final int SPLIT = -2;

    /** Synthetic data sets; the step is the example. */
    public static final int SYNTHETIC = -3;

    private Places() {}
}
