package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.KernelVerifier;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.lower.GroupLowering;
import org.dlm.compiler.lower.LoweredGroup;
import org.dlm.compiler.lower.ScalarForm;
import org.dlm.compiler.optimize.FusionGroup;

/** From a fusion group to its kernel in all forms. */
public final class KernelCompiler {
    /**
     * Kernels of fewer elementary steps stay plain loops: they take less than a microsecond either way, and until the second
     * compiler reaches them, which for short kernels is late, each vector step allocates.
     */
    private static final double WORTH_VECTORS = 2_000;
    /** A usual batch. */
    private static final int BATCH = 64;

    private final Forms forms;
    private final double worthVectors;

    public KernelCompiler(Forms forms) {
        this(forms, WORTH_VECTORS);
    }

    /** @param worthVectors from how many elementary steps on there are forms in vectors */
    public KernelCompiler(Forms forms, double worthVectors) {
        this.forms = forms;
        this.worthVectors = worthVectors;
    }

    /** All forms of a group; an error for a DRAW or NUMBER group, which have no kernel. */
    public CompiledKernel compile(FusionGroup group) {
        LoweredGroup lowered = GroupLowering.lower(group);
        Kernel plain = scheduled(lowered, forms.plain())
                .map(KernelCompiler::ofSingleLanes)
                .orElseGet(() -> ScalarForm.of(lowered, 1));
        CompiledKernel compiled =
                new CompiledKernel(OneRoundLoops.without(plain), isLong(plain) ? vectors(group) : List.of());
        assert verified(compiled);
        return compiled;
    }

    private List<CompiledKernel.Form> vectors(FusionGroup group) {
        List<CompiledKernel.Form> compiled = new ArrayList<>();
        for (Target target : forms.vectors()) {
            LoweredGroup lowered = GroupLowering.lower(group);
            scheduled(lowered, target)
                    .map(OneRoundLoops::without)
                    .map(kernel -> Spans.of(kernel, lowered.variables()))
                    .ifPresent(kernel -> compiled.add(new CompiledKernel.Form(target, kernel)));
        }
        return compiled;
    }

    private static boolean verified(CompiledKernel compiled) {
        KernelVerifier.verify(compiled.plain());
        compiled.vectors().forEach(form -> KernelVerifier.verify(form.kernel()));
        return true;
    }

    private boolean isLong(Kernel kernel) {
        double parts = kernel.parallel()
                .map(parallel ->
                        parallel.extent().isBatch() ? BATCH : parallel.extent().fixedSize())
                .orElse(1);
        return kernel.work() * parts >= worthVectors;
    }

    private static Kernel ofSingleLanes(Kernel kernel) {
        return kernel.with(SingleLane.statements(kernel.body()));
    }

    /** The scheduled form, where there is a better one than the nest as it stands; whether there is does not depend on the width. */
    private static Optional<Kernel> scheduled(LoweredGroup group, Target target) {
        return switch (group.kind()) {
            case POINTWISE ->
                new InterleavedSchedule(group, target).kernel().or(() -> new PointwiseSchedule(group, target).kernel());
            case REDUCTION -> ReductionSchedule.kernel(group, target);
            case ROWS -> new RowsSchedule(group, target).kernel();
            case SCATTER -> Optional.empty();
            case DRAW, NUMBER -> throw new IllegalArgumentException("a " + group.kind() + " group has no kernel");
        };
    }
}
