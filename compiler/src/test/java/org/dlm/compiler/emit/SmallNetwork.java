package org.dlm.compiler.emit;

import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.batchAxis;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.product;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.autodiff.Autodiff;
import org.dlm.compiler.autodiff.Gradients;
import org.dlm.compiler.batch.BatchPass;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.memory.ArrayLayout;
import org.dlm.compiler.memory.KeptLayouts;
import org.dlm.compiler.memory.Storage;
import org.dlm.compiler.optimize.Optimizer;

/**
 * A network of two dense layers with dropout, softmax and cross-entropy, made by hand as graphs, and its plan: all that the
 * emitter prints, at awkward sizes.
 */
public final class SmallNetwork {
    public static final int INPUTS = 37;
    public static final int HIDDEN = 21;
    public static final int CLASSES = 5;

    private static final TensorType NUMBER = new TensorType(ElementType.NUMBER, List.of());

    private final Forms forms;
    private final ArrayLayout weights;
    private final ArrayLayout state;

    public SmallNetwork(Forms forms) {
        this.forms = forms;
        Forward forward = new Forward(false);
        weights = ArrayLayout.of(
                forms.precision(),
                forward.parameters.stream().map(p -> tensor(name(p), p, true)).toList());
        List<ArrayLayout.Tensor> states = new ArrayList<>();
        for (Op parameter : forward.parameters) {
            states.add(tensor(name(parameter) + "/m", parameter, false));
            states.add(tensor(name(parameter) + "/v", parameter, false));
        }
        state = ArrayLayout.of(forms.precision(), states);
    }

    private static ArrayLayout.Tensor tensor(String path, Op like, boolean trained) {
        return new ArrayLayout.Tensor(path, like.type(), trained);
    }

    public ModelPlan plan() {
        ProgramBuilder builder = new ProgramBuilder(forms, weights);
        Graph inference = BatchPass.run(new Forward(false).graph());
        List<ModelPlan.OutputPlan> outputs = List.of(
                new ModelPlan.OutputPlan(
                        "probability",
                        TensorType.of(ElementType.FLOAT, CLASSES),
                        "How likely each class is. */ @link <b> \\u002a/",
                        builder.build(Optimizer.optimize(only(inference, "probability")))),
                new ModelPlan.OutputPlan(
                        "best",
                        TensorType.of(ElementType.INT),
                        "",
                        builder.build(Optimizer.optimize(only(inference, "best")))));
        List<Graph.Result> measured = inference.results().stream()
                .filter(result -> result.role() != Graph.ResultRole.OUTPUT)
                .toList();
        return new ModelPlan(
                "org.dlm.generated",
                "Small",
                "A small network.",
                "0123",
                "4567",
                forms,
                List.of(
                        new ModelPlan.PortPlan("x", false, TensorType.of(ElementType.FLOAT, INPUTS), 0, "Anything."),
                        new ModelPlan.PortPlan("label", true, TensorType.of(ElementType.INT), CLASSES, "")),
                weights,
                List.of(),
                outputs,
                builder.build(Optimizer.optimize(initial()), Storage.Kept.WEIGHTS),
                builder.build(Optimizer.optimize(graph(inference, measured, List.of()))),
                List.of(recipe(builder)));
    }

    private RecipePlan recipe(ProgramBuilder builder) {
        KeptLayouts kept = new KeptLayouts(weights, state, weights);
        RecipePlan.Settings settings = new RecipePlan.Settings(
                2,
                8,
                42,
                true,
                List.of(new RecipePlan.SplitPlan("train", 0.9, true), new RecipePlan.SplitPlan("val", 10, false)),
                Optional.of(new RecipePlan.Measure("val", "accuracy", true)),
                Optional.of(new RecipePlan.Stalled(new RecipePlan.Measure("val", "total", false), 3)));
        return new RecipePlan(
                "Small",
                "",
                "total",
                settings,
                List.of(new HyperPlan("lr", 0.01, new HyperPlan.Range.Between(1e-5, 1, true))),
                List.of(data(builder)),
                kept,
                builder.with(kept).build(Optimizer.optimize(gradient()), Storage.Kept.GRADIENTS),
                builder.with(kept).build(Optimizer.optimize(update())),
                Optional.empty(),
                builder.build(Optimizer.optimize(gradient())));
    }

