/**
 * The training loop.
 *
 * <p>In: a trainer, an evaluation, a recipe and its data. Out: trained weights, scores, a log. Guaranteed: the result
 * follows from the seed alone, also across an interruption at the end of an epoch; the best weights are on disk as soon as
 * there are any; numbers that are not finite, in the loss or in the weights, end the run with their place and are never kept.
 */
package org.dlm.runtime.train;
