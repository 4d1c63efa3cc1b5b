/**
 * Problems that the user can put right.
 *
 * <p>In: nothing. Out: exceptions whose message is all that a user needs to see. Guaranteed: everything thrown for the
 * sake of bad input, bad files or a failed training is a {@link org.dlm.runtime.problem.ProblemException}.
 */
package org.dlm.runtime.problem;
