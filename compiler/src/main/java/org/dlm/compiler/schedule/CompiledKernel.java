package org.dlm.compiler.schedule;

import org.dlm.compiler.loop.Kernel;

/**
 * One fusion group in its two forms. Operands, numbers and the parallel axis are the same (the grain too), so that a program
 * calls either form in the same way.
 */
public record CompiledKernel(Kernel scalar, Kernel vector) {
    /** What two groups must share to be served by the same two methods. */
    public record Structure(Kernel.Structure scalar, Kernel.Structure vector) {}

    public Structure structure() {
        return new Structure(scalar.structure(), vector.structure());
    }
}
