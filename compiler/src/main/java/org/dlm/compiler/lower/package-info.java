/**
 * From a fusion group to plain loops.
 *
 * <p>In: a {@link org.dlm.compiler.optimize.FusionGroup} of a batched graph. Out: {@link
 * org.dlm.compiler.lower.LoweredGroup}, whose bodies speak of addresses, and from it the scalar form of the kernel. Guaranteed:
 * the scalar form computes every element as the op says, reductions in the order of their axes.
 */
package org.dlm.compiler.lower;
