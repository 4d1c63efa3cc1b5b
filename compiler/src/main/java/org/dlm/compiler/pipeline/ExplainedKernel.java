package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dlm.compiler.chain.Chain;
import org.dlm.compiler.cost.ChunkedCost;
import org.dlm.compiler.cost.Execution;
import org.dlm.compiler.cost.Flops;
import org.dlm.compiler.cost.KernelCost;
import org.dlm.compiler.cost.Machine;
import org.dlm.compiler.emit.GeneratedProgram;
import org.dlm.compiler.emit.GeneratedStep;
import org.dlm.compiler.emit.ProgramStep;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Operand;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.memory.MemoryPlan;
import org.dlm.compiler.memory.Storage;

/**
 * A kernel of a program with what it costs.
 *
 * @param step whose names and formulas explain it
 * @param target what the form is made for that is run
 * @param flops operations that it is there for
 */
public record ExplainedKernel(
        GeneratedStep step, ProgramStep.KernelCall call, Target target, double flops, KernelCost cost) {
    /** Shorter ones do not matter, whatever they are compared with. */
    private static final double MATTERS_NANOS = 1_000;

    private static final double MATTERS_SHARE = 0.01;

    /** Of a step; empty for one without a kernel. */
    public static Optional<ExplainedKernel> of(
            GeneratedProgram program, GeneratedStep step, Machine machine, int batch) {
        return switch (step.step()) {
            case ProgramStep.KernelCall call -> Optional.of(of(program.plan().memory(), step, call, machine, batch));
            case ProgramStep.Draw draw -> Optional.empty();
            case ProgramStep.Number number -> Optional.empty();
        };
    }

    /** All kernels of a program, in order. */
    public static List<ExplainedKernel> of(GeneratedProgram program, Machine machine, int batch) {
        return program.steps().stream()
                .flatMap(step -> of(program, step, machine, batch).stream())
                .toList();
    }

    private static ExplainedKernel of(
            MemoryPlan memory, GeneratedStep step, ProgramStep.KernelCall call, Machine machine, int batch) {
        Target target = call.kernel().vectors().isEmpty()
                ? Target.plain(memory.precision())
                : call.kernel().vectors().getFirst().target();
        Kernel kernel = call.kernel().widest();
        Execution run = new Execution(machine, target, batch, arrays(kernel, memory));
        KernelCost cost = step.chain()
                .map(chain -> new ChunkedCost(chain.chunk(), far(kernel, memory, chain)).of(kernel, run))
                .orElseGet(() -> KernelCost.of(kernel, run));
        return new ExplainedKernel(step, call, target, Flops.of(call.group(), batch), cost);
    }

    /** Which operands the groups of a chain do not hand to each other: neither in scratch, nor made by one of them. */
    private static List<Boolean> far(Kernel kernel, MemoryPlan memory, Chain chain) {
        Set<Op> made = memory.plan().groups().subList(chain.first(), chain.last() + 1).stream()
                .flatMap(group -> group.stored().stream())
                .collect(Collectors.toSet());
        return kernel.operands().stream()
                .map(operand -> !(memory.storageOf(operand.op()) instanceof Storage.InScratch)
                        && !(operand.access() == Operand.Access.READ && made.contains(operand.op())))
                .toList();
    }

    /** Equal numbers for what is in the same place. */
    private static List<Integer> arrays(Kernel kernel, MemoryPlan memory) {
        List<Storage> places = new ArrayList<>();
        List<Integer> arrays = new ArrayList<>();
        for (Operand operand : kernel.operands()) {
            Storage place = memory.storageOf(operand.op());
            if (!places.contains(place)) {
                places.add(place);
            }
            arrays.add(places.indexOf(place));
        }
        return arrays;
    }

    /** {@code 512}, the bits of its vectors, or {@code plain}. */
    public String form() {
        return target.isPlain() ? "plain" : String.valueOf(target.vectorBits());
    }

    /**
     * What is to be said of a kernel that could be faster: it has no vectors, or most of their lanes are not used. Empty where it does
     * not matter.
     *
     * @param totalNanos what all kernels take
     */
    public Optional<String> warning(double totalNanos) {
        if (cost.nanos() < MATTERS_NANOS || cost.nanos() < MATTERS_SHARE * totalNanos) {
            return Optional.empty();
        }
        if (target.isPlain()) {
            return Optional.of("plain loops: " + reason());
        }
        return cost.usedLanes() < 0.5 ? Optional.of("more than half of the lanes are not used") : Optional.empty();
    }

    private String reason() {
        return switch (call.group().kind()) {
            case SCATTER -> "what is added to is a place from data, and two lanes may have the same one";
            case POINTWISE, REDUCTION, ROWS ->
                "no schedule has vectors for the order in which its operands lie in memory";
            case DRAW, NUMBER -> "it has no kernel";
        };
    }
}
