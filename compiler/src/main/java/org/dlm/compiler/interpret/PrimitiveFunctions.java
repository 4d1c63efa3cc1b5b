package org.dlm.compiler.interpret;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;

/**
 * The primitives as functions of doubles: the one table by which the interpreter computes and by which constants are folded.
 * Ints are held as doubles and wrap at 32 bits; truth values are 0 and 1.
 */
public final class PrimitiveFunctions {
    private PrimitiveFunctions() {}

    /**
     * The value of a primitive for constant arguments.
     *
     * @param type the result type of the application, which tells int from float arithmetic
     */
    public static double apply(Primitive primitive, ElementType type, double... arguments) {
        if (arguments.length != primitive.arity()) {
            throw arity(primitive);
        }
        return switch (arguments.length) {
            case 1 -> unary(primitive, type).applyAsDouble(arguments[0]);
            case 2 -> binary(primitive, type).applyAsDouble(arguments[0], arguments[1]);
            default -> arguments[0] != 0 ? arguments[1] : arguments[2];
        };
    }

    /** The function of a primitive with one argument. */
    static DoubleUnaryOperator unary(Primitive primitive, ElementType type) {
        return switch (primitive) {
            case NEGATE -> type == ElementType.INT ? a -> -(int) a : a -> -a;
            case EXP -> StrictMath::exp;
            case EXPM1 -> StrictMath::expm1;
            case LOG -> StrictMath::log;
            case LOG1P -> StrictMath::log1p;
            case SIN -> StrictMath::sin;
            case COS -> StrictMath::cos;
            case TANH -> StrictMath::tanh;
            case ERF -> ErrorFunction::erf;
            case SQRT -> Math::sqrt;
            case ABS -> Math::abs;
            case SIGN -> Math::signum;
            case FLOOR -> Math::floor;
            case NOT -> a -> 1 - a;
            case TO_INT -> a -> (int) a;
            case TO_FLOAT, TO_NUMBER, STOP -> a -> a;
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, POWER, MIN, MAX, FLOOR_DIV, CEIL_DIV ->
                throw arity(primitive);
            case EQ, NE, LT, LE, GT, GE, AND, OR, WHERE -> throw arity(primitive);
        };
    }

    /** The function of a primitive with two arguments. */
    static DoubleBinaryOperator binary(Primitive primitive, ElementType type) {
        boolean whole = type == ElementType.INT;
        return switch (primitive) {
            case ADD -> whole ? (a, b) -> (int) a + (int) b : (a, b) -> a + b;
            case SUBTRACT -> whole ? (a, b) -> (int) a - (int) b : (a, b) -> a - b;
            case MULTIPLY -> whole ? (a, b) -> (int) a * (int) b : (a, b) -> a * b;
            case REMAINDER -> whole ? (a, b) -> Math.floorMod((int) a, (int) b) : PrimitiveFunctions::remainder;
            case DIVIDE -> (a, b) -> a / b;
            case POWER -> StrictMath::pow;
            case MIN -> Math::min;
            case MAX -> Math::max;
            case FLOOR_DIV -> (a, b) -> Math.floorDiv((int) a, (int) b);
            case CEIL_DIV -> (a, b) -> Math.ceilDiv((int) a, (int) b);
            case EQ -> (a, b) -> truth(a == b);
            case NE -> (a, b) -> truth(a != b);
            case LT -> (a, b) -> truth(a < b);
            case LE -> (a, b) -> truth(a <= b);
            case GT -> (a, b) -> truth(a > b);
            case GE -> (a, b) -> truth(a >= b);
            case AND -> (a, b) -> truth(a != 0 && b != 0);
            case OR -> (a, b) -> truth(a != 0 || b != 0);
            case NEGATE, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, SQRT, ABS, SIGN, FLOOR -> throw arity(primitive);
            case NOT, WHERE, TO_FLOAT, TO_INT, TO_NUMBER, STOP -> throw arity(primitive);
        };
    }

    /** {@code a - b * floor(a / b)} without the rounding of the quotient: the sign of the divisor. */
    private static double remainder(double a, double b) {
        double rest = a % b;
        return rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }

    private static IllegalArgumentException arity(Primitive primitive) {
        return new IllegalArgumentException(primitive + " takes " + primitive.arity() + " arguments");
    }
}