    private static RecipePlan.DataPlan data(ProgramBuilder builder) {
        GraphBuilder graph = new GraphBuilder();
        Op raw = graph.source(
                OpKind.Role.COLUMN, "column 0", TensorType.of(ElementType.FLOAT, INPUTS), true, origin("raw"));
        Op label = graph.source(OpKind.Role.COLUMN, "column 1", TensorType.of(ElementType.INT), true, origin("label"));
        Op scaled = graph.pointwise(
                List.of(axis("i", INPUTS)), Scalars.divide(load(raw, at(0)), Scalars.literal(255.0)), origin("scaled"));
        Graph perExample = graph.graph(
                List.of(
                        new Graph.Result(Graph.ResultRole.VALUE, "x", scaled),
                        new Graph.Result(Graph.ResultRole.VALUE, "label", label)),
                List.of());
        return new RecipePlan.DataPlan(
                "data",
                List.of(new RecipePlan.Reader(
                        "csv", List.of(new RecipePlan.Argument.Text("a\"b.csv")), java.util.Map.of())),
                List.of(
                        new RecipePlan.Column("column 0", 0, new RecipePlan.Choice.At(0), raw.type(), 0),
                        new RecipePlan.Column(
                                "column 1", 0, new RecipePlan.Choice.Named("label"), label.type(), CLASSES)),
                builder.build(Optimizer.optimize(BatchPass.run(perExample))));
    }

    /** The same graph with other results. */
    private static Graph graph(Graph graph, List<Graph.Result> results, List<Graph.Update> updates) {
        return GraphBuilder.startingFrom(graph).graph(results, updates);
    }

    private static Graph only(Graph graph, String result) {
        return graph(
                graph,
                graph.results().stream().filter(r -> r.name().equals(result)).toList(),
                List.of());
    }

    /** Uniform start values of both matrices, zeros for both biases (which are one op). */
    public Graph initial() {
        GraphBuilder builder = new GraphBuilder();
        List<Graph.Result> results = new ArrayList<>();
        int place = 0;
        for (ArrayLayout.Slot slot : weights.slots()) {
            TensorType type = slot.tensor().type();
            Scalar value = Scalars.literal(0.01);
            List<Axis> axes = type.shape().stream().map(e -> new Axis("i", e)).toList();
            if (type.rank() == 2) {
                Op draw = builder.draw(place++, false, type.shape(), origin("draw"));
                value = Scalars.subtract(load(draw, at(0), at(1)), Scalars.literal(0.5));
            }
            results.add(new Graph.Result(
                    Graph.ResultRole.VALUE, slot.path(), builder.pointwise(axes, value, origin("start"))));
        }
        return builder.graph(results, List.of());
    }

    /** A training step with Adam, before optimisation. */
    public Graph training() {
        Gradients gradients = gradients();
        GraphBuilder builder = gradients.builder();
        Op lr = builder.source(OpKind.Role.HYPER, "lr", NUMBER, false, origin("lr"));
        Op step = builder.source(OpKind.Role.COUNTER, "step", NUMBER, false, origin("step"));
        Op rate = builder.pointwise(List.of(), rate(lr, step), origin("rate"));
        List<Graph.Update> updates = new ArrayList<>();
        for (Op parameter : gradients.parameters()) {
            updates.addAll(adam(builder, parameter, gradients.adjoint(parameter).orElseThrow(), rate, step));
        }
        Graph.Result loss = new Graph.Result(Graph.ResultRole.LOSS, "total", total(gradients));
        return builder.graph(List.of(loss, new Graph.Result(Graph.ResultRole.VALUE, "rate", rate)), updates);
    }

    /** The second half of {@link #training}: it begins with the gradients. */
    public Graph update() {
        GraphBuilder builder = new GraphBuilder();
        Op lr = builder.source(OpKind.Role.HYPER, "lr", NUMBER, false, origin("lr"));
        Op step = builder.source(OpKind.Role.COUNTER, "step", NUMBER, false, origin("step"));
        Op rate = builder.pointwise(List.of(), rate(lr, step), origin("rate"));
        List<Graph.Update> updates = new ArrayList<>();
        for (ArrayLayout.Slot slot : weights.slots()) {
            TensorType type = slot.tensor().type();
            Op w = builder.source(OpKind.Role.PARAMETER, slot.path(), type, false, origin(slot.path()));
            Op g = builder.source(OpKind.Role.GRADIENT, slot.path(), type, false, origin(slot.path()));
            updates.addAll(adam(builder, w, g, rate, step));
        }
        return builder.graph(List.of(new Graph.Result(Graph.ResultRole.VALUE, "rate", rate)), updates);
    }

