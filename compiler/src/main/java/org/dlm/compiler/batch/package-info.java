/**
 * Makes the example axis explicit.
 *
 * <p>In: the graph of one example, with reductions over the batch. Out: the graph of a whole batch; a per-example loss is its
 * mean. Guaranteed: no op is per example any more, every value that was has the batch as first extent, and every other op is
 * as before.
 */
package org.dlm.compiler.batch;
