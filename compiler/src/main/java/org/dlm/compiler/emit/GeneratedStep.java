package org.dlm.compiler.emit;

import java.util.Optional;
import org.dlm.compiler.chain.Chain;

/**
 * A step of a generated program as tools find it.
 *
 * @param step a call of a kernel, or a draw
 * @param text what people read of it
 * @param method the name of the method that runs it, in the program's class or one of its superclasses: without arguments, or in a
 *     chain with those of some examples: {@code place, size, from, to}
 * @param chain which runs it a few examples at a time, where one does
 */
public record GeneratedStep(ProgramStep step, StepText text, String method, Optional<Chain> chain) {}
