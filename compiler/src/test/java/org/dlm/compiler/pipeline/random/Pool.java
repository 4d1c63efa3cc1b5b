package org.dlm.compiler.pipeline.random;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Placements;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.interpret.Inputs;

/** The values that a graph of one example has so far, with what its sources are given. */
final class Pool {
    /** Elements of one value of one example. */
    static final int ELEMENTS = 300;

    private final SplittableRandom random;
    private final Sizes sizes;
    private final boolean exact;
    private final String prefix;
    private final GraphBuilder builder = new GraphBuilder();
    private final List<Value> values = new ArrayList<>();
    private final Set<Op> known = new HashSet<>();
    private final Map<String, Integer> classes = new HashMap<>();
    private Inputs inputs;
    private int sources;

    /** A value, a bound of its elements, and whether there is one for each example. */
    record Value(Op op, double bound, boolean perExample) {
        ElementType element() {
            return op.type().element();
        }

        List<Extent> shape() {
            return op.type().shape();
        }

        int rank() {
            return op.type().rank();
        }

        int extent(int axis) {
            return op.type().shape().get(axis).fixedSize();
        }

        int elements() {
            return (int) op.type().fixedElements();
        }

        boolean kept() {
            return op.kind() instanceof OpKind.Source source
                    && (source.role() == OpKind.Role.PARAMETER
                            || source.role() == OpKind.Role.BUFFER
                            || source.role() == OpKind.Role.STATE);
        }
    }

    /**
     * No values yet.
     *
     * @param exact whether all numbers are small integers
     * @param prefix of the names of sources
     */
    Pool(SplittableRandom random, boolean exact, String prefix) {
        this.random = random;
        this.sizes = new Sizes(random);
        this.exact = exact;
        this.prefix = prefix;
        this.inputs =
                Inputs.ofBatch(sizes.batch()).withSeed(random.nextInt(1000)).withStep(1 + random.nextInt(5));
    }

    SplittableRandom random() {
        return random;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    Sizes sizes() {
        return sizes;
    }

    boolean exact() {
        return exact;
    }

    GraphBuilder builder() {
        return builder;
    }

    Inputs inputs() {
        return inputs;
    }

    Map<String, Integer> classes() {
        return classes;
    }

    List<Value> values() {
        return values;
    }

    Value add(Op op, double bound) {
        boolean perExample = switch (op.kind()) {
            case OpKind.Source source -> source.perExample();
            case OpKind.Draw draw -> draw.perExample();
            case OpKind.Reshape reshape -> perExample(reshape.source());
            case OpKind.Indexed indexed -> joined(op);
            case OpKind.ScatterAdd scatter -> joined(op);
        };
        Value value = new Value(op, bound, perExample);
        if (known.add(op)) {
            values.add(value);
        }
        return value;
    }

    private boolean joined(Op op) {
        return Placements.joinsExamples(op).isEmpty() && op.operands().stream().anyMatch(this::perExample);
    }

    boolean perExample(Op op) {
        return values.stream().anyMatch(value -> value.op == op && value.perExample);
    }

    /** One of those that fit, rather a late one. */
    Optional<Value> some(Predicate<Value> fits) {
        List<Value> fitting = values.stream()
                .filter(value -> Double.isFinite(value.bound) && value.elements() <= ELEMENTS)
                .filter(fits)
                .toList();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        int size = fitting.size();
        return Optional.of(fitting.get(chance(50) ? Math.max(0, size - 1 - random.nextInt(3)) : random.nextInt(size)));
    }

    Optional<Value> some(ElementType element) {
        return some(value -> value.element() == element);
    }

    /** One of this rank; a new input where there is none. */
    Value floats(int rank) {
        return some(value -> value.element() == ElementType.FLOAT && value.rank() == rank)
                .orElseGet(() -> source(OpKind.Role.INPUT, ElementType.FLOAT, sizes.shape(rank, ELEMENTS)));
    }

    Value source(OpKind.Role role, ElementType element, List<Integer> shape) {
        String name = prefix + role.name().toLowerCase(java.util.Locale.ROOT).charAt(0) + sources++;
        boolean perExample = role == OpKind.Role.INPUT || role == OpKind.Role.TARGET;
        TensorType type = new TensorType(element, shape.stream().map(Extent::of).toList());
        Op op = builder.source(role, name, type, perExample, Ops.origin(name));
        int count = (int) type.fixedElements() * (perExample ? inputs.batch() : 1);
        double[] elements = new double[count];
        for (int k = 0; k < count; k++) {
            elements[k] = element(element);
        }
        inputs = inputs.with(role, name, elements);
        return add(op, element == ElementType.BOOL ? 1 : 4);
    }

    private double element(ElementType element) {
        return switch (element) {
            case BOOL -> random.nextInt(2);
            case INT -> random.nextInt(-3, 5);
            case FLOAT -> exact || random.nextInt(6) == 0 ? random.nextInt(-3, 4) : (float) random.nextDouble(-2, 2);
            case NUMBER -> 1 + random.nextInt(3);
        };
    }

    /** An input of classes. */
    Value ids(List<Integer> shape, int count) {
        Value ids = source(chance(50) ? OpKind.Role.INPUT : OpKind.Role.TARGET, ElementType.INT, shape);
        OpKind.Source source = (OpKind.Source) ids.op.kind();
        double[] elements = new double[ids.elements() * inputs.batch()];
        for (int k = 0; k < elements.length; k++) {
            elements[k] = random.nextInt(count);
        }
        inputs = inputs.with(source.role(), source.name(), elements);
        classes.put(source.name(), count);
        return ids;
    }

    /** A setting that the program is given. */
    Op hyper() {
        String name = prefix + "rate";
        inputs = inputs.with(OpKind.Role.HYPER, name, exact ? 2 : 0.3);
        return number(OpKind.Role.HYPER, name);
    }

    Op counter() {
        inputs = inputs.with(OpKind.Role.COUNTER, "step", inputs.step());
        return number(OpKind.Role.COUNTER, "step");
    }

    private Op number(OpKind.Role role, String name) {
        return builder.source(role, name, new TensorType(ElementType.NUMBER, List.of()), false, Ops.origin(name));
    }

    static List<Axis> axes(List<Integer> shape, String letter) {
        List<Axis> axes = new ArrayList<>();
        for (int k = 0; k < shape.size(); k++) {
            axes.add(new Axis(letter + k, Extent.of(shape.get(k))));
        }
        return axes;
    }

    static List<Axis> axesOf(Value value) {
        return axes(value.shape().stream().map(Extent::fixedSize).toList(), "i");
    }
}
