package org.dlm.compiler.schedule;

import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.lower.GroupLowering;
import org.dlm.compiler.lower.LoweredGroup;
import org.dlm.compiler.lower.ScalarForm;
import org.dlm.compiler.optimize.FusionGroup;

/** From a fusion group to its kernel in both forms. */
public final class KernelCompiler {
    private final Target target;

    public KernelCompiler(Target target) {
        this.target = target;
    }

    /** Both forms of a group; an error for a DRAW or NUMBER group, which have no kernel. */
    public CompiledKernel compile(FusionGroup group) {
        LoweredGroup lowered = GroupLowering.lower(group);
        Kernel scalar = ScalarForm.of(lowered, 1);
        return new CompiledKernel(scalar, scalar);
    }
}
