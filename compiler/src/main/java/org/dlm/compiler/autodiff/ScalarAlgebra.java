package org.dlm.compiler.autodiff;

import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * Makes the arithmetic of derivatives without what falls away at once: {@code 0 * x}, {@code 1 * x}, {@code x + 0}. A zero here
 * is a missing dependency, so {@code 0 * x} is 0 whatever x is.
 */
final class ScalarAlgebra {
    private static final Scalar ZERO = Scalars.literal(0.0);

    private ScalarAlgebra() {}

    static Scalar zero() {
        return ZERO;
    }

    static boolean isZero(Scalar scalar) {
        return is(scalar, 0);
    }

    static Scalar add(Scalar a, Scalar b) {
        if (a.equals(b)) {
            return multiply(Scalars.literal(2.0), a);
        }
        return isZero(a) ? b : isZero(b) ? a : folded(Primitive.ADD, a, b);
    }

    static Scalar subtract(Scalar a, Scalar b) {
        return isZero(b) ? a : isZero(a) ? negate(b) : folded(Primitive.SUBTRACT, a, b);
    }

    static Scalar multiply(Scalar a, Scalar b) {
        if (isZero(a) || isZero(b)) {
            return ZERO;
        }
        return is(a, 1) ? b : is(b, 1) ? a : folded(Primitive.MULTIPLY, a, b);
    }

    static Scalar divide(Scalar a, Scalar b) {
        return isZero(a) ? ZERO : is(b, 1) ? a : folded(Primitive.DIVIDE, a, b);
    }

    static Scalar negate(Scalar a) {
        if (a instanceof Scalar.Literal literal) {
            return Scalars.literal(literal.type(), 0 - literal.value());
        }
        return a instanceof Scalar.Apply apply && apply.primitive() == Primitive.NEGATE
                ? apply.arguments().getFirst()
                : Scalars.apply(Primitive.NEGATE, a);
    }

    static Scalar power(Scalar a, Scalar b) {
        return is(b, 0) ? Scalars.literal(1.0) : is(b, 1) ? a : Scalars.apply(Primitive.POWER, a, b);
    }

    static Scalar where(Scalar condition, Scalar a, Scalar b) {
        if (condition instanceof Scalar.Literal literal) {
            return literal.value() != 0 ? a : b;
        }
        return a.equals(b) ? a : Scalars.where(condition, a, b);
    }

    static Scalar and(Scalar a, Scalar b) {
        return is(a, 1) ? b : is(b, 1) ? a : Scalars.apply(Primitive.AND, a, b);
    }

    private static Scalar folded(Primitive primitive, Scalar a, Scalar b) {
        if (a instanceof Scalar.Literal x && b instanceof Scalar.Literal y && x.type() == ElementType.FLOAT) {
            return switch (primitive) {
                case ADD -> Scalars.literal(x.value() + y.value());
                case SUBTRACT -> Scalars.literal(x.value() - y.value());
                case MULTIPLY -> Scalars.literal(x.value() * y.value());
                default -> Scalars.apply(primitive, a, b);
            };
        }
        return Scalars.apply(primitive, a, b);
    }

    private static boolean is(Scalar scalar, double value) {
        return scalar instanceof Scalar.Literal literal && literal.value() == value;
    }
}
