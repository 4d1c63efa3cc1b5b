/**
 * Whole trainings of generated classes.
 *
 * <p>In: the samples and small {@code .dlm} texts. Out: nothing. Guaranteed: what is claimed of generated classes as a
 * whole (that they agree with another engine, do not depend on the number of threads, allocate nothing, go on where they
 * ended) is tried on the networks that a user begins with.
 */
package org.dlm.it;
