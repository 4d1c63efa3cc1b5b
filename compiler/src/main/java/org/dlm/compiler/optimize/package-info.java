/**
 * From a simplified graph to kernels: what is computed again, what goes to memory, what is computed together.
 *
 * <p>In: a batched {@link org.dlm.compiler.graph.Graph} with backward part and updates. Out: a {@link
 * org.dlm.compiler.optimize.FusionPlan}. Guaranteed: the plan computes what the graph did, but for the rounding that {@link
 * org.dlm.compiler.optimize.Optimizer} states; every op is in exactly one group (sources and reshapes in none); a group stands
 * after the groups it reads; every contraction reads two plain operands in memory ({@link
 * org.dlm.compiler.optimize.ContractionPattern}).
 */
package org.dlm.compiler.optimize;
