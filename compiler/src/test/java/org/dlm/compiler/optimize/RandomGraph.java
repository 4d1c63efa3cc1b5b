package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Interval;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.interpret.Inputs;

/**
 * A well-typed batched graph by chance, with updates. Choices depend on sources and axes only, not on computed values, so that
 * another order of rounding cannot change which side is chosen; functions are bounded, so that nothing overflows.
 */
public final class RandomGraph {
    public static final int BATCH = 3;
    private static final Axis BATCH_AXIS = new Axis("b", Extent.BATCH);

    private final SplittableRandom random;
    private final GraphBuilder builder = new GraphBuilder();
    private final List<Op> values = new ArrayList<>();
    private final Op label;
    private final Op rate;
    private final Op image;
    private final Op turned;
    private final Op kernel;
    private Inputs inputs = Inputs.ofBatch(BATCH);

    public RandomGraph(long seed) {
        this.random = new SplittableRandom(seed);
        source(OpKind.Role.INPUT, "x", true, Extent.BATCH, Extent.of(3), Extent.of(6));
        source(OpKind.Role.INPUT, "z", true, Extent.BATCH, Extent.of(5));
        source(OpKind.Role.PARAMETER, "w", false, Extent.of(4), Extent.of(3), Extent.of(3));
        source(OpKind.Role.PARAMETER, "v", false, Extent.of(5));
        image = source(OpKind.Role.INPUT, "image", true, Extent.BATCH, Extent.of(4), Extent.of(9));
        turned = source(OpKind.Role.INPUT, "turned", true, Extent.BATCH, Extent.of(9), Extent.of(4));
        kernel = source(OpKind.Role.PARAMETER, "kernel", false, Extent.of(5), Extent.of(4), Extent.of(3));
        label = builder.source(
                OpKind.Role.TARGET,
                "label",
                new TensorType(ElementType.INT, List.of(Extent.BATCH)),
                true,
                Ops.origin("label"));
        inputs = inputs.with(OpKind.Role.TARGET, "label", 2, 0, 1);
        rate = builder.source(
                OpKind.Role.HYPER, "rate", new TensorType(ElementType.NUMBER, List.of()), false, Ops.origin("rate"));
        inputs = inputs.with(OpKind.Role.HYPER, "rate", 0.3);
    }

    public Inputs inputs() {
        return inputs;
    }

    public Graph graph(int ops) {
        for (int k = 0; k < ops; k++) {
            values.add(op());
        }
        List<Graph.Result> results = new ArrayList<>();
        for (int k = Math.max(0, values.size() - 3); k < values.size(); k++) {
            results.add(Ops.value("r" + k, values.get(k)));
        }
        List<Graph.Update> updates = new ArrayList<>();
        for (Op target : new java.util.LinkedHashSet<>(values)) {
            boolean parameter = target.kind() instanceof OpKind.Source s && s.role() == OpKind.Role.PARAMETER;
            if (parameter) {
                Scalar step = Scalars.multiply(
                        Scalars.subtract(
                                Scalars.literal(1.0), Scalars.multiply(Scalars.load(rate, List.of()), number())),
                        expression(axes(target.type().shape()), 2));
                Scalar next = Scalars.subtract(own(target), step);
                updates.add(new Graph.Update(
                        target, builder.pointwise(axes(target.type().shape()), next, Ops.origin("next"))));
            }
        }
        return builder.graph(results, updates);
    }

    private Op source(OpKind.Role role, String name, boolean perExample, Extent... shape) {
        Op op = builder.source(
                role, name, new TensorType(ElementType.FLOAT, List.of(shape)), perExample, Ops.origin(name));
        double[] elements = new double
                [java.util.Arrays.stream(shape)
                        .mapToInt(e -> e.isBatch() ? BATCH : e.fixedSize())
                        .reduce(1, (a, b) -> a * b)];
        for (int k = 0; k < elements.length; k++) {
            elements[k] = random.nextInt(5) == 0 ? 0 : random.nextDouble(-2, 2);
        }
        inputs = inputs.with(role, name, elements);
        values.add(op);
        return op;
    }

