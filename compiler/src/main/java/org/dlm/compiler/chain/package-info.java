/**
 * Finds kernels that run one after the other for a few examples at a time, so that what they hand on stays near the processor.
 *
 * <p>In: a {@link org.dlm.compiler.optimize.FusionPlan} and the phases of its groups. Out: a {@link
 * org.dlm.compiler.chain.ChainedPlan}: the same groups in an order that makes chains long, and the chains. Guaranteed, and asserted by
 * {@link org.dlm.compiler.chain.ChainVerifier}: a group stands after those it reads, the groups of a chain are next to each other
 * and of one phase, and each of them computes an example from the same example of whatever has examples, so that it does
 * not matter which examples run first.
 */
package org.dlm.compiler.chain;
