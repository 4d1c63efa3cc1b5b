/**
 * Decides where every value of a program lives.
 *
 * <p>In: a {@link org.dlm.compiler.chain.ChainedPlan} in the order in which its groups will run, and the layouts of the
 * weights and of the optimizer state. Out: a {@link org.dlm.compiler.memory.MemoryPlan}: a {@link
 * org.dlm.compiler.memory.Storage} for each value that goes to memory, the copies that are left at the end of a run, and the
 * lengths of the two arenas.
 *
 * <p>Guaranteed, and asserted by {@link org.dlm.compiler.memory.MemoryVerifier}: no value is overwritten while something still
 * reads it. Every offset is {@code fixed + perExample * maxBatch}, or in scratch behind all these; it is aligned for vectors for
 * every batch size. Each array ends with {@link org.dlm.compiler.memory.Alignment#SLACK} elements that belong to nobody.
 */
package org.dlm.compiler.memory;
