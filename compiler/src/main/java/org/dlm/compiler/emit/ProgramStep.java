package org.dlm.compiler.emit;

import org.dlm.compiler.graph.Op;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.schedule.CompiledKernel;

/** One fusion group as the program runs it. */
public sealed interface ProgramStep {
    Phase phase();

    /** What a step is for; they run in this order. */
    enum Phase {
        /** What follows from weights that never change: it runs once, and its values stay. */
        ONCE,
        /** Everything that outputs, losses and metrics depend on. */
        FORWARD,
        /** Adjoints, and what is made of them. */
        BACKWARD,
        /** Next values of parameters, buffers and optimizer state, and what only they need. */
        UPDATE
    }

    /** A call of a kernel. */
    record KernelCall(Phase phase, FusionGroup group, CompiledKernel kernel) implements ProgramStep {}

    /** Uniform draws, made by the runtime. */
    record Draw(Phase phase, Op op) implements ProgramStep {}

    /** A number that is computed before all kernels. */
    record Number(Phase phase, Op op) implements ProgramStep {}
}
