/**
 * The meaning of the graph in plain slow Java: the oracle of the tests and the folder of constants.
 *
 * <p>In: a {@link org.dlm.compiler.graph.Graph}, before or after the batch pass, and {@link
 * org.dlm.compiler.interpret.Inputs}. Out: {@link org.dlm.compiler.interpret.Run}, the value of every op. Guaranteed: all
 * arithmetic is in f64 (or rounded to f32 after each operation), sums run in row-major order of the reduction axes, and a place
 * outside of its operand is an error that names the op.
 */
package org.dlm.compiler.interpret;
