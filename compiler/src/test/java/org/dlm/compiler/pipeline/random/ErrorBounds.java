package org.dlm.compiler.pipeline.random;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;
import org.dlm.compiler.interpret.Run;

/**
 * How exactly each element of a batched graph has to be met by a program that computes it in a precision, in whatever order: a
 * running error analysis (Higham, "Accuracy and Stability of Numerical Algorithms", 3.3) beside the interpreter. Where only small
 * integers are added, multiplied and compared, the bound is 0.
 */
final class ErrorBounds {
    private final Inputs inputs;
    private final Roundoff roundoff;
    private final Run exact;
    private final Map<Op, BoundedTensor> values = new HashMap<>();
    private final BoundedBody bodies;

    private ErrorBounds(Graph graph, Inputs inputs, Precision precision) {
        this.inputs = inputs;
        this.roundoff = new Roundoff(precision);
        this.exact = Interpreter.run(graph, inputs);
        this.bodies = new BoundedBody(values, inputs.batch(), roundoff);
    }

    /** The values of the interpreter with their bounds. */
    static Map<Op, BoundedTensor> of(Graph graph, Inputs inputs, Precision precision) {
        ErrorBounds bounds = new ErrorBounds(graph, inputs, precision);
        graph.ops().forEach(op -> bounds.values.put(op, bounds.evaluate(op)));
        return bounds.values;
    }

    private BoundedTensor evaluate(Op op) {
        int[] shape = op.type().shape().stream().mapToInt(this::size).toArray();
        BoundedTensor tensor =
                new BoundedTensor(shape, exact.value(op).elements(), new double[BoundedTensor.size(shape)]);
        switch (op.kind()) {
            case OpKind.Source source -> rounded(op, tensor);
            case OpKind.Draw draw -> {}
            case OpKind.Reshape reshape -> {
                double[] errors = values.get(reshape.source()).errors();
                System.arraycopy(errors, 0, tensor.errors(), 0, errors.length);
            }
            case OpKind.Indexed indexed -> indexed(op, indexed, tensor);
            case OpKind.ScatterAdd scatter -> scatter(op, scatter, tensor);
        }
        return tensor;
    }

    private int size(Extent extent) {
        return extent.isBatch() ? inputs.batch() : extent.fixedSize();
    }

    private void rounded(Op op, BoundedTensor tensor) {
        for (int k = 0; k < tensor.values().length; k++) {
            double value = tensor.values()[k];
            boolean isFloat = Double.isNaN(value) || value == (float) value;
            tensor.errors()[k] = isFloat ? 0 : roundoff.of(op.type().element(), value);
        }
    }

    private int[] sizes(List<Axis> axes) {
        return axes.stream().mapToInt(axis -> size(axis.extent())).toArray();
    }

    private void indexed(Op op, OpKind.Indexed indexed, BoundedTensor tensor) {
        int[] extents = sizes(indexed.axes());
        int free = indexed.free().size();
        int[] axes = new int[extents.length];
        BoundedBody.Part body = bodies.of(indexed.body());
        BoundedReduction reduction =
                new BoundedReduction(indexed.reduction(), op.type().element(), roundoff);
        int[] next = {0};
        loop(axes, extents, 0, free, () -> {
            if (indexed.reduction() == Reduction.NONE) {
                tensor.errors()[next[0]++] = body.at(axes).error;
                return;
            }
            reduction.start();
            loop(axes, extents, free, extents.length, () -> reduction.add(body.at(axes)));
            tensor.errors()[next[0]++] = reduction.error();
        });
    }

    private void scatter(Op op, OpKind.ScatterAdd scatter, BoundedTensor tensor) {
        int[] extents = sizes(scatter.domain());
        int[] axes = new int[extents.length];
        BoundedBody.Part body = bodies.of(scatter.body());
        List<BoundedBody.Part> places = scatter.at().stream().map(bodies::place).toList();
        int[] shape = tensor.shape();
        BoundedReduction[] sums = new BoundedReduction[tensor.values().length];
        boolean[] lost = {false};
        loop(axes, extents, 0, extents.length, () -> {
            int offset = 0;
            boolean inside = true;
            for (int k = 0; k < shape.length; k++) {
                Bounded place = places.get(k).at(axes);
                lost[0] |= place.error > 0;
                inside &= place.value >= 0 && place.value < shape[k];
                offset = offset * shape[k] + (int) place.value;
            }
            if (inside) {
                if (sums[offset] == null) {
                    sums[offset] = new BoundedReduction(Reduction.SUM, op.type().element(), roundoff);
                    sums[offset].start();
                }
                sums[offset].add(body.at(axes));
            }
        });
        for (int k = 0; k < sums.length; k++) {
            tensor.errors()[k] = lost[0] ? Double.POSITIVE_INFINITY : sums[k] == null ? 0 : sums[k].error();
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
