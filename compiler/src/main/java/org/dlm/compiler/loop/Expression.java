package org.dlm.compiler.loop;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;

/**
 * One number computed by a kernel. The same as a {@link org.dlm.compiler.graph.Scalar} with places made linear, guards made
 * conditions, and values of the same kernel made locals.
 */
public sealed interface Expression {
    ElementType type();

    /** A constant; ints and truth values are held as doubles. */
    record Constant(ElementType type, double value) implements Expression {
        @Override
        public boolean equals(Object other) {
            return other instanceof Constant that
                    && type == that.type
                    && Double.doubleToLongBits(value) == Double.doubleToLongBits(that.value);
        }

        @Override
        public int hashCode() {
            return 31 * type.hashCode() + Double.hashCode(value);
        }

        @Override
        public String toString() {
            return switch (type) {
                case FLOAT, NUMBER -> Double.toString(value);
                case INT -> Integer.toString((int) value);
                case BOOL -> Boolean.toString(value != 0);
            };
        }
    }

    /** A declared local. */
    record Local(ElementType type, Variable variable) implements Expression {
        @Override
        public String toString() {
            return variable.name();
        }
    }

    /** The argument with this number among the kernel's numbers: a double. */
    record Argument(int number) implements Expression {
        @Override
        public ElementType type() {
            return ElementType.NUMBER;
        }

        @Override
        public String toString() {
            return "number" + number;
        }
    }

    /** A place used as a number. */
    record Index(Place place) implements Expression {
        @Override
        public ElementType type() {
            return ElementType.INT;
        }

        @Override
        public String toString() {
            return "(" + place + ")";
        }
    }

    /** An element of an operand. */
    record Load(ElementType type, int operand, Place at) implements Expression {
        @Override
        public String toString() {
            return "$" + operand + "[" + at + "]";
        }
    }

    /** {@code 0 <= place < size}. */
    record Within(Place place, Place size) implements Expression {
        @Override
        public ElementType type() {
            return ElementType.BOOL;
        }

        @Override
        public String toString() {
            return "within(" + place + ", " + size + ")";
        }
    }

    /** A primitive of its arguments; {@code WHERE} looks at the chosen side only. */
    record Apply(ElementType type, Primitive primitive, List<Expression> arguments) implements Expression {
        public Apply {
            arguments = List.copyOf(arguments);
        }

        public Expression argument(int number) {
            return arguments.get(number);
        }

        @Override
        public String toString() {
            return primitive.infix()
                    ? "(" + arguments.get(0) + " " + primitive.word() + " " + arguments.get(1) + ")"
                    : primitive.word()
                            + arguments.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /** {@code a * b + c}, rounded once. */
    record Fma(Expression a, Expression b, Expression c) implements Expression {
        @Override
        public ElementType type() {
            return ElementType.FLOAT;
        }

        @Override
        public String toString() {
            return "fma(" + a + ", " + b + ", " + c + ")";
        }
    }

    /** All lanes of a vector joined by {@code MIN} or {@code MAX}; sums are made of exchanges, in a fixed order. */
    record ReduceLanes(Primitive primitive, VectorValue vector) implements Expression {
        @Override
        public ElementType type() {
            return vector.type();
        }

        @Override
        public String toString() {
            return "lanes(" + primitive.word() + " : " + vector + ")";
        }
    }

    /** One lane of a vector. */
    record Lane(VectorValue vector, int lane) implements Expression {
        @Override
        public ElementType type() {
            return vector.type();
        }

        @Override
        public String toString() {
            return vector + "." + lane;
        }
    }

    static Expression constant(ElementType type, double value) {
        return new Constant(type, value);
    }

    static Expression apply(ElementType type, Primitive primitive, Expression... arguments) {
        return new Apply(type, primitive, List.of(arguments));
    }

    /** The same expression with every direct child replaced; places stay. */
    default Expression mapChildren(UnaryOperator<Expression> f) {
        return switch (this) {
            case Apply apply ->
                new Apply(
                        apply.type,
                        apply.primitive,
                        apply.arguments.stream().map(f).toList());
            case Fma fma -> new Fma(f.apply(fma.a), f.apply(fma.b), f.apply(fma.c));
            case Constant constant -> constant;
            case Local local -> local;
            case Argument argument -> argument;
            case Index index -> index;
            case Load load -> load;
            case Within within -> within;
            case ReduceLanes lanes -> lanes;
            case Lane lane -> lane;
        };
    }

    /** The direct children, without those in places. */
    default List<Expression> children() {
        return switch (this) {
            case Apply apply -> apply.arguments;
            case Fma fma -> List.of(fma.a, fma.b, fma.c);
            case Constant constant -> List.of();
            case Local local -> List.of();
            case Argument argument -> List.of();
            case Index index -> List.of();
            case Load load -> List.of();
            case Within within -> List.of();
            case ReduceLanes lanes -> List.of();
            case Lane lane -> List.of();
        };
    }

    /** The places of this node itself. */
    default List<Place> places() {
        return switch (this) {
            case Load load -> List.of(load.at);
            case Index index -> List.of(index.place);
            case Within within -> List.of(within.place, within.size);
            case Apply apply -> List.of();
            case Fma fma -> List.of();
            case Constant constant -> List.of();
            case Local local -> List.of();
            case Argument argument -> List.of();
            case ReduceLanes lanes -> List.of();
            case Lane lane -> List.of();
        };
    }

    /** Visits this and all below, also inside data places, parents first. */
    default void forEach(Consumer<Expression> visitor) {
        visitor.accept(this);
        children().forEach(child -> child.forEach(visitor));
        for (Place place : places()) {
            for (Place.Term term : place.terms()) {
                if (term.factor() instanceof Place.Factor.Data data) {
                    data.value().forEach(visitor);
                }
            }
        }
    }

    /** Whether the variable occurs in a place or as a local. */
    default boolean mentions(Variable variable) {
        return this instanceof Local local && local.variable.equals(variable)
                || places().stream().anyMatch(place -> place.mentions(variable))
                || children().stream().anyMatch(child -> child.mentions(variable));
    }

    /** Puts a place for variables. */
    default Expression substitute(Function<Variable, Place> places) {
        return switch (this) {
            case Load load -> new Load(load.type, load.operand, load.at.substitute(places));
            case Index index -> new Index(index.place.substitute(places));
            case Within within -> new Within(within.place.substitute(places), within.size.substitute(places));
            case Apply apply -> mapChildren(child -> child.substitute(places));
            case Fma fma -> mapChildren(child -> child.substitute(places));
            case Constant constant -> constant;
            case Local local -> local;
            case Argument argument -> argument;
            case ReduceLanes lanes -> lanes;
            case Lane lane -> lane;
        };
    }
}
