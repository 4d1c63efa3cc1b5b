/**
 * The contract between generated classes and the runtime.
 *
 * <p>In: a facade class with a {@link org.dlm.runtime.program.ModelFactory}. Out: programs that train, evaluate, predict
 * and prepare data, and descriptions of recipes. Guaranteed: programs allocate nothing for a call in the steady state and
 * serve one thread each.
 */
package org.dlm.runtime.program;
