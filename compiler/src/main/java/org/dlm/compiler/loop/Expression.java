package org.dlm.compiler.loop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;

/**
 * What a kernel computes, of one of two widths: a number, or a vector of numbers. A number is the same as a {@link
 * org.dlm.compiler.graph.Scalar} with places made linear, guards made conditions, and values of the same kernel made locals.
 *
 * <pre>
 * either = local | load [if mask] | primitive(either, …) | fma(either, either, either)
 * number = either | constant | argument | (place) | within(place, size) | vector.lane | lanes(primitive : vector)
 * vector = either | all(number) | (number ? vector : vector) | (place + stride * lane) | within(place + lane, size)
 *        | bits(vector …) | exchange(vector, bit) | laneBit(bit) | everySecond(vector, vector, from) | byTurns(vector, vector, half)
 * </pre>
 *
 * <p>{@code x[i] * w[i, o ..]}, a number times each number of a vector, is printed as
 *
 * <pre>
 * (all($0[i]) * $1[i * 512 + o ..])
 * </pre>
 */
public sealed interface Expression {
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
    }

    /** A declared local. */
    record Local(ElementType type, Width width, Variable variable) implements Expression {
        /** A number. */
        public Local(ElementType type, Variable variable) {
            this(type, Width.ONE, variable);
        }

        public static Local vector(ElementType type, Variable variable) {
            return new Local(type, Width.VECTOR, variable);
        }
    }

    /** The argument with this number among the kernel's numbers: a double. */
    record Argument(int number) implements Expression {}

    /** A place used as a number. */
    record Index(Place place) implements Expression {}

    /**
     * An element of an operand, or elements that follow each other in memory. Without a mask a whole vector is read, which at the
     * end of a buffer may reach over it (every array has a slack); lanes outside of a mask are 0 and not read.
     *
     * @param mask only of a vector
     */
    record Load(ElementType type, Width width, int operand, Place at, Optional<Expression> mask) implements Expression {
        /** A number. */
        public Load(ElementType type, int operand, Place at) {
            this(type, Width.ONE, operand, at, Optional.empty());
        }

        public static Load vector(ElementType type, int operand, Place at, Optional<Expression> mask) {
            return new Load(type, Width.VECTOR, operand, at, mask);
        }
    }

    /** {@code 0 <= place < size}. */
    record Within(Place place, Place size) implements Expression {}

    /** A primitive of its arguments, lane by lane; {@code WHERE} of numbers looks at the chosen side only. */
    record Apply(ElementType type, Primitive primitive, List<Expression> arguments) implements Expression {
        public Apply {
            arguments = List.copyOf(arguments);
        }

        public Expression argument(int number) {
            return arguments.get(number);
        }
    }

    /** {@code a * b + c}, rounded once. */
    record Fma(Expression a, Expression b, Expression c) implements Expression {}

    /** All lanes of a vector joined by {@code MIN} or {@code MAX}; sums are made of exchanges, in a fixed order. */
    record ReduceLanes(Primitive primitive, Expression vector) implements Expression {}

    /** One lane of a vector. */
    record Lane(Expression vector, int lane) implements Expression {}

    /** The kinds that are always vectors. */
    sealed interface Vector extends Expression {}

    /** The same number in every lane. */
    record Broadcast(Expression scalar) implements Vector {}

    /** {@code first + stride * lane}. */
    record Lanes(Place first, int stride) implements Vector {}

    /** The mask of the lanes with {@code 0 <= first + lane < size}. */
    record InRange(Place first, Place size) implements Vector {}

    /** One of two vectors, by a condition that all lanes share; the other is not looked at. */
    record Choose(Expression condition, Expression then, Expression otherwise) implements Vector {}

    /**
     * The FLOAT whose bits are those of another one, shifted, cut and filled up: {@code (bits(value) << left) & kept | added}. The
     * parts of a number, its sign, exponent and mantissa, are got at and put together so.
     *
     * @param left to the left by so many bits, or, negative, to the right, zeros moving in
     */
    record Bits(Expression value, int left, int kept, int added) implements Vector {}

    /** Each lane takes the one at its own number with one bit turned over. */
    record Exchange(Expression vector, int bit) implements Vector {}

    /** The mask of the lanes whose number has the bit. */
    record LaneBit(int bit) implements Vector {}

    /** Every second lane of two FLOAT vectors, one after the other, from that lane on: 0 or 1. */
    record EverySecond(Expression first, Expression second, int from) implements Vector {}

    /** The lanes of two FLOAT vectors by turns: one half, 0 or 1, of the vector of twice the length that they make. */
    record ByTurns(Expression first, Expression second, int half) implements Vector {}

    static Expression constant(ElementType type, double value) {
        return new Constant(type, value);
    }

    /** The same constant, in every lane of a vector. */
    static Expression constant(ElementType type, Width width, double value) {
        Expression number = constant(type, value);
        return switch (width) {
            case ONE -> number;
            case VECTOR -> new Broadcast(number);
        };
    }

    static Expression apply(ElementType type, Primitive primitive, Expression... arguments) {
        return new Apply(type, primitive, List.of(arguments));
    }

    /** All conditions, or masks, in one; empty for none. */
    static Optional<Expression> and(List<Expression> conditions) {
        return conditions.stream().reduce((a, b) -> apply(ElementType.BOOL, Primitive.AND, a, b));
    }

    /** Of each of its numbers. */
    default ElementType type() {
        return switch (this) {
            case Constant constant -> constant.type;
            case Local local -> local.type;
            case Load load -> load.type;
            case Apply apply -> apply.type;
            case Argument _ -> ElementType.NUMBER;
            case Index _, Lanes _ -> ElementType.INT;
            case Within _, InRange _, LaneBit _ -> ElementType.BOOL;
            case Fma _, Bits _, EverySecond _, ByTurns _ -> ElementType.FLOAT;
            case ReduceLanes lanes -> lanes.vector.type();
            case Lane lane -> lane.vector.type();
            case Broadcast broadcast -> broadcast.scalar.type();
            case Choose choose -> choose.then.type();
            case Exchange exchange -> exchange.vector.type();
        };
    }

    default Width width() {
        return switch (this) {
            case Local local -> local.width;
            case Load load -> load.width;
            case Apply apply -> apply.arguments.getLast().width();
            case Fma fma -> fma.c.width();
            case Constant _, Argument _, Index _, Within _, ReduceLanes _, Lane _ -> Width.ONE;
            case Vector _ -> Width.VECTOR;
        };
    }

    default boolean isVector() {
        return width() == Width.VECTOR;
    }

    /** Whether this is the number 0, or a vector of nothing else. */
    default boolean isZero() {
        return this instanceof Broadcast broadcast && broadcast.scalar.isZero()
                || this instanceof Constant constant && constant.value == 0;
    }

    /** The direct children, without those in places. */
    default List<Expression> children() {
        return switch (this) {
            case Load load -> load.mask.stream().toList();
            case Apply apply -> apply.arguments;
            case Fma fma -> List.of(fma.a, fma.b, fma.c);
            case ReduceLanes lanes -> List.of(lanes.vector);
            case Lane lane -> List.of(lane.vector);
            case Broadcast broadcast -> List.of(broadcast.scalar);
            case Choose choose -> List.of(choose.condition, choose.then, choose.otherwise);
            case Bits bits -> List.of(bits.value);
            case Exchange exchange -> List.of(exchange.vector);
            case EverySecond every -> List.of(every.first, every.second);
            case ByTurns turns -> List.of(turns.first, turns.second);
            case Constant _, Local _, Argument _, Index _, Within _, Lanes _, InRange _, LaneBit _ -> List.of();
        };
    }

    /** The same expression with every direct child replaced, in order; places stay. */
    default Expression mapChildren(UnaryOperator<Expression> f) {
        return switch (this) {
            case Load load -> new Load(load.type, load.width, load.operand, load.at, load.mask.map(f));
            case Apply apply ->
                new Apply(
                        apply.type,
                        apply.primitive,
                        apply.arguments.stream().map(f).toList());
            case Fma fma -> new Fma(f.apply(fma.a), f.apply(fma.b), f.apply(fma.c));
            case ReduceLanes lanes -> new ReduceLanes(lanes.primitive, f.apply(lanes.vector));
            case Lane lane -> new Lane(f.apply(lane.vector), lane.lane);
            case Broadcast broadcast -> new Broadcast(f.apply(broadcast.scalar));
            case Choose choose ->
                new Choose(f.apply(choose.condition), f.apply(choose.then), f.apply(choose.otherwise));
            case Bits bits -> new Bits(f.apply(bits.value), bits.left, bits.kept, bits.added);
            case Exchange exchange -> new Exchange(f.apply(exchange.vector), exchange.bit);
            case EverySecond every -> new EverySecond(f.apply(every.first), f.apply(every.second), every.from);
            case ByTurns turns -> new ByTurns(f.apply(turns.first), f.apply(turns.second), turns.half);
            case Constant _, Local _, Argument _, Index _, Within _, Lanes _, InRange _, LaneBit _ -> this;
        };
    }

    /** The places of this node itself. */
    default List<Place> places() {
        return switch (this) {
            case Load load -> List.of(load.at);
            case Index index -> List.of(index.place);
            case Within within -> List.of(within.place, within.size);
            case Lanes lanes -> List.of(lanes.first);
            case InRange range -> List.of(range.first, range.size);
            case Constant _, Local _, Argument _, Apply _, Fma _, ReduceLanes _, Lane _, Broadcast _ -> List.of();
            case Choose _, Bits _, Exchange _, LaneBit _, EverySecond _, ByTurns _ -> List.of();
        };
    }

    /** The same expression with every place of this node itself replaced. */
    private Expression mapPlaces(UnaryOperator<Place> f) {
        return switch (this) {
            case Load load -> new Load(load.type, load.width, load.operand, f.apply(load.at), load.mask);
            case Index index -> new Index(f.apply(index.place));
            case Within within -> new Within(f.apply(within.place), f.apply(within.size));
            case Lanes lanes -> new Lanes(f.apply(lanes.first), lanes.stride);
            case InRange range -> new InRange(f.apply(range.first), f.apply(range.size));
            case Constant _, Local _, Argument _, Apply _, Fma _, ReduceLanes _, Lane _, Broadcast _ -> this;
            case Choose _, Bits _, Exchange _, LaneBit _, EverySecond _, ByTurns _ -> this;
        };
    }

    /** Visits this and all below, also inside data places, parents first. */
    default void forEach(Consumer<Expression> visitor) {
        visitor.accept(this);
        children().forEach(child -> child.forEach(visitor));
        places().forEach(place -> place.data().forEach(data -> data.value().forEach(visitor)));
    }

    /** Whether the variable occurs in a place or as a local. */
    default boolean mentions(Variable variable) {
        return this instanceof Local local && local.variable.equals(variable)
                || places().stream().anyMatch(place -> place.mentions(variable))
                || children().stream().anyMatch(child -> child.mentions(variable));
    }

    /** Puts a place for variables: how one body becomes all bodies of a tile. */
    default Expression substitute(Function<Variable, Place> places) {
        return mapPlaces(place -> place.substitute(places)).mapChildren(child -> child.substitute(places));
    }

    /** Whether this is another value in the next round of a loop. */
    default boolean moves(Variable index) {
        return !substitute(v -> v.equals(index) ? Place.of(v).plus(1) : Place.of(v))
                .equals(this);
    }

    /** Puts other locals for those of this expression, also inside data places: each element of a tile has its own. */
    default Expression rename(Map<Variable, Variable> names) {
        return this instanceof Local local
                ? new Local(local.type, local.width, names.getOrDefault(local.variable, local.variable))
                : mapPlaces(place -> place.rename(names)).mapChildren(child -> child.rename(names));
    }
}
