/**
 * From a fusion group to its two kernels: where vectors lie, how many registers a tile has, which axis is cut into parts.
 *
 * <p>In: a {@link org.dlm.compiler.optimize.FusionGroup} and a {@link org.dlm.compiler.loop.Target}. Out: {@link
 * org.dlm.compiler.schedule.CompiledKernel}. Guaranteed: a pure function of these two; each element is computed by the same
 * sequence of operations in whichever tile, part or tail it falls, so results do not depend on the number of threads; where no
 * schedule fits, the vector form is the plain nest.
 *
 * <p>{@link org.dlm.compiler.schedule.PointwiseSchedule} lays vectors along the elements, {@link
 * org.dlm.compiler.schedule.BroadcastSchedule} along a free axis of a reduction, {@link org.dlm.compiler.schedule.DotSchedule}
 * along a reduced one, {@link org.dlm.compiler.schedule.RowsSchedule} along the rows of a group of several reductions.
 */
package org.dlm.compiler.schedule;
