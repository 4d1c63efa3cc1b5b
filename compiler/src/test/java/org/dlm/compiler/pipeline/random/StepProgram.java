package org.dlm.compiler.pipeline.random;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.emit.HyperPlan;
import org.dlm.compiler.emit.ProgramBuilder;
import org.dlm.compiler.emit.ProgramPlan;
import org.dlm.compiler.emit.ProgramStep;
import org.dlm.compiler.emit.RecipePlan;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.memory.ArrayLayout;
import org.dlm.compiler.memory.KeptLayouts;
import org.dlm.compiler.optimize.Optimizer;
import org.dlm.compiler.schedule.CompiledKernel;

/** A step as a recipe of a model, through rewriting, fusion, memory plan and kernels in all forms, however short these are. */
record StepProgram(StepGraph step, RecipePlan recipe, Map<Op, BoundedTensor> bounds) {
    /** Elementary operations from which on a kernel is shared out, as the emitter has it. */
    private static final double WORTH_SHARING = 100_000;

    static StepProgram of(StepGraph step, String name, ArrayLayout weights, Forms forms, ProgramBuilder builder) {
        ArrayLayout state = ArrayLayout.of(forms.precision(), tensors(step, OpKind.Role.STATE));
        KeptLayouts kept = new KeptLayouts(weights, state, ArrayLayout.of(forms.precision(), List.of()));
        ProgramBuilder ofRecipe = builder.with(kept);
        ProgramPlan plan = shared(ofRecipe.build(Optimizer.optimize(results(step.graph(), false))));
        ProgramPlan update = ofRecipe.build(Optimizer.optimize(results(step.graph(), true)));
        RecipePlan recipe = new RecipePlan(
                name,
                "",
                step.loss().name(),
                new RecipePlan.Settings(1, 1, 1, false, List.of(), Optional.empty(), Optional.empty()),
                step.sources(OpKind.Role.HYPER).stream()
                        .map(op -> new HyperPlan(StepGraph.name(op), 1, new HyperPlan.Range.Any()))
                        .toList(),
                List.of(),
                kept,
                plan,
                update,
                Optional.empty(),
                plan);
        return new StepProgram(step, recipe, ErrorBounds.of(step.graph(), step.inputs(), forms.precision()));
    }

    /** The part of a graph that makes its numbers, which a trainer computes with its update, or all of it but them. */
    private static Graph results(Graph graph, boolean numbers) {
        return GraphBuilder.startingFrom(graph)
                .graph(
                        graph.results().stream()
                                .filter(result -> numbers == (result.op().type().element() == ElementType.NUMBER))
                                .toList(),
                        numbers ? List.of() : graph.updates());
    }

    static List<ArrayLayout.Tensor> tensors(StepGraph step, OpKind.Role... roles) {
        return step.sources(roles).stream()
                .map(op -> new ArrayLayout.Tensor(StepGraph.name(op), op.type(), true))
                .toList();
    }

    /** Kernels that are called large, so that a team shares them out: some always, some from two examples on, some never. */
    private static ProgramPlan shared(ProgramPlan plan) {
        List<ProgramStep> steps = new ArrayList<>();
        Map<Integer, Double> works = new HashMap<>();
        for (ProgramStep step : plan.steps()) {
            int number = steps.size() % 4;
            works.computeIfAbsent(number, n -> n == 3 ? 0 : WORTH_SHARING / (n + 1));
            steps.add(
                    step instanceof ProgramStep.KernelCall call
                            ? new ProgramStep.KernelCall(
                                    call.phase(), call.group(), worked(call.kernel(), works.get(number)))
                            : step);
        }
        return new ProgramPlan(steps, plan.memory());
    }

    private static CompiledKernel worked(CompiledKernel kernel, double work) {
        Kernel plain = kernel.plain();
        Kernel large = new Kernel(
                plain.name(),
                plain.operands(),
                plain.numbers(),
                plain.usesBatch(),
                plain.parallel(),
                work == 0 ? plain.work() : work,
                plain.body());
        return new CompiledKernel(large, kernel.vectors());
    }

    /** Results and updates of the graph as it was, each with where the program has it. */
    List<Wanted> wanted() {
        List<Wanted> wanted = new ArrayList<>();
        Graph after = recipe.training().graph();
        for (int r = 0; r < step.graph().results().size(); r++) {
            Graph.Result result = step.graph().results().get(r);
            if (result.op().type().element() != ElementType.NUMBER
                    && !isChanged(after.results().get(r).op())) {
                wanted.add(new Wanted(
                        result.role() + " " + result.name(),
                        bounds.get(result.op()),
                        recipe.training()
                                .memory()
                                .storageOf(after.results().get(r).op())));
            }
        }
        return wanted;
    }

    /** What turns out to be a kept value itself has the next one after the step. */
    private boolean isChanged(Op op) {
        Op root = op.root();
        return recipe.training().graph().updates().stream().anyMatch(update -> update.target() == root);
    }

    /** A value that can be read after a run. */
    record Wanted(String name, BoundedTensor tensor, org.dlm.compiler.memory.Storage storage) {}
}