    private Op op() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> reduction();
            case 3, 4 -> contraction();
            case 7 -> random.nextInt(3) == 0 ? reshape() : pointwise();
            case 5 -> scatter();
            case 6 -> random.nextInt(3) == 0 ? draw() : pointwise();
            default -> pointwise();
        };
    }

    private Op pointwise() {
        List<Axis> free = axes(random.nextInt(4) > 0 ? some().type().shape() : shape());
        return builder.pointwise(free, expression(free, 3), Ops.origin("p"));
    }

    private Op reduction() {
        List<Axis> free = axes(shape());
        List<Axis> reduced = new ArrayList<>();
        for (int k = random.nextInt(3); k >= 0; k--) {
            reduced.add(new Axis("r" + k, random.nextInt(6) == 0 ? Extent.BATCH : Extent.of(random.nextInt(1, 5))));
        }
        List<Axis> all = new ArrayList<>(free);
        all.addAll(reduced);
        Reduction reduction = switch (random.nextInt(6)) {
            case 0 -> Reduction.MAX;
            case 1 -> Reduction.MIN;
            default -> Reduction.SUM;
        };
        return builder.indexed(free, reduction, reduced, expression(all, 2), Ops.origin("s"));
    }

    /** A sum of products that reads its operands many times: convolutions, their derivatives, products of matrices. */
    private Op contraction() {
        Axis b = BATCH_AXIS;
        Axis o = new Axis("o", Extent.of(5));
        Axis c = new Axis("c", Extent.of(4));
        Axis i = new Axis("i", Extent.of(9));
        Affine b0 = Affine.axis(0);
        Affine i2 = Affine.axis(2);
        int stride = random.nextInt(1, 3);
        int before = random.nextInt(-1, 3);
        return switch (random.nextInt(4)) {
            // y[b, o, i] = sum(c, u : k[o, c, u] * x[b, c, i * stride + u - before | 0])
            case 0 ->
                sum(
                        List.of(b, o, i),
                        List.of(c, new Axis("u", Extent.of(3))),
                        Scalars.load(kernel, List.of(Affine.axis(1), Affine.axis(3), Affine.axis(4))),
                        outsideZero(
                                image,
                                b0,
                                Affine.axis(3),
                                i2.times(stride).plus(Affine.axis(4)).plus(-before)));
            // the derivative of it by phases: x[b, c, p] = sum(o, q : k[o, c, 2 * q + t % 2 | 0] * y[b, o, div(t, 2) -
            // q | 0])
            case 1 -> {
                Affine t = i2.plus(before);
                yield sum(
                        List.of(b, c, i),
                        List.of(o, new Axis("q", Extent.of(2))),
                        outsideZero(
                                kernel,
                                Affine.axis(3),
                                Affine.axis(1),
                                Affine.axis(4).times(2).plus(t.modulo(2))),
                        outsideZero(image, b0, Affine.axis(1), t.dividedBy(2).minus(Affine.axis(4))));
            }
            // the same by spreading: where((p + before - u) % 2 == 0, y[b, .., div(p + before - u, 2) | 0], 0) * k[o,
            // c, u]
            case 2 -> {
                Affine t = i2.plus(before).minus(Affine.axis(4));
                Scalar even = Scalars.apply(Primitive.EQ, new Scalar.IndexValue(t.modulo(2)), Scalars.literal(0));
                Scalar spread = Scalars.where(
                        even, outsideZero(image, b0, Affine.axis(1), t.dividedBy(2)), Scalars.literal(0.0));
                yield sum(
                        List.of(b, c, i),
                        List.of(o, new Axis("u", Extent.of(3))),
                        spread,
                        Scalars.load(kernel, List.of(Affine.axis(3), Affine.axis(1), Affine.axis(4))));
            }
            // y[b, i, s] = sum(c : tanh(x[b, c, i]) * x[b, c, s]) in one of two orders
            default ->
                sum(
                        List.of(b, i, new Axis("s", Extent.of(9))),
                        List.of(c),
                        Scalars.apply(Primitive.TANH, Scalars.load(image, List.of(b0, Affine.axis(3), Affine.axis(1)))),
                        Scalars.load(turned, List.of(b0, i2, Affine.axis(3))));
        };
    }

    private Op sum(List<Axis> free, List<Axis> reduced, Scalar left, Scalar right) {
        return builder.indexed(free, Reduction.SUM, reduced, Scalars.multiply(left, right), Ops.origin("c"));
    }

    private static Scalar outsideZero(Op source, Affine... at) {
        return new Scalar.Load(source, List.of(at), Optional.of(Scalars.literal(0.0)));
    }

    private Op reshape() {
        Op source = some();
        List<Extent> shape = source.type().shape();
        List<Extent> flat = new ArrayList<>();
        if (source.type().batched()) {
            flat.add(Extent.BATCH);
        }
        flat.add(Extent.of((int) source.type().fixedElements()));
        return shape.stream().filter(Extent::isBatch).count() > 1
                ? source
                : builder.reshape(source, flat, Ops.origin("f"));
    }

    private Op scatter() {
        List<Axis> domain = List.of(BATCH_AXIS, axis("k"));
        List<Subscript> at = List.of(
                random.nextBoolean() ? Affine.axis(0) : new Subscript.Data(Scalars.loadAt(label, 0)),
                random.nextBoolean() ? Affine.axis(1) : new Subscript.Data(Scalars.loadAt(label, 0)));
        Extent rows = at.getFirst() instanceof Affine ? Extent.BATCH : Extent.of(3);
        TensorType type =
                new TensorType(ElementType.FLOAT, List.of(rows, domain.get(1).extent()));
        return builder.scatterAdd(type, domain, at, expression(domain, 1), Ops.origin("g"));
    }

    private Op draw() {
        return builder.draw(values.size(), true, List.of(Extent.BATCH, Extent.of(4)), Ops.origin("d"));
    }

    private Scalar expression(List<Axis> axes, int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            return random.nextInt(4) == 0 ? leaf(axes) : access(axes);
        }
        Scalar a = expression(axes, depth - 1);
        return switch (random.nextInt(9)) {
            case 0 -> Scalars.add(a, expression(axes, depth - 1));
            case 1 -> Scalars.subtract(a, expression(axes, depth - 1));
            case 2, 3 -> Scalars.multiply(a, expression(axes, depth - 1));
            case 4 -> Scalars.apply(Primitive.TANH, a);
            case 5 -> Scalars.apply(Primitive.NEGATE, a);
            case 6 -> Scalars.divide(a, Scalars.literal(random.nextBoolean() ? 4.0 : 3.0));
            case 7 -> Scalars.where(condition(axes), a, Scalars.literal(0.0));
            default -> Scalars.where(condition(axes), a, expression(axes, depth - 1));
        };
    }

    private Scalar leaf(List<Axis> axes) {
        return switch (random.nextInt(4)) {
            case 0 -> Scalars.literal((double) random.nextInt(-1, 3));
            case 1 ->
                Scalars.apply(
                        Primitive.TO_FLOAT,
                        Scalars.divide(Scalars.load(rate, List.of()), Scalars.literal(ElementType.NUMBER, 3)));
            case 2 -> Scalars.apply(Primitive.TO_FLOAT, new Scalar.Size(Extent.BATCH));
            default ->
                axes.isEmpty() ? number() : Scalars.apply(Primitive.TO_FLOAT, new Scalar.IndexValue(place(axes)));
        };
    }

    private Scalar condition(List<Axis> axes) {
        Scalar place = new Scalar.IndexValue(place(axes));
        Scalar bound = Scalars.literal(random.nextInt(-1, 6));
        Primitive comparison =
                List.of(Primitive.LT, Primitive.GE, Primitive.EQ, Primitive.NE).get(random.nextInt(4));
        return random.nextInt(3) == 0
                ? Scalars.apply(
                        comparison, Scalars.apply(Primitive.REMAINDER, place, Scalars.literal(2)), Scalars.literal(0))
                : Scalars.apply(comparison, place, bound);
    }

    /** An access to some value: places inside by proof, or a guard. */
    private Scalar access(List<Axis> axes) {
        Op source = some();
        if (random.nextBoolean() && source.type().shape().equals(Access.extents(axes))) {
            return own(source);
        }
        List<Subscript> at = new ArrayList<>();
        boolean proven = true;
        for (Extent extent : source.type().shape()) {
            Optional<Affine> place = extent.isBatch() ? batchPlace(axes) : Optional.of(place(axes));
            if (place.isEmpty()) {
                return number();
            }
            if (!extent.isBatch()) {
                Affine chosen = place.get();
                for (int k = 0; k < 4 && !Interval.of(chosen, axes).within(extent.fixedSize()); k++) {
                    chosen = place(axes);
                }
                proven &= Interval.of(chosen, axes).within(extent.fixedSize());
                at.add(chosen);
            } else {
                at.add(place.get());
            }
        }
        Scalar otherwise = random.nextInt(4) == 0 ? number() : Scalars.literal(0.0);
        return proven ? Scalars.load(source, at) : new Scalar.Load(source, at, Optional.of(otherwise));
    }

    private Optional<Affine> batchPlace(List<Axis> axes) {
        for (int axis = 0; axis < axes.size(); axis++) {
            if (axes.get(axis).extent().isBatch()) {
                return Optional.of(Affine.axis(axis));
            }
        }
        return Optional.empty();
    }

    /** An affine place of fixed axes, sometimes a quotient or remainder. */
    private Affine place(List<Axis> axes) {
        Affine place = Affine.constant(0);
        for (int k = random.nextInt(3); k >= 0; k--) {
            int axis = axes.isEmpty() ? -1 : random.nextInt(axes.size());
            if (axis >= 0 && !axes.get(axis).extent().isBatch()) {
                place = place.plus(
                        Affine.axis(axis).times(random.nextInt(4) == 0 ? 2 : random.nextInt(5) == 0 ? -1 : 1));
            }
        }
        if (random.nextInt(3) == 0) {
            place = place.plus(random.nextInt(-2, 3));
        }
        return switch (random.nextInt(8)) {
            case 0 -> place.dividedBy(2);
            case 1 -> place.modulo(3);
            default -> place;
        };
    }

    private Scalar own(Op op) {
        return Scalars.loadAt(
                op, java.util.stream.IntStream.range(0, op.type().rank()).toArray());
    }

    private Op some() {
        return values.get(random.nextInt(values.size()));
    }

    private Scalar number() {
        return Scalars.literal(random.nextInt(-4, 5) / 4.0);
    }

    private Axis axis(String name) {
        return new Axis(name, Extent.of(random.nextInt(1, 6)));
    }

    private List<Extent> shape() {
        List<Extent> shape = new ArrayList<>();
        if (random.nextInt(3) > 0) {
            shape.add(Extent.BATCH);
        }
        for (int k = random.nextInt(3); k > 0; k--) {
            shape.add(Extent.of(random.nextInt(1, 7)));
        }
        return shape;
    }

    private static List<Axis> axes(List<Extent> shape) {
        List<Axis> axes = new ArrayList<>();
        for (Extent extent : shape) {
            axes.add(extent.isBatch() ? BATCH_AXIS : new Axis("i" + axes.size(), extent));
        }
        return axes;
    }
}
