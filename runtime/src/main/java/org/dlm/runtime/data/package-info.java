/**
 * Data on its way from files to batches.
 *
 * <p>In: the data blocks of a recipe and a data folder. Out: splits, and their batches epoch by epoch. Guaranteed: what
 * does not fit the recipe is refused with its place before the first batch; order and splits follow from the seed alone;
 * every example comes once in an epoch; nothing is allocated for a batch.
 */
package org.dlm.runtime.data;
