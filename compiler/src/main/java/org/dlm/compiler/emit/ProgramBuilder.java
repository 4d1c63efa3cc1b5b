package org.dlm.compiler.emit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.memory.ArrayLayout;
import org.dlm.compiler.memory.MemoryPlan;
import org.dlm.compiler.memory.MemoryPlanner;
import org.dlm.compiler.memory.MemoryRequest;
import org.dlm.compiler.memory.MemoryVerifier;
import org.dlm.compiler.memory.Storage;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionPlan;
import org.dlm.compiler.schedule.KernelCompiler;

/**
 * From a fusion plan to a program: order of the groups, a kernel for each, memory.
 *
 * <pre>{@code
 * ProgramBuilder builder = new ProgramBuilder(forms, weights);
 * ProgramPlan training = builder.withState(state).build(optimizer.optimize(graph));
 * ProgramPlan start = builder.build(initial, Storage.Kept.WEIGHTS);
 * }</pre>
 */
public final class ProgramBuilder {
    private final Forms forms;
    private final ArrayLayout weights;
    private final ArrayLayout state;
    private final Optional<KernelCompiler> kernels;

    private ProgramBuilder(Forms forms, ArrayLayout weights, ArrayLayout state, Optional<KernelCompiler> kernels) {
        this.forms = forms;
        this.weights = weights;
        this.state = state;
        this.kernels = kernels;
    }

    /** For programs without optimizer state. */
    public ProgramBuilder(Forms forms, ArrayLayout weights) {
        this(forms, weights, new KernelCompiler(forms));
    }

    /** The same with kernels of another compiler, as one that makes vectors where they do not pay: for tests. */
    public ProgramBuilder(Forms forms, ArrayLayout weights, KernelCompiler kernels) {
        this(forms, weights, noState(forms), Optional.of(kernels));
    }

    /** Of programs that will not be emitted: no kernels are made, there are no steps. */
    public static ProgramBuilder ofMemory(Forms forms, ArrayLayout weights) {
        return new ProgramBuilder(forms, weights, noState(forms), Optional.empty());
    }

    private static ArrayLayout noState(Forms forms) {
        return ArrayLayout.of(forms.precision(), List.of());
    }

    /** The same model with the state of one recipe's optimizers. */
    public ProgramBuilder withState(ArrayLayout layout) {
        return new ProgramBuilder(forms, weights, layout, kernels);
    }

    /** A program whose results are read from where they are. */
    public ProgramPlan build(FusionPlan plan) {
        return build(plan, Optional.empty());
    }

    /** A program of start values: each VALUE result goes to the slot of its name. */
    public ProgramPlan build(FusionPlan plan, Storage.Kept delivery) {
        return build(plan, Optional.of(delivery));
    }

    private ProgramPlan build(FusionPlan plan, Optional<Storage.Kept> delivery) {
        Map<FusionGroup, ProgramStep.Phase> phases = Phases.of(plan);
        FusionPlan ordered = Phases.order(plan, phases);
        MemoryPlan memory = MemoryPlanner.plan(new MemoryRequest(ordered, forms.precision(), weights, state, delivery));
        assert verified(memory);
        return new ProgramPlan(
                kernels.map(compiler -> steps(ordered, phases, compiler)).orElse(List.of()), memory);
    }

    private static List<ProgramStep> steps(
            FusionPlan ordered, Map<FusionGroup, ProgramStep.Phase> phases, KernelCompiler compiler) {
        return ordered.groups().stream()
                .map(group -> step(group, phases.get(group), compiler))
                .toList();
    }

    /** Nothing overlaps, with one example and with some. */
    private static boolean verified(MemoryPlan memory) {
        MemoryVerifier.verify(memory, 1);
        MemoryVerifier.verify(memory, 7);
        return true;
    }

    private static ProgramStep step(FusionGroup group, ProgramStep.Phase phase, KernelCompiler compiler) {
        return switch (group.kind()) {
            case NUMBER -> new ProgramStep.Number(phase, group.ops().getFirst());
            case DRAW -> draw(group, phase);
            case POINTWISE, REDUCTION, ROWS, SCATTER ->
                new ProgramStep.KernelCall(phase, group, compiler.compile(group));
        };
    }

    private static ProgramStep draw(FusionGroup group, ProgramStep.Phase phase) {
        if (group.ops().getFirst().kind() instanceof OpKind.Draw) {
            return new ProgramStep.Draw(phase, group.ops().getFirst());
        }
        throw new IllegalStateException("this is a bug in dlmc: no draw: " + group);
    }
}
