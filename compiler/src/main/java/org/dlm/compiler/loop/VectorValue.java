package org.dlm.compiler.loop;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;

/** As many numbers as a vector has lanes: FLOAT, INT (as many lanes as the FLOAT vector), or BOOL (a mask). */
public sealed interface VectorValue {
    ElementType type();

    /** The same number in every lane. */
    record Broadcast(Expression scalar) implements VectorValue {
        @Override
        public ElementType type() {
            return scalar.type();
        }

        @Override
        public String toString() {
            return "all(" + scalar + ")";
        }
    }

    /**
     * Elements that follow each other in memory. Without a mask a whole vector is read, which at the end of a buffer may reach
     * over it (every array has a slack); lanes outside of a mask are 0 and not read.
     */
    record Load(ElementType type, int operand, Place at, Optional<VectorValue> mask) implements VectorValue {
        @Override
        public String toString() {
            return "$" + operand + "[" + at + " ..]" + mask.map(m -> " if " + m).orElse("");
        }
    }

    /** A declared vector. */
    record Local(ElementType type, Variable variable) implements VectorValue {
        @Override
        public String toString() {
            return variable.name();
        }
    }

    /** {@code first + stride * lane}, INT. */
    record Lanes(Place first, int stride) implements VectorValue {
        @Override
        public ElementType type() {
            return ElementType.INT;
        }

        @Override
        public String toString() {
            return "(" + first + " + " + stride + " * lane)";
        }
    }

    /** The mask of the lanes with {@code 0 <= first + lane < size}. */
    record InRange(Place first, Place size) implements VectorValue {
        @Override
        public ElementType type() {
            return ElementType.BOOL;
        }

        @Override
        public String toString() {
            return "within(" + first + " + lane, " + size + ")";
        }
    }

    /** A primitive, lane by lane. */
    record Apply(ElementType type, Primitive primitive, List<VectorValue> arguments) implements VectorValue {
        public Apply {
            arguments = List.copyOf(arguments);
        }

        public VectorValue argument(int number) {
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
    record Fma(VectorValue a, VectorValue b, VectorValue c) implements VectorValue {
        @Override
        public ElementType type() {
            return ElementType.FLOAT;
        }

        @Override
        public String toString() {
            return "fma(" + a + ", " + b + ", " + c + ")";
        }
    }

    /** One of two vectors, by a condition that all lanes share; the other is not looked at. */
    record Choose(Expression condition, VectorValue then, VectorValue otherwise) implements VectorValue {
        @Override
        public ElementType type() {
            return then.type();
        }

        @Override
        public String toString() {
            return "(" + condition + " ? " + then + " : " + otherwise + ")";
        }
    }

    /**
     * The FLOAT whose bits are those of another one, shifted, cut and filled up: {@code (bits(value) << left) & kept | added}. The
     * parts of a number, its sign, exponent and mantissa, are got at and put together so.
     *
     * @param left to the left by so many bits, or, negative, to the right, zeros moving in
     */
    record Bits(VectorValue value, int left, int kept, int added) implements VectorValue {
        @Override
        public ElementType type() {
            return ElementType.FLOAT;
        }

        @Override
        public String toString() {
            return "bits(" + value + " << " + left + " & " + Integer.toHexString(kept) + " | "
                    + Integer.toHexString(added) + ")";
        }
    }

    /** Each lane takes the one at its own number with one bit turned over. */
    record Exchange(VectorValue vector, int bit) implements VectorValue {
        @Override
        public ElementType type() {
            return vector.type();
        }

        @Override
        public String toString() {
            return "exchange(" + vector + ", " + bit + ")";
        }
    }

    /** The mask of the lanes whose number has the bit. */
    record LaneBit(int bit) implements VectorValue {
        @Override
        public ElementType type() {
            return ElementType.BOOL;
        }

        @Override
        public String toString() {
            return "laneBit(" + bit + ")";
        }
    }

    /** Every second lane of two FLOAT vectors, one after the other, from that lane on: 0 or 1. */
    record EverySecond(VectorValue first, VectorValue second, int from) implements VectorValue {
        @Override
        public ElementType type() {
            return ElementType.FLOAT;
        }

        @Override
        public String toString() {
            return "everySecond(" + first + ", " + second + ", " + from + ")";
        }
    }

    /** The lanes of two FLOAT vectors by turns: one half, 0 or 1, of the vector of twice the length that they make. */
    record ByTurns(VectorValue first, VectorValue second, int half) implements VectorValue {
        @Override
        public ElementType type() {
            return ElementType.FLOAT;
        }

        @Override
        public String toString() {
            return "byTurns(" + first + ", " + second + ", " + half + ")";
        }
    }

    static VectorValue apply(ElementType type, Primitive primitive, VectorValue... arguments) {
        return new Apply(type, primitive, List.of(arguments));
    }
}
