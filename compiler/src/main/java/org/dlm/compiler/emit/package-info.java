/**
 * Prints plans as Java.
 *
 * <p>In: a {@link org.dlm.compiler.emit.ModelPlan}: programs made by {@link org.dlm.compiler.emit.ProgramBuilder} from fusion
 * plans, and the model's and recipes' settings as data. Out: {@link org.dlm.compiler.emit.ModelEmitter#emit} gives the files.
 *
 * <p>Guaranteed: nothing is decided here that changes a result; equal plans give equal text; text of users is only ever an
 * argument, so nothing in a {@code .dlm} file can put code into the generated Java; no method is larger than what the JIT
 * compiles; a program allocates in its constructor only.
 */
package org.dlm.compiler.emit;
