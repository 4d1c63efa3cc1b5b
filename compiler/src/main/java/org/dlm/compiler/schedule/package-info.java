/**
 * Decides how a kernel uses the machine: vector axis, register tile, unrolling, parallel axis.
 *
 * <p>In: a {@link org.dlm.compiler.lower.LoweredGroup}, plain loops, and the {@link org.dlm.compiler.loop.Target}. Out: a
 * {@link org.dlm.compiler.schedule.CompiledKernel}, the plain form and the vector form with the same operands.
 *
 * <p>Guaranteed: both are pure functions of group and target; each element is computed by the same sequence of operations
 * wherever the parallel axis is cut.
 */
package org.dlm.compiler.schedule;
