package org.dlm.compiler.schedule;

import java.util.Optional;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.KernelVerifier;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.lower.GroupLowering;
import org.dlm.compiler.lower.LoweredGroup;
import org.dlm.compiler.lower.ScalarForm;
import org.dlm.compiler.optimize.FusionGroup;

/** From a fusion group to its kernel in both forms. */
public final class KernelCompiler {
    /**
     * Kernels of fewer elementary steps stay plain loops: they take less than a microsecond either way, and until the second
     * compiler reaches them, which for short kernels is late, each vector step allocates.
     */
    private static final double WORTH_VECTORS = 2_000;
    /** A usual batch. */
    private static final int BATCH = 64;

    private final Target target;

    public KernelCompiler(Target target) {
        this.target = target;
    }

    /** Both forms of a group; an error for a DRAW or NUMBER group, which have no kernel. */
    public CompiledKernel compile(FusionGroup group) {
        LoweredGroup lowered = GroupLowering.lower(group);
        Optional<Kernel> vector = vector(lowered).filter(KernelCompiler::isLong);
        int grain = vector.flatMap(Kernel::parallel).map(Kernel.Parallel::grain).orElse(1);
        Kernel scalar = ScalarForm.of(lowered, grain);
        CompiledKernel compiled = new CompiledKernel(scalar, vector.orElse(scalar));
        assert verified(compiled);
        return compiled;
    }

    private static boolean verified(CompiledKernel compiled) {
        KernelVerifier.verify(compiled.scalar());
        KernelVerifier.verify(compiled.vector());
        return true;
    }

    private static boolean isLong(Kernel kernel) {
        double parts = kernel.parallel()
                .map(parallel ->
                        parallel.extent().isBatch() ? BATCH : parallel.extent().fixedSize())
                .orElse(1);
        return kernel.work() * parts >= WORTH_VECTORS;
    }

    /** The scheduled form, where there is a better one than the plain nest. */
    private Optional<Kernel> vector(LoweredGroup group) {
        return switch (group.kind()) {
            case POINTWISE -> new PointwiseSchedule(group, target).kernel();
            case REDUCTION -> ReductionSchedule.kernel(group, target);
            case ROWS -> new RowsSchedule(group, target).kernel();
            case SCATTER -> Optional.empty();
            case DRAW, NUMBER -> throw new IllegalArgumentException("a " + group.kind() + " group has no kernel");
        };
    }
}
