package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Origin;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;

/**
 * The algebra of tensor values: pointwise application with suffix broadcasting, reductions, and the step from an expression to an op. Places
 * in bodies are written in index numbers of {@link Indices}; an op gets axes of its own.
 */
final class Tensors {
    /** What a function of the library makes is shorter. */
    private static final int SHORT_FORMULA = 256;

    private final GraphBuilder graph;
    private final Indices indices;
    private final Supplier<Origin> origin;
    private final Gate gate;

    /** Sees what is to be made before it is, and throws where it would be too large. */
    interface Gate {
        void dimensions(int count);

        void formula(Scalar body);
    }

    Tensors(GraphBuilder graph, Indices indices, Supplier<Origin> origin, Gate gate) {
        this.gate = gate;
        this.graph = graph;
        this.indices = indices;
        this.origin = origin;
    }

    /** The whole of an op; its first dimensions are read at the given indices. */
    TensorValue of(Op op, List<Integer> context) {
        List<Extent> shape = op.type().shape().subList(context.size(), op.type().rank());
        List<Integer> own = fresh(shape);
        return new TensorValue(own, shape, load(op, context, own));
    }

    TensorValue of(Op op) {
        return of(op, List.of());
    }

    /** The same element everywhere. */
    TensorValue filled(List<Extent> shape, Scalar element) {
        return new TensorValue(fresh(shape), shape, element);
    }

    List<Integer> fresh(List<Extent> shape) {
        gate.dimensions(shape.size());
        List<Integer> own = new ArrayList<>();
        for (Extent extent : shape) {
            own.add(indices.add("ijklmnpq".substring(own.size() % 8, own.size() % 8 + 1), extent));
        }
        return own;
    }

    /** The body with places put for the own indices. */
    Scalar at(TensorValue tensor, List<Affine> places) {
        Map<Integer, Affine> map = new HashMap<>();
        for (int d = 0; d < places.size(); d++) {
            map.put(tensor.own().get(d), places.get(d));
        }
        return tensor.body().substitute(i -> map.getOrDefault(i, Affine.axis(i)));
    }

    /** The body at other indices in the place of its own. */
    Scalar atIndices(TensorValue tensor, List<Integer> own) {
        return own.equals(tensor.own())
                ? tensor.body()
                : at(tensor, own.stream().map(Affine::axis).toList());
    }

    /** Whether one shape is a suffix of the other. */
    static boolean broadcastable(List<Extent> a, List<Extent> b) {
        List<Extent> longer = a.size() >= b.size() ? a : b;
        List<Extent> shorter = a.size() >= b.size() ? b : a;
        return longer.subList(longer.size() - shorter.size(), longer.size()).equals(shorter);
    }

    /** A primitive on tensors whose shapes are suffixes of the longest one. */
    TensorValue apply(Primitive primitive, List<TensorValue> arguments) {
        TensorValue longest = longest(arguments);
        List<Integer> own = fresh(longest.shape());
        List<Scalar> bodies = arguments.stream().map(a -> suffixAt(a, own)).toList();
        return new TensorValue(own, longest.shape(), ScalarArithmetic.apply(primitive, bodies));
    }

    /** The body of a tensor whose shape is a suffix of that of the given indices. */
    Scalar suffixAt(TensorValue tensor, List<Integer> own) {
        return atIndices(tensor, own.subList(own.size() - tensor.rank(), own.size()));
    }

    static TensorValue longest(List<TensorValue> tensors) {
        TensorValue longest = tensors.getFirst();
        for (TensorValue tensor : tensors) {
            longest = tensor.rank() > longest.rank() ? tensor : longest;
        }
        return longest;
    }

    /** The value as one op over the indices in scope that it depends on, followed by its own dimensions. */
    TensorValue materialize(TensorValue tensor) {
        return tensor.body() instanceof Scalar.Load load && load.otherwise().isEmpty() || constant(tensor.body())
                ? tensor
                : toOp(tensor);
    }

    /** The value itself where its formula is short, else as one op: a long one that is used twice would be there twice. */
    TensorValue compact(TensorValue tensor) {
        return OpLimits.longer(tensor.body(), SHORT_FORMULA) ? toOp(tensor) : tensor;
    }

    /** As {@link #materialize}, but always a whole op read one for one. */
    TensorValue toOp(TensorValue tensor) {
        gate.formula(tensor.body());
        List<Integer> context = context(tensor, List.of());
        Op op = op(tensor);
        return new TensorValue(tensor.own(), tensor.shape(), load(op, context, tensor.own()));
    }

    /** The op that holds the tensor; its first dimensions are the indices in scope that the tensor depends on, in their order. */
    Op op(TensorValue tensor) {
        gate.formula(tensor.body());
        List<Integer> free = join(context(tensor, List.of()), tensor.own());
        return graph.pointwise(axes(free), renumber(tensor.body(), free), origin.get());
    }

    /** As {@link #op} over exactly these indices in scope, whether the tensor depends on them or not. */
    Op opOver(List<Integer> context, TensorValue tensor) {
        gate.formula(tensor.body());
        List<Integer> free = join(context, tensor.own());
        return graph.pointwise(axes(free), renumber(tensor.body(), free), origin.get());
    }

