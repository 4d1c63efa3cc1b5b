package org.dlm.compiler.elaborate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.elaborate.Value.IntValue;
import org.dlm.compiler.elaborate.Value.Known;
import org.dlm.compiler.elaborate.Value.RealValue;
import org.dlm.compiler.elaborate.Value.TextValue;
import org.dlm.compiler.elaborate.Value.TruthValue;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.interpret.ErrorFunction;

/** Primitives on values that are known when the model is compiled. Ints have 32 bits, and what leaves
 * them is an error, never another number; {@code /} always gives a real number. */
final class KnownArithmetic {
    /** A power of 2 or more with a larger exponent leaves even a long, and its digits would help nobody. */
    private static final int MOST_BITS = 62;

    private KnownArithmetic() {}

    /** Whether the value is one number or truth value, no list. */
    static boolean known(Value value) {
        return value instanceof Known;
    }

    /** The result, or empty where the primitive does not take these kinds. */
    static Optional<Value> apply(Primitive primitive, List<Value> arguments) {
        if (arguments.stream().allMatch(a -> a instanceof IntValue)) {
            Optional<Value> exact = integers(
                    primitive,
                    arguments.stream().map(a -> ((IntValue) a).value()).toList());
            if (exact.isPresent()) {
                return exact;
            }
        }
        if (arguments.stream().allMatch(a -> a instanceof TruthValue)) {
            return truths(
                    primitive,
                    arguments.stream().map(a -> ((TruthValue) a).value()).toList());
        }
        if (arguments.stream().allMatch(a -> a instanceof TextValue)) {
            boolean equal = arguments.size() == 2 && arguments.get(0).equals(arguments.get(1));
            return switch (primitive) {
                case EQ -> Optional.of(new TruthValue(equal));
                case NE -> Optional.of(new TruthValue(!equal));
                default -> Optional.empty();
            };
        }
        List<Double> reals = new ArrayList<>();
        for (Value argument : arguments) {
            switch (argument) {
                case IntValue i -> reals.add((double) i.value());
                case RealValue r -> reals.add(r.value());
                default -> {
                    return Optional.empty();
                }
            }
        }
        return reals(primitive, reals);
    }

    private static Optional<Value> integers(Primitive primitive, List<Long> a) {
        long x = a.getFirst();
        long y = a.getLast();
        return switch (primitive) {
            case ADD -> whole(x + y);
            case SUBTRACT -> whole(x - y);
            case MULTIPLY -> whole(x * y);
            case NEGATE -> whole(-x);
            case ABS -> whole(Math.abs(x));
            case SIGN -> whole(Long.signum(x));
            case MIN -> whole(Math.min(x, y));
            case MAX -> whole(Math.max(x, y));
            case FLOOR_DIV -> y == 0 ? Optional.empty() : whole(Math.floorDiv(x, y));
            case CEIL_DIV -> y == 0 ? Optional.empty() : whole(Math.ceilDiv(x, y));
            case REMAINDER -> y == 0 ? Optional.empty() : whole(Math.floorMod(x, y));
            case POWER -> y >= 0 ? whole(power(x, y)) : Optional.empty();
            case TO_INT -> whole(x);
            case EQ -> truth(x == y);
            case NE -> truth(x != y);
            case LT -> truth(x < y);
            case LE -> truth(x <= y);
            case GT -> truth(x > y);
            case GE -> truth(x >= y);
            default -> Optional.empty();
        };
    }

    private static Optional<Value> truths(Primitive primitive, List<Boolean> a) {
        boolean x = a.getFirst();
        boolean y = a.getLast();
        return switch (primitive) {
            case AND -> truth(x && y);
            case OR -> truth(x || y);
            case NOT -> truth(!x);
            case EQ -> truth(x == y);
            case NE -> truth(x != y);
            case TO_INT -> whole(x ? 1 : 0);
            case TO_FLOAT -> real(x ? 1 : 0);
            default -> Optional.empty();
        };
    }

    private static Optional<Value> reals(Primitive primitive, List<Double> a) {
        double x = a.getFirst();
        double y = a.getLast();
        return switch (primitive) {
            case ADD -> real(x + y);
            case SUBTRACT -> real(x - y);
            case MULTIPLY -> real(x * y);
            case DIVIDE -> real(x / y);
            case REMAINDER -> real(x - y * Math.floor(x / y));
            case POWER -> real(StrictMath.pow(x, y));
            case NEGATE -> real(-x);
            case EXP -> real(StrictMath.exp(x));
            case EXPM1 -> real(StrictMath.expm1(x));
            case LOG -> real(StrictMath.log(x));
            case LOG1P -> real(StrictMath.log1p(x));
            case SIN -> real(StrictMath.sin(x));
            case COS -> real(StrictMath.cos(x));
            case TANH -> real(StrictMath.tanh(x));
            case ERF -> real(ErrorFunction.erf(x));
            case SQRT -> real(Math.sqrt(x));
            case ABS -> real(Math.abs(x));
            case SIGN -> real(Math.signum(x));
            case FLOOR -> real(Math.floor(x));
            case MIN -> real(Math.min(x, y));
            case MAX -> real(Math.max(x, y));
            case EQ -> truth(x == y);
            case NE -> truth(x != y);
            case LT -> truth(x < y);
            case LE -> truth(x <= y);
            case GT -> truth(x > y);
            case GE -> truth(x >= y);
            case TO_INT -> whole(x);
            case TO_FLOAT, STOP -> real(x);
            case FLOOR_DIV, CEIL_DIV, AND, OR, NOT, WHERE, TO_NUMBER -> Optional.empty();
        };
    }

    /** By squaring, so that no exponent takes long; ends where the product leaves the ints. */
    private static long power(long base, long exponent) {
        if (base == 0 || base == 1) {
            return exponent == 0 ? 1 : base;
        }
        if (base == -1) {
            return exponent % 2 == 0 ? 1 : -1;
        }
        if (exponent > MOST_BITS) {
            throw new IntOverflowException(base + " ^ " + exponent);
        }
        BigInteger product = BigInteger.valueOf(base).pow((int) exponent);
        if (product.bitLength() >= Integer.SIZE) {
            throw IntOverflowException.of(product);
        }
        return product.longValueExact();
    }

    /** Results of 32 bit operands fit in 64 bits. */
    private static Optional<Value> whole(long value) {
        if (value != (int) value) {
            throw IntOverflowException.of(BigInteger.valueOf(value));
        }
        return Optional.of(new IntValue(value));
    }

    private static Optional<Value> whole(double value) {
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new IntOverflowException(Double.toString(value));
        }
        return Optional.of(new IntValue((long) value));
    }

    private static Optional<Value> real(double value) {
        return Optional.of(new RealValue(value));
    }

    private static Optional<Value> truth(boolean value) {
        return Optional.of(new TruthValue(value));
    }
}
