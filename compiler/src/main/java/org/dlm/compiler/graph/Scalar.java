package org.dlm.compiler.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A scalar expression over the axes of an op: what is computed for one element. Values of other ops are read by {@link Load}. */
public sealed interface Scalar {
    ElementType type();

    /** A constant; ints and bools are held as doubles, which is exact. */
    record Literal(ElementType type, double value) implements Scalar {
        @Override
        public boolean equals(Object other) {
            return other instanceof Literal that
                    && type == that.type
                    && Double.doubleToLongBits(value) == Double.doubleToLongBits(that.value);
        }

        @Override
        public int hashCode() {
            return 31 * type.hashCode() + Double.hashCode(value);
        }

        @Override
        public String toString() {
            return type == ElementType.FLOAT || type == ElementType.NUMBER
                    ? Double.toString(value)
                    : Long.toString((long) value);
        }
    }

    /** A place used as a number. */
    record IndexValue(Affine index) implements Scalar {
        @Override
        public ElementType type() {
            return ElementType.INT;
        }

        @Override
        public String toString() {
            return "(" + index + ")";
        }
    }

    /** The size of an extent as an INT; of the batch it is known only at run time. */
    record Size(Extent extent) implements Scalar {
        @Override
        public ElementType type() {
            return ElementType.INT;
        }

        @Override
        public String toString() {
            return "size(" + extent + ")";
        }
    }

    /**
     * The element of {@code source} at a place. Without a guard every place must be inside (affine places provably; data is
     * checked at run time). With one, {@code otherwise} is the value wherever any place lies outside.
     */
    record Load(Op source, List<Subscript> at, Optional<Scalar> otherwise) implements Scalar {
        public Load {
            at = List.copyOf(at);
        }

        /** As a record's own, which is slow until the JVM has compiled it; a compilation compares and looks up very often. */
        @Override
        public boolean equals(Object other) {
            return this == other
                    || other instanceof Load that
                            && source == that.source
                            && at.equals(that.at)
                            && otherwise.equals(that.otherwise);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * source.hashCode() + at.hashCode()) + otherwise.hashCode();
        }

        @Override
        public ElementType type() {
            return source.type().element();
        }

        @Override
        public String toString() {
            String place = at.stream().map(Object::toString).collect(Collectors.joining(", "));
            String guard = otherwise.map(o -> " | " + o).orElse("");
            return "%" + source.id() + "[" + place + guard + "]";
        }
    }

    /** A primitive applied to its arguments. */
    record Apply(ElementType type, Primitive primitive, List<Scalar> arguments) implements Scalar {
        public Apply {
            arguments = List.copyOf(arguments);
            if (arguments.size() != primitive.arity()) {
                throw new IllegalArgumentException(primitive + " takes " + primitive.arity() + " arguments");
            }
        }

        /** As that of {@link Load}. */
        @Override
        public boolean equals(Object other) {
            return this == other
                    || other instanceof Apply that
                            && primitive == that.primitive
                            && type == that.type
                            && arguments.equals(that.arguments);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * type.hashCode() + primitive.hashCode()) + arguments.hashCode();
        }

        @Override
        public String toString() {
            if (primitive.infix()) {
                return "(" + arguments.get(0) + " " + primitive.word() + " " + arguments.get(1) + ")";
            }
            return primitive.word()
                    + arguments.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /** Visits this and everything below it, guards and data places included, parents first. */
    default void forEach(Consumer<Scalar> visitor) {
        visitor.accept(this);
        switch (this) {
            case Apply apply -> {
                for (Scalar argument : apply.arguments) {
                    argument.forEach(visitor);
                }
            }
            case Load load -> {
                for (Subscript subscript : load.at) {
                    if (subscript instanceof Subscript.Data data) {
                        data.value().forEach(visitor);
                    }
                }
                if (load.otherwise.isPresent()) {
                    load.otherwise.get().forEach(visitor);
                }
            }
            case Literal literal -> {}
            case IndexValue index -> {}
            case Size size -> {}
        }
    }

    /** All loads, in reading order, each occurrence once. */
    default List<Load> loads() {
        List<Load> loads = new ArrayList<>();
        forEach(s -> {
            if (s instanceof Load load) {
                loads.add(load);
            }
        });
        return loads;
    }

    /** The same expression with every child (not itself) replaced. */
    default Scalar mapChildren(UnaryOperator<Scalar> f) {
        return map(f, UnaryOperator.identity());
    }

    /** The same expression with a place put for every axis. */
    default Scalar substitute(IntFunction<Affine> places) {
        return new Substitution(places).apply(this);
    }

    /** One object for a whole expression, where a lambda would be one for each of its nodes. */
    final class Substitution implements UnaryOperator<Scalar> {
        private final UnaryOperator<Affine> places;

        private Substitution(IntFunction<Affine> places) {
            this.places = place -> place.substitute(places);
        }

        @Override
        public Scalar apply(Scalar scalar) {
            return scalar instanceof IndexValue value
                    ? new IndexValue(places.apply(value.index))
                    : scalar.map(this, places);
        }
    }

    /**
     * The same expression with other children and other affine places of its own; the same object where these are the same. Loops
     * instead of streams: expressions are deep, and a stream takes ten frames for each level.
     */
    private Scalar map(UnaryOperator<Scalar> f, UnaryOperator<Affine> places) {
        return switch (this) {
            case Literal literal -> literal;
            case IndexValue index -> index;
            case Size size -> size;
            case Apply apply -> {
                List<Scalar> arguments = new ArrayList<>(apply.arguments.size());
                boolean same = true;
                for (Scalar argument : apply.arguments) {
                    Scalar mapped = f.apply(argument);
                    same &= mapped == argument;
                    arguments.add(mapped);
                }
                yield same ? apply : new Apply(apply.type, apply.primitive, arguments);
            }
            case Load load -> {
                List<Subscript> at = new ArrayList<>(load.at.size());
                boolean same = true;
                for (Subscript place : load.at) {
                    Subscript mapped = map(place, f, places);
                    same &= mapped == place;
                    at.add(mapped);
                }
                Optional<Scalar> otherwise = load.otherwise.map(f);
                same &= otherwise.orElse(load) == load.otherwise.orElse(load);
                yield same ? load : new Load(load.source, at, otherwise);
            }
        };
    }

    private static Subscript map(Subscript place, UnaryOperator<Scalar> f, UnaryOperator<Affine> places) {
        return switch (place) {
            case Affine affine -> places.apply(affine);
            case Subscript.Data data -> {
                Scalar value = f.apply(data.value());
                yield value == data.value() ? data : new Subscript.Data(value);
            }
        };
    }

    /** Whether an axis occurs in a place or an index value. */
    default boolean mentions(int axis) {
        boolean[] found = {false};
        forEach(s -> found[0] |= switch (s) {
            case IndexValue value -> value.index.mentions(axis);
            case Load load -> mentions(load.at, axis);
            case Literal literal -> false;
            case Size size -> false;
            case Apply apply -> false;
        });
        return found[0];
    }

    private static boolean mentions(List<Subscript> at, int axis) {
        for (Subscript place : at) {
            if (place instanceof Affine affine && affine.mentions(axis)) {
                return true;
            }
        }
        return false;
    }
}