    /** Reduces over indices; the own dimensions of the body stay. */
    TensorValue reduce(Reduction reduction, List<Integer> bound, TensorValue body) {
        gate.formula(body.body());
        List<Integer> context = context(body, bound);
        List<Integer> free = join(context, body.own());
        List<Integer> all = join(free, bound);
        Op op = graph.indexed(axes(free), reduction, axes(bound), renumber(body.body(), all), origin.get());
        return new TensorValue(body.own(), body.shape(), load(op, context, body.own()));
    }

    /** The elements in the same order under another shape. */
    TensorValue reshape(TensorValue tensor, List<Extent> shape) {
        if (constant(tensor.body())) {
            return filled(shape, tensor.body());
        }
        List<Integer> context = context(tensor, List.of());
        List<Extent> whole = Stream.concat(
                        context.stream().map(i -> indices.axis(i).extent()), shape.stream())
                .toList();
        return of(graph.reshape(op(tensor), whole, origin.get()), context);
    }

    /** Whether the body is read plainly: every own index alone in one place and over the whole of that dimension. */
    boolean plainView(TensorValue tensor) {
        if (!(tensor.body() instanceof Scalar.Load load) || load.otherwise().isPresent()) {
            return false;
        }
        List<Integer> seen = new ArrayList<>();
        for (int d = 0; d < load.at().size(); d++) {
            Subscript place = load.at().get(d);
            Optional<Integer> alone = tensor.own().stream()
                    .filter(i -> place instanceof Affine affine && affine.isAxis(i))
                    .findFirst();
            if (alone.isPresent()) {
                Extent extent = tensor.shape().get(tensor.own().indexOf(alone.get()));
                if (!extent.equals(load.source().type().shape().get(d))) {
                    return false;
                }
                seen.add(alone.get());
            } else if (mentionsAny(place, tensor.own())) {
                return false;
            }
        }
        return seen.size() == tensor.own().size() && new TreeSet<>(seen).size() == seen.size();
    }

    /** A plain view read at any places, data included, with an optional value for outside. */
    Scalar read(TensorValue plain, List<Subscript> places, Optional<Scalar> otherwise) {
        Scalar.Load load = (Scalar.Load) plain.body();
        List<Subscript> at = load.at().stream()
                .map(place -> {
                    for (int d = 0; d < places.size(); d++) {
                        if (place instanceof Affine affine
                                && affine.isAxis(plain.own().get(d))) {
                            return places.get(d);
                        }
                    }
                    return place;
                })
                .toList();
        return new Scalar.Load(load.source(), at, otherwise);
    }

    static boolean constant(Scalar body) {
        return body instanceof Scalar.Literal || body instanceof Scalar.Size;
    }

    /** The indices in scope on which a tensor depends: all that it mentions but its own and the bound ones. */
    List<Integer> context(TensorValue tensor, List<Integer> bound) {
        SortedSet<Integer> mentioned = mentioned(tensor.body());
        tensor.own().forEach(mentioned::remove);
        bound.forEach(mentioned::remove);
        return List.copyOf(mentioned);
    }

    private SortedSet<Integer> mentioned(Scalar body) {
        SortedSet<Integer> mentioned = new TreeSet<>();
        body.forEach(s -> {
            switch (s) {
                case Scalar.IndexValue value -> collect(value.index(), mentioned);
                case Scalar.Load load ->
                    load.at().forEach(place -> {
                        if (place instanceof Affine affine) {
                            collect(affine, mentioned);
                        }
                    });
                case Scalar.Literal literal -> {}
                case Scalar.Size size -> {}
                case Scalar.Apply apply -> {}
            }
        });
        return mentioned;
    }

    private static void collect(Affine affine, SortedSet<Integer> mentioned) {
        for (IndexTerm term : affine.coefficients().keySet()) {
            switch (term) {
                case IndexTerm.AxisTerm axis -> mentioned.add(axis.axis());
                case IndexTerm.Quotient quotient -> collect(quotient.of(), mentioned);
                case IndexTerm.Remainder remainder -> collect(remainder.of(), mentioned);
            }
        }
    }

    private static boolean mentionsAny(Subscript place, List<Integer> own) {
        return switch (place) {
            case Affine affine -> own.stream().anyMatch(affine::mentions);
            case Subscript.Data data -> own.stream().anyMatch(data.value()::mentions);
        };
    }

    private List<Axis> axes(List<Integer> numbers) {
        return numbers.stream().map(indices::axis).toList();
    }

    private static Scalar renumber(Scalar body, List<Integer> numbers) {
        return body.substitute(i -> Affine.axis(numbers.indexOf(i)));
    }

    private static Scalar load(Op op, List<Integer> context, List<Integer> own) {
        return Scalars.load(op, join(context, own).stream().map(Affine::axis).toList());
    }

    private static List<Integer> join(List<Integer> first, List<Integer> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** The value as the element type, int to float where needed. */
    static TensorValue as(TensorValue tensor, ElementType element) {
        return new TensorValue(tensor.own(), tensor.shape(), Scalars.coerce(tensor.body(), element));
    }
}