    private static Scalar rate(Op lr, Op step) {
        return Scalars.multiply(load(lr), apply(Primitive.POWER, Scalars.literal(ElementType.NUMBER, 0.9), load(step)));
    }

    private static List<Graph.Update> adam(GraphBuilder builder, Op w, Op g, Op rate, Op step) {
        List<Axis> axes = w.type().shape().stream().map(e -> new Axis("i", e)).toList();
        Subscript[] here = new Subscript[axes.size()];
        for (int i = 0; i < here.length; i++) {
            here[i] = at(i);
        }
        Op m = builder.source(OpKind.Role.STATE, name(w) + "/m", w.type(), false, origin("m"));
        Op v = builder.source(OpKind.Role.STATE, name(w) + "/v", w.type(), false, origin("v"));
        Scalar gradient = load(g, here);
        Op newM = builder.pointwise(
                axes,
                Scalars.add(product(Scalars.literal(0.9), load(m, here)), product(Scalars.literal(0.1), gradient)),
                origin("m"));
        Op newV = builder.pointwise(
                axes,
                Scalars.add(
                        product(Scalars.literal(0.999), load(v, here)),
                        product(Scalars.literal(0.001), gradient, gradient)),
                origin("v"));
        Scalar mean = Scalars.divide(load(newM, here), correction(0.9, step));
        Scalar root = apply(Primitive.SQRT, Scalars.divide(load(newV, here), correction(0.999, step)));
        Scalar change = Scalars.divide(product(load(rate), mean), Scalars.add(root, Scalars.literal(1e-8)));
        Op newW = builder.pointwise(axes, Scalars.subtract(load(w, here), change), origin("w"));
        return List.of(new Graph.Update(m, newM), new Graph.Update(v, newV), new Graph.Update(w, newW));
    }

    /** {@code 1 - beta ^ step}. */
    private static Scalar correction(double beta, Op step) {
        return Scalars.subtract(
                Scalars.literal(ElementType.NUMBER, 1),
                apply(Primitive.POWER, Scalars.literal(ElementType.NUMBER, beta), load(step)));
    }

    /** The loss and the adjoints of all parameters. */
    public Graph gradient() {
        Gradients gradients = gradients();
        List<Graph.Result> results = new ArrayList<>();
        results.add(new Graph.Result(Graph.ResultRole.LOSS, "total", total(gradients)));
        for (Op parameter : gradients.parameters()) {
            results.add(new Graph.Result(
                    Graph.ResultRole.VALUE,
                    name(parameter),
                    gradients.adjoint(parameter).orElseThrow()));
        }
        return gradients.builder().graph(results, List.of());
    }

    private Graph batchedTraining() {
        return BatchPass.run(new Forward(true).graph());
    }

    private Gradients gradients() {
        Graph graph = batchedTraining();
        lastLoss = graph.result("total").orElseThrow();
        return Autodiff.differentiate(graph, lastLoss, graph.sources(OpKind.Role.PARAMETER));
    }

    private Op lastLoss;

    private Op total(Gradients gradients) {
        return lastLoss;
    }

    public ArrayLayout weights() {
        return weights;
    }

    public ArrayLayout state() {
        return state;
    }

    private static String name(Op source) {
        return ((OpKind.Source) source.kind()).name();
    }

    /** The network for one example. */
    private static final class Forward {
        private final GraphBuilder builder = new GraphBuilder();
        private final List<Op> parameters = new ArrayList<>();
        private final boolean training;

        Forward(boolean training) {
            this.training = training;
            for (int[] shape : new int[][] {{INPUTS, HIDDEN}, {HIDDEN}, {HIDDEN, CLASSES}, {CLASSES}}) {
                String path = "dense." + (parameters.size() / 2 + 1) + (shape.length == 2 ? "/W" : "/b");
                parameters.add(builder.source(
                        OpKind.Role.PARAMETER, path, TensorType.of(ElementType.FLOAT, shape), false, origin(path)));
            }
        }

