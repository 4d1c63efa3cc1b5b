/**
 * Data on its way from files to batches.
 *
 * <p>In: the data blocks of a recipe and a data folder. Out: splits, and their batches epoch by epoch. Guaranteed: what
 * does not fit the recipe is refused with its place before the first batch; order and splits follow from the seed alone;
 * every example comes once in an epoch; nothing is allocated for a batch of data in memory. Memory is asked for as bytes
 * arrive; what does not fit into {@link org.dlm.runtime.data.DataLimits} is read from files, with the same bits.
 */
package org.dlm.runtime.data;
