package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dlm.compiler.batch.BatchPass;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.elaborate.DataPlan;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.elaborate.ElaboratedModel.Owned;
import org.dlm.compiler.elaborate.Library;
import org.dlm.compiler.emit.ModelPlan;
import org.dlm.compiler.emit.ProgramBuilder;
import org.dlm.compiler.emit.ProgramKind;
import org.dlm.compiler.emit.ProgramPlan;
import org.dlm.compiler.emit.ProgramStep;
import org.dlm.compiler.emit.RecipePlan;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Graph.Result;
import org.dlm.compiler.graph.Graph.ResultRole;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.GraphPrinter;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.KernelPrinter;
import org.dlm.compiler.memory.ArrayLayout;
import org.dlm.compiler.memory.KeptLayouts;
import org.dlm.compiler.memory.MemoryPrinter;
import org.dlm.compiler.memory.Storage;
import org.dlm.compiler.optimize.FusionPlan;
import org.dlm.compiler.optimize.FusionPlanPrinter;
import org.dlm.compiler.optimize.Optimizer;
import org.dlm.compiler.recipe.TrainingPlan;
import org.dlm.compiler.recipe.TrainingPlanPrinter;
import org.dlm.compiler.schedule.CompiledKernel;

/** From graphs to programs: batch axis, derivatives, fusion, kernels and memory for everything that a model can do. */
final class ModelPlanner {
    private final CompileGoal goal;
    private final Forms forms;
    private final Set<ProgramKind> programs;
    private final Library library;
    private final DiagnosticSink sink;
    private final StageListener listener;

    ModelPlanner(
            CompileGoal goal, CompileOptions options, Library library, DiagnosticSink sink, StageListener listener) {
        this.goal = goal;
        this.forms = Forms.of(options.precision(), options.vectors());
        this.programs = options.programs();
        this.library = library;
        this.sink = sink;
        this.listener = listener;
    }

    ModelPlan plan(ElaboratedModel model, List<TrainingPlan> recipes, String packageName, String sourceHash) {
        List<LossDerivative> losses =
                recipes.stream().map(recipe -> LossDerivative.of(recipe, sink)).toList();
        ArrayLayout weights = layout(model.owned(), WeightsOrder.of(model.owned(), losses));
        ProgramBuilder builder = builder(weights);
        List<ModelPlan.OutputPlan> outputs = model.exposed().stream()
                .filter(e -> e.role() == ResultRole.OUTPUT)
                .map(e -> output(model, e, builder(builder, ProgramKind.PREDICT).withFixedWeights()))
                .toList();
        List<RecipePlan> plans = losses.stream()
                .map(loss -> recipe(model, loss, weights, builder))
                .toList();
        return new ModelPlan(
                packageName,
                model.name(),
                model.doc().orElse(""),
                sourceHash,
                GraphHash.of(model.inference()),
                forms,
                model.ports().stream().map(ModelPlanner::port).toList(),
                weights,
                model.hypers().stream().map(HyperPlans::of).toList(),
                outputs,
                builder.build(fuse(model.name() + " start", model.initial()), Storage.Kept.WEIGHTS),
                program(
                        model.name() + " evaluation",
                        evaluation(model.inference()),
                        builder(builder, ProgramKind.EVALUATE)),
                plans);
    }

    private ProgramBuilder builder(ArrayLayout weights) {
        ProgramBuilder builder = new ProgramBuilder(forms, weights);
        return switch (goal) {
            case CLASSES -> builder;
            case PROBLEMS -> builder.ofMemory();
        };
    }

    /** Makes kernels where there will be a class that calls them. */
    private ProgramBuilder builder(ProgramBuilder builder, ProgramKind kind) {
        return programs.contains(kind) ? builder : builder.ofMemory();
    }

    private static ModelPlan.PortPlan port(ElaboratedModel.Port port) {
        return new ModelPlan.PortPlan(
                port.name(),
                port.target(),
                port.type(),
                port.classes().orElse(0),
                port.doc().orElse(""));
    }

    /** Placed in one order, listed in the order of the text. */
    private ArrayLayout layout(List<Owned> owned, List<Owned> placed) {
        Map<String, Integer> listed = new HashMap<>();
        owned.forEach(one -> listed.put(one.path(), listed.size()));
        return ArrayLayout.of(
                        forms.precision(),
                        placed.stream()
                                .map(o -> new ArrayLayout.Tensor(o.path(), o.type(), o.trained()))
                                .toList())
                .listed(Comparator.comparing(slot -> listed.get(slot.path())));
    }

    private ModelPlan.OutputPlan output(
            ElaboratedModel model, ElaboratedModel.Exposed exposed, ProgramBuilder builder) {
        List<Result> single = model.inference().results().stream()
                .filter(r -> r.role() == ResultRole.OUTPUT && r.name().equals(exposed.name()))
                .toList();
        Graph graph = BatchPass.run(keeping(model.inference(), single, List.of()));
        return new ModelPlan.OutputPlan(
                exposed.name(),
                exposed.type(),
                exposed.doc().orElse(""),
                program(model.name() + " " + exposed.name(), graph, builder));
    }

