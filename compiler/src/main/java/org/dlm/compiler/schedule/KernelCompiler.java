package org.dlm.compiler.schedule;

import org.dlm.compiler.loop.Target;
import org.dlm.compiler.optimize.FusionGroup;

/** From a fusion group to its kernel in both forms. */
public final class KernelCompiler {
    private final Target target;

    public KernelCompiler(Target target) {
        this.target = target;
    }

    /** Both forms of a group; an error for a DRAW or NUMBER group, which have no kernel. */
    public CompiledKernel compile(FusionGroup group) {
        throw new UnsupportedOperationException("kernels for " + target + ": " + group.kind());
    }
}
