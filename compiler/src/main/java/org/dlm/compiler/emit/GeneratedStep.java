package org.dlm.compiler.emit;

/**
 * A step of a generated program as tools find it.
 *
 * @param step a call of a kernel, or a draw
 * @param text what people read of it
 * @param method the name of the method without arguments that runs it, in the program's class or one of its superclasses
 */
public record GeneratedStep(ProgramStep step, StepText text, String method) {}