    /** Losses and metrics example by example: the batch pass would average a loss, so it goes through as a metric. */
    private static Graph evaluation(Graph inference) {
        List<Result> measures = inference.results().stream()
                .filter(r -> r.role() != ResultRole.OUTPUT)
                .toList();
        List<Result> asMetrics = measures.stream()
                .map(r -> new Result(ResultRole.METRIC, r.name(), r.op()))
                .toList();
        Graph batched = BatchPass.run(keeping(inference, asMetrics, List.of()));
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < measures.size(); i++) {
            Result result = batched.results().get(i);
            results.add(new Result(measures.get(i).role(), result.name(), result.op()));
        }
        return new Graph(batched.ops(), results, batched.updates());
    }

    private RecipePlan recipe(ElaboratedModel model, LossDerivative loss, ArrayLayout weights, ProgramBuilder builder) {
        TrainingPlan plan = loss.plan();
        TrainingGraphs graphs = TrainingGraphs.of(loss, weights, library, sink);
        String subject = model.name() + " " + plan.name();
        listener.reached(CompileStage.RECIPE, subject, () -> TrainingPlanPrinter.print(plan));
        listener.reached(CompileStage.BATCHED, subject, () -> GraphPrinter.print(loss.batched()));
        listener.reached(CompileStage.BACKWARD, subject, () -> GraphPrinter.print(graphs.derivative()));
        listener.reached(CompileStage.BACKWARD, subject + " update", () -> GraphPrinter.print(graphs.update()));
        KeptLayouts kept = TrainingLayouts.of(forms.precision(), weights, graphs);
        ProgramBuilder ofRecipe = builder(builder.with(kept), ProgramKind.TRAIN);
        ProgramPlan training =
                program(subject + " training", graphs.derivative(), Optional.of(Storage.Kept.GRADIENTS), ofRecipe);
        training.memory().floats().checkRoom(plan.batch());
        training.memory().ints().checkRoom(plan.batch());
        return new RecipePlan(
                plan.name(),
                plan.rules().recipe().doc().orElse(""),
                plan.loss(),
                settings(plan),
                plan.hypers().stream().map(HyperPlans::of).toList(),
                plan.data().stream().map(data -> data(subject, data, builder)).toList(),
                kept,
                training,
                program(subject + " update", graphs.update(), ofRecipe),
                stateStart(subject, graphs.updates().initial(), ofRecipe),
                program(subject + " gradient", graphs.check(), builder(builder, ProgramKind.GRADCHECK)));
    }

    /** State that begins at 0 needs no program: arrays are zeros. */
    private Optional<ProgramPlan> stateStart(String subject, Graph initial, ProgramBuilder builder) {
        boolean zeros = initial.results().stream()
                .allMatch(r -> r.op().kind() instanceof OpKind.Indexed indexed
                        && indexed.body() instanceof Scalar.Literal literal
                        && literal.value() == 0);
        return zeros
                ? Optional.empty()
                : Optional.of(builder.build(fuse(subject + " state", initial), Storage.Kept.STATE));
    }

    private static RecipePlan.Settings settings(TrainingPlan plan) {
        return new RecipePlan.Settings(
                plan.epochs(),
                plan.batch(),
                plan.seed(),
                plan.shuffle(),
                plan.splits().stream()
                        .map(s -> new RecipePlan.SplitPlan(s.name(), s.amount(), s.share()))
                        .toList(),
                plan.keep().map(k -> new RecipePlan.Measure(k.split(), k.measure(), k.largest())),
                Optional.empty());
    }

    private RecipePlan.DataPlan data(String subject, DataPlan data, ProgramBuilder builder) {
        Graph graph = BatchPass.run(data.graph());
        ProgramBuilder ofData = ProgramKind.readsData(programs) ? builder : builder.ofMemory();
        return ReaderPlans.of(data, program(subject + " " + data.name(), graph, ofData));
    }

    private ProgramPlan program(String subject, Graph batched, ProgramBuilder builder) {
        return program(subject, batched, Optional.empty(), builder);
    }

    private ProgramPlan program(
            String subject, Graph batched, Optional<Storage.Kept> delivery, ProgramBuilder builder) {
        FusionPlan fused = fuse(subject, batched);
        ProgramPlan program = delivery.map(array -> builder.build(fused, array))
                .orElseGet(() -> builder.build(fused))
                .from(batched);
        if (builder.makesKernels()) {
            listener.reached(CompileStage.LOOPS, subject, () -> kernels(program, CompiledKernel::plain));
            listener.reached(CompileStage.SCHEDULED, subject, () -> kernels(program, CompiledKernel::widest));
        }
        listener.reached(CompileStage.MEMORY, subject, () -> MemoryPrinter.print(program.memory()));
        return program;
    }

    private static String kernels(ProgramPlan program, Function<CompiledKernel, Kernel> form) {
        return program.steps().stream()
                .filter(step -> step instanceof ProgramStep.KernelCall)
                .map(step -> KernelPrinter.print(form.apply(((ProgramStep.KernelCall) step).kernel())))
                .collect(Collectors.joining("\n"));
    }

    private FusionPlan fuse(String subject, Graph graph) {
        FusionPlan plan = Optimizer.optimize(graph);
        listener.reached(CompileStage.OPTIMIZED, subject, () -> GraphPrinter.print(plan.graph()));
        listener.reached(CompileStage.FUSED, subject, () -> FusionPlanPrinter.print(plan));
        return plan;
    }

    private static Graph keeping(Graph graph, List<Result> results, List<Graph.Update> updates) {
        return GraphBuilder.startingFrom(graph).graph(results, updates);
    }
}
