package org.dlm.compiler.emit;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.chain.ChainPlanner;
import org.dlm.compiler.chain.ChainRule;
import org.dlm.compiler.chain.ChainedPlan;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.memory.ArrayLayout;
import org.dlm.compiler.memory.KeptLayouts;
import org.dlm.compiler.memory.MemoryPlan;
import org.dlm.compiler.memory.MemoryPlanner;
import org.dlm.compiler.memory.MemoryRequest;
import org.dlm.compiler.memory.MemoryVerifier;
import org.dlm.compiler.memory.Storage;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionPlan;
import org.dlm.compiler.schedule.CompiledKernel;
import org.dlm.compiler.schedule.KernelCompiler;

/**
 * From a fusion plan to a program: order of the groups, chains of them, a kernel for each, memory.
 *
 * <pre>{@code
 * ProgramBuilder builder = new ProgramBuilder(forms, weights);
 * ProgramPlan update = builder.with(kept).build(Optimizer.optimize(graph));
 * ProgramPlan start = builder.build(initial, Storage.Kept.WEIGHTS);
 * }</pre>
 */
public final class ProgramBuilder {
    private final Forms forms;
    private final KeptLayouts kept;
    private final Optional<KernelCompiler> kernels;
    private final ChainRule chains;
    private final boolean fixesWeights;

    private ProgramBuilder(
            Forms forms, KeptLayouts kept, Optional<KernelCompiler> kernels, ChainRule chains, boolean fixesWeights) {
        this.forms = forms;
        this.kept = kept;
        this.kernels = kernels;
        this.chains = chains;
        this.fixesWeights = fixesWeights;
    }

    /** For programs without optimizer state. */
    public ProgramBuilder(Forms forms, ArrayLayout weights) {
        this(forms, weights, new KernelCompiler(forms));
    }

    /** The same with kernels of another compiler, as one that makes vectors where they do not pay: for tests. */
    public ProgramBuilder(Forms forms, ArrayLayout weights, KernelCompiler kernels) {
        this(forms, KeptLayouts.of(forms.precision(), weights), Optional.of(kernels), ChainRule.USUAL, false);
    }

    /** For programs that will not be emitted: no kernels are made, there are no steps. */
    public ProgramBuilder ofMemory() {
        return new ProgramBuilder(forms, kept, Optional.empty(), chains, fixesWeights);
    }

    /** For programs whose weights never change: what follows from these alone is computed once. */
    public ProgramBuilder withFixedWeights() {
        return new ProgramBuilder(forms, kept, kernels, chains, true);
    }

    public boolean makesKernels() {
        return kernels.isPresent();
    }

    /** The same model with the gradients of one recipe and the state of its optimizers. */
    public ProgramBuilder with(KeptLayouts ofRecipe) {
        return new ProgramBuilder(forms, ofRecipe, kernels, chains, fixesWeights);
    }

    /** The same with other chains. */
    public ProgramBuilder with(ChainRule otherChains) {
        return new ProgramBuilder(forms, kept, kernels, otherChains, fixesWeights);
    }

    /** A program whose results are read from where they are. */
    public ProgramPlan build(FusionPlan plan) {
        return build(plan, Optional.empty());
    }

    /** A program of start values or adjoints: each VALUE result goes to the slot of its name. */
    public ProgramPlan build(FusionPlan plan, Storage.Kept delivery) {
        return build(plan, Optional.of(delivery));
    }

    private ProgramPlan build(FusionPlan plan, Optional<Storage.Kept> delivery) {
        Set<FusionGroup> fixed = fixesWeights ? FixedGroups.of(plan) : Set.of();
        Map<FusionGroup, ProgramStep.Phase> phases = Phases.of(plan, fixed);
        FusionPlan ordered = Phases.order(FixedGroups.keeping(plan, fixed), phases);
        ChainedPlan chained = ChainPlanner.plan(ordered, phases::get, forms.precision(), chains);
        MemoryPlan memory = MemoryPlanner.plan(
                new MemoryRequest(chained, forms.precision(), kept, delivery, provisional(phases, delivery)));
        assert verified(memory);
        return new ProgramPlan(
                kernels.map(compiler -> steps(chained.plan(), phases, compiler)).orElse(List.of()), memory);
    }

    /** Gradients are of a loss, which is looked at after the forward phase. */
    private static int provisional(Map<FusionGroup, ProgramStep.Phase> phases, Optional<Storage.Kept> delivery) {
        return delivery.equals(Optional.of(Storage.Kept.GRADIENTS))
                ? Collections.frequency(phases.values(), ProgramStep.Phase.FORWARD)
                : 0;
    }

    private static List<ProgramStep> steps(
            FusionPlan ordered, Map<FusionGroup, ProgramStep.Phase> phases, KernelCompiler compiler) {
        return ordered.groups().stream()
                .map(group -> step(group, phases.get(group), compiler))
                .toList();
    }

    /** Nothing overlaps, with one example and with some, whoever computes them. */
    private static boolean verified(MemoryPlan memory) {
        MemoryVerifier.verify(memory, 1, 1);
        MemoryVerifier.verify(memory, 7, 1);
        if (!memory.chained().chains().isEmpty()) {
            MemoryVerifier.verify(memory, 7, 2);
        }
        return true;
    }

    private static ProgramStep step(FusionGroup group, ProgramStep.Phase phase, KernelCompiler compiler) {
        return switch (group.kind()) {
            case NUMBER -> new ProgramStep.Number(phase, group.ops().getFirst());
            case DRAW -> draw(group, phase);
            case POINTWISE, REDUCTION, ROWS, SCATTER ->
                new ProgramStep.KernelCall(phase, group, forms(phase, compiler.compile(group)));
        };
    }

    /** Vectors would not be fast before what runs once is over. */
    private static CompiledKernel forms(ProgramStep.Phase phase, CompiledKernel kernel) {
        return switch (phase) {
            case ONCE -> new CompiledKernel(kernel.plain(), List.of());
            case FORWARD, BACKWARD, UPDATE -> kernel;
        };
    }

    private static ProgramStep draw(FusionGroup group, ProgramStep.Phase phase) {
        if (group.ops().getFirst().kind() instanceof OpKind.Draw) {
            return new ProgramStep.Draw(phase, group.ops().getFirst());
        }
        throw new IllegalStateException("this is a bug in dlmc: no draw: " + group);
    }
}
