package org.dlm.compiler.interpret;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Placements;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.TensorType;

/**
 * Computes a graph as its definition says, one element after the other. Before the batch pass a per-example op is computed for
 * each example, and a reduction over the batch reads all of them; so both forms of a graph can be compared.
 */
public final class Interpreter {
    private final Inputs inputs;
    private final Rounding rounding;
    private final Set<Op> perExample;
    private final Map<Op, Tensor> values = new HashMap<>();

    private Interpreter(Graph graph, Inputs inputs, Rounding rounding) {
        this.inputs = inputs;
        this.rounding = rounding;
        this.perExample = Placements.perExample(graph);
    }

    /** The values in f64. */
    public static Run run(Graph graph, Inputs inputs) {
        return run(graph, inputs, Precision.F64);
    }

    /** The values in f64, or rounded to f32 after every operation. */
    public static Run run(Graph graph, Inputs inputs, Precision precision) {
        Interpreter interpreter = new Interpreter(graph, inputs, new Rounding(precision));
        graph.ops().forEach(op -> interpreter.values.put(op, interpreter.evaluate(op)));
        return new Run(graph, interpreter.values);
    }

    private Tensor evaluate(Op op) {
        List<Integer> shape = shape(op);
        double[] elements = switch (op.kind()) {
            case OpKind.Source source -> source(op, source, shape);
            case OpKind.Draw draw -> draw(op, draw, shape);
            case OpKind.Reshape reshape -> values.get(reshape.source()).elements();
            case OpKind.Indexed indexed -> indexed(op, indexed, shape);
            case OpKind.ScatterAdd scatter -> scatter(op, scatter, shape);
        };
        return new Tensor(shape, elements);
    }

    private List<Integer> shape(Op op) {
        Stream<Integer> own = op.type().shape().stream().map(this::size);
        return perExample.contains(op)
                ? Stream.concat(Stream.of(inputs.batch()), own).toList()
                : own.toList();
    }

    private int size(Extent extent) {
        return extent instanceof Extent.Fixed fixed ? fixed.size() : inputs.batch();
    }

    private double[] source(Op op, OpKind.Source source, List<Integer> shape) {
        double[] given = inputs.elements(source)
                .orElseThrow(() -> new IllegalArgumentException("no elements given for " + source));
        if (given.length != Tensor.size(shape)) {
            throw new IllegalArgumentException(given.length + " elements given for " + source + " of shape " + shape);
        }
        return IntStream.range(0, given.length)
                .mapToDouble(k -> rounding.round(op.type().element(), given[k]))
                .toArray();
    }

    private double[] draw(Op op, OpKind.Draw draw, List<Integer> shape) {
        long first = draw.perExample() ? inputs.firstSlot() * op.type().fixedElements() : 0;
        return IntStream.range(0, Tensor.size(shape))
                .mapToDouble(k -> Philox.uniform(inputs.seed(), inputs.step(), draw.place(), first + k))
                .toArray();
    }

    private double[] indexed(Op op, OpKind.Indexed indexed, List<Integer> shape) {
        int[] extents = sizes(indexed.axes());
        int free = indexed.free().size();
        int[] axes = new int[extents.length + 1];
        Expression body = compiler(op, indexed.axes()).compile(indexed.body());
        double[] out = new double[Tensor.size(shape)];
        int[] next = {0};
        if (indexed.reduction() == Reduction.NONE) {
            forEachExample(op, axes, () -> loop(axes, extents, 0, free, () -> out[next[0]++] = body.at(axes)));
            return out;
        }
        Accumulator sum = new Accumulator(indexed.reduction(), op.type().element(), rounding);
        forEachExample(
                op,
                axes,
                () -> loop(axes, extents, 0, free, () -> {
                    sum.start();
                    loop(axes, extents, free, extents.length, () -> sum.add(body.at(axes)));
                    out[next[0]++] = sum.result();
                }));
        return out;
    }

    private double[] scatter(Op op, OpKind.ScatterAdd scatter, List<Integer> shape) {
        int[] extents = sizes(scatter.domain());
        int[] axes = new int[extents.length + 1];
        ExpressionCompiler compiler = compiler(op, scatter.domain());
        Expression body = compiler.compile(scatter.body());
        List<Expression.Whole> places =
                scatter.at().stream().map(compiler::place).toList();
        TensorType type = op.type();
        int[] target = type.shape().stream().mapToInt(this::size).toArray();
        int elements = IntStream.of(target).reduce(1, (a, b) -> a * b);
        double[] out = new double[Tensor.size(shape)];
        forEachExample(
                op,
                axes,
                () -> loop(axes, extents, 0, extents.length, () -> {
                    int offset = perExample.contains(op) ? axes[extents.length] * elements : 0;
                    int within = 0;
                    for (int k = 0; k < target.length; k++) {
                        int place = places.get(k).at(axes);
                        if (place < 0 || place >= target[k]) {
                            return;
                        }
                        within = within * target[k] + place;
                    }
                    out[offset + within] = rounding.round(type.element(), out[offset + within] + body.at(axes));
                }));
        return out;
    }

    private ExpressionCompiler compiler(Op op, List<Axis> axes) {
        List<Axis> known = axes.stream()
                .map(a -> new Axis(a.name(), Extent.of(size(a.extent()))))
                .toList();
        int slot = Placements.joinsExamples(op).orElse(axes.size());
        return new ExpressionCompiler(op, known, slot, inputs.batch(), values, perExample, rounding);
    }

    private int[] sizes(List<Axis> axes) {
        return axes.stream().mapToInt(a -> size(a.extent())).toArray();
    }

    /** Once, or for a per-example op with every example in the last slot. */
    private void forEachExample(Op op, int[] axes, Runnable body) {
        int examples = perExample.contains(op) ? inputs.batch() : 1;
        for (int example = 0; example < examples; example++) {
            axes[axes.length - 1] = example;
            body.run();
        }
    }

    private static void loop(int[] axes, int[] extents, int from, int to, Runnable body) {
        if (from == to) {
            body.run();
            return;
        }
        for (axes[from] = 0; axes[from] < extents[from]; axes[from]++) {
            loop(axes, extents, from + 1, to, body);
        }
    }
}
