package org.dlm.compiler.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Placements;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.graph.TensorType;

/**
 * Gives every per-example op the axis {@code b < batch} as its outermost, as if the whole text stood under one more index.
 *
 * <pre>
 * y[o] = sum(k : W[o, k] * x[k])            y[b, o] = sum(k : W[o, k] * x[b, k])
 * m[k] = sum(b < batch : x[k])              m[k] = sum(b < batch : x[b, k])
 * </pre>
 */
public final class BatchPass {
    private static final Axis EXAMPLE = new Axis("b", Extent.BATCH);

    private final Set<Op> perExample;
    private final GraphBuilder builder = new GraphBuilder();
    private final Map<Op, Op> batched = new HashMap<>();

    private BatchPass(Graph graph) {
        this.perExample = Placements.perExample(graph);
    }

    public static Graph run(Graph graph) {
        BatchPass pass = new BatchPass(graph);
        graph.ops().forEach(op -> pass.batched.put(op, pass.rebuild(op)));
        List<Graph.Result> results = graph.results().stream().map(pass::result).toList();
        List<Graph.Update> updates = graph.updates().stream()
                .map(u -> new Graph.Update(pass.batched.get(u.target()), pass.batched.get(u.value())))
                .toList();
        return pass.builder.graph(results, updates);
    }

    private Op rebuild(Op op) {
        boolean leading = perExample.contains(op);
        return switch (op.kind()) {
            case OpKind.Source source ->
                builder.source(source.role(), source.name(), type(op), source.perExample(), op.origin());
            case OpKind.Draw draw -> builder.draw(draw.place(), draw.perExample(), type(op).shape(), op.origin());
            case OpKind.Reshape reshape ->
                builder.reshape(batched.get(reshape.source()), type(op).shape(), op.origin());
            case OpKind.Indexed indexed ->
                builder.indexed(
                        leading ? prepend(EXAMPLE, indexed.free()) : indexed.free(),
                        indexed.reduction(),
                        indexed.reduced(),
                        rewriting(op).apply(indexed.body()),
                        op.origin());
            case OpKind.ScatterAdd scatter ->
                builder.scatterAdd(
                        type(op),
                        leading ? prepend(EXAMPLE, scatter.domain()) : scatter.domain(),
                        places(op, scatter),
                        rewriting(op).apply(scatter.body()),
                        op.origin());
        };
    }

    private TensorType type(Op op) {
        return perExample.contains(op)
                ? new TensorType(
                        op.type().element(), prepend(Extent.BATCH, op.type().shape()))
                : op.type();
    }

    private List<Subscript> places(Op op, OpKind.ScatterAdd scatter) {
        List<Subscript> places =
                scatter.at().stream().map(subscript -> place(op, subscript)).toList();
        return perExample.contains(op) ? prepend(Affine.axis(0), places) : places;
    }

    private Subscript place(Op op, Subscript subscript) {
        return switch (subscript) {
            case Affine affine -> affine.substitute(axis -> Affine.axis(axis + shift(op)));
            case Subscript.Data data -> new Subscript.Data(rewriting(op).apply(data.value()));
        };
    }

    /** By how much the axes of an op move. */
    private int shift(Op op) {
        return perExample.contains(op) ? 1 : 0;
    }

    /** Moves the axes of a body and gives its loads of per-example operands the example as first place. */
    private UnaryOperator<Scalar> rewriting(Op op) {
        OptionalInt joined = Placements.joinsExamples(op);
        Affine example = Affine.axis(joined.orElse(0));
        int shift = shift(op);
        return body -> withExample(body.substitute(axis -> Affine.axis(axis + shift)), example);
    }

    private Scalar withExample(Scalar scalar, Affine example) {
        Scalar inner = scalar.mapChildren(child -> withExample(child, example));
        if (!(inner instanceof Scalar.Load load)) {
            return inner;
        }
        List<Subscript> at = perExample.contains(load.source()) ? prepend(example, load.at()) : load.at();
        return new Scalar.Load(batched.get(load.source()), at, load.otherwise());
    }

    private Graph.Result result(Graph.Result result) {
        Op op = batched.get(result.op());
        boolean averaged = result.role() == Graph.ResultRole.LOSS && perExample.contains(result.op());
        return new Graph.Result(result.role(), result.name(), averaged ? mean(op) : op);
    }

    /** {@code sum(b < batch : loss[b]) / batch}. */
    private Op mean(Op loss) {
        Op sum = builder.indexed(List.of(), Reduction.SUM, List.of(EXAMPLE), Scalars.loadAt(loss, 0), loss.origin());
        Scalar count = Scalars.coerce(new Scalar.Size(Extent.BATCH), ElementType.FLOAT);
        return builder.pointwise(List.of(), Scalars.divide(Scalars.loadAt(sum), count), loss.origin());
    }

    private static <T> List<T> prepend(T first, List<? extends T> rest) {
        List<T> all = new ArrayList<>();
        all.add(first);
        all.addAll(rest);
        return all;
    }
}
