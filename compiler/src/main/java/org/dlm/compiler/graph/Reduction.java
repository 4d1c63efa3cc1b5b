package org.dlm.compiler.graph;

/** How the values of the reduction axes are joined. Empty ranges give: 0, 1, -inf, inf, 0, 0, false, true. */
public enum Reduction {
    /** No reduction axes: the op is pointwise. */
    NONE,
    SUM,
    PROD,
    /** NaN if there is one. */
    MAX,
    MIN,
    /**
     * Place of the first largest element, counted over the reduction axes, the last one fastest; of the first NaN if there is
     * one, since that is the maximum then. INT.
     */
    ARGMAX,
    ARGMIN,
    ANY,
    ALL
}