        Graph graph() {
            Op x = builder.source(OpKind.Role.INPUT, "x", TensorType.of(ElementType.FLOAT, INPUTS), true, origin("x"));
            Op label =
                    builder.source(OpKind.Role.TARGET, "label", TensorType.of(ElementType.INT), true, origin("label"));
            Op hidden = pointwise("hidden", HIDDEN, apply(Primitive.TANH, load(dense(x, INPUTS, HIDDEN, 0), at(0))));
            if (training) {
                Op draw = builder.draw(3, true, List.of(Extent.of(HIDDEN)), origin("draw"));
                Scalar kept = apply(Primitive.LT, load(draw, at(0)), Scalars.literal(0.75));
                Scalar scaled = Scalars.divide(load(hidden, at(0)), Scalars.literal(0.75));
                hidden = pointwise("dropout", HIDDEN, Scalars.where(kept, scaled, Scalars.literal(0.0)));
            }
            Op logits = dense(hidden, HIDDEN, CLASSES, 2);
            Axis k = axis("k", CLASSES);
            Op largest = builder.indexed(List.of(), Reduction.MAX, List.of(k), load(logits, at(0)), origin("max"));
            Op shifted = pointwise("shifted", CLASSES, Scalars.subtract(load(logits, at(0)), load(largest)));
            Scalar exp = apply(Primitive.EXP, load(shifted, at(0)));
            Op sum = builder.indexed(List.of(), Reduction.SUM, List.of(k), exp, origin("sum"));
            Op probability = pointwise("probability", CLASSES, Scalars.divide(exp, load(sum)));
            Op best = builder.indexed(List.of(), Reduction.ARGMAX, List.of(k), load(logits, at(0)), origin("best"));
            Op loss = builder.pointwise(
                    List.of(),
                    Scalars.subtract(apply(Primitive.LOG, load(sum)), load(shifted, new Subscript.Data(load(label)))),
                    origin("loss"));
            Op correct = builder.pointwise(
                    List.of(),
                    Scalars.where(
                            apply(Primitive.EQ, load(best), load(label)), Scalars.literal(1.0), Scalars.literal(0.0)),
                    origin("accuracy"));
            return training
                    ? training(loss)
                    : builder.graph(
                            List.of(
                                    new Graph.Result(Graph.ResultRole.OUTPUT, "probability", probability),
                                    new Graph.Result(Graph.ResultRole.OUTPUT, "best", best),
                                    new Graph.Result(Graph.ResultRole.LOSS, "total", loss),
                                    new Graph.Result(Graph.ResultRole.LOSS, "size", size()),
                                    new Graph.Result(Graph.ResultRole.METRIC, "accuracy", correct)),
                            List.of());
        }

        private Graph training(Op loss) {
            Op sum = builder.indexed(List.of(), Reduction.SUM, List.of(batchAxis()), load(loss), origin("sum"));
            Op mean = builder.pointwise(
                    List.of(), Scalars.divide(load(sum), new Scalar.Size(Extent.BATCH)), origin("mean"));
            Op total = builder.pointwise(
                    List.of(), Scalars.add(load(mean), product(Scalars.literal(0.01), load(size()))), origin("total"));
            return builder.graph(List.of(new Graph.Result(Graph.ResultRole.LOSS, "total", total)), List.of());
        }

        /** The squares of the first matrix: a shared loss. */
        private Op size() {
            Scalar w = load(parameters.getFirst(), at(0), at(1));
            return builder.indexed(
                    List.of(),
                    Reduction.SUM,
                    List.of(axis("i", INPUTS), axis("j", HIDDEN)),
                    product(w, w),
                    origin("size"));
        }

        private Op dense(Op x, int from, int to, int first) {
            Op product = builder.indexed(
                    List.of(axis("o", to)),
                    Reduction.SUM,
                    List.of(axis("i", from)),
                    product(load(parameters.get(first), at(1), at(0)), load(x, at(1))),
                    origin("product"));
            return pointwise("dense", to, Scalars.add(load(product, at(0)), load(parameters.get(first + 1), at(0))));
        }

        private Op pointwise(String name, int extent, Scalar body) {
            return builder.pointwise(List.of(axis("o", extent)), body, origin(name));
        }
    }
}
