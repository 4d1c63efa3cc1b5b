/**
 * Threads for the parallel parts of a step.
 *
 * <p>In: {@link org.dlm.runtime.parallel.Work} and the extent of one of its kernels. Out: the same work done, cut into
 * contiguous ranges. Guaranteed: a run returns after all parts have ended, what they wrote is visible to the caller, what
 * they threw reaches it, and nothing is allocated.
 */
package org.dlm.runtime.parallel;
