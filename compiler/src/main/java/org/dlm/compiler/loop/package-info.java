/**
 * Kernels as loop nests: what is left when a fusion group has become loops, addresses and locals.
 *
 * <p>In: nothing; {@code lower} and {@code schedule} build it. Out: {@link org.dlm.compiler.loop.Kernel}. Guaranteed: every
 * address is an int sum of literals times loop indices, two kernels with equal {@link
 * org.dlm.compiler.loop.Kernel#structure()} compute the same from equal arguments, and no loop that is cut into parts is a
 * reduction.
 *
 * <p>Numbers and vectors are one tree, {@link org.dlm.compiler.loop.Expression}, whose values have a {@link
 * org.dlm.compiler.loop.Width}.
 */
package org.dlm.compiler.loop;
