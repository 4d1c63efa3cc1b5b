/**
 * What kernels cost: one formula over loops and the target, which has the same answer for every schedule.
 *
 * <p>In: a fusion group or a {@link org.dlm.compiler.loop.Kernel}, and the number of examples. Out: operations, bytes and time. Guaranteed:
 * nothing is measured, and nothing is known of who asks.
 */
package org.dlm.compiler.cost;
