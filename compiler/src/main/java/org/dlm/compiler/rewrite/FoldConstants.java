package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;

/**
 * Computes what depends on literals only.
 *
 * <pre>{@code
 * 2 * 0.5 + x      becomes      1 + x
 * }</pre>
 *
 * <p>FLOAT constants are real numbers in double precision that are rounded once, when they are printed; so a folded FLOAT
 * expression is at least as near to the formula as f32 steps would be. INT arithmetic wraps at 32 bits as at run time. Must not
 * fire where the result is NaN (it should arise where it is looked at), for the remainder by 0, nor for functions that the JDK does
 * not have.
 */
public final class FoldConstants implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Apply apply)
                || apply.primitive() == Primitive.WHERE
                || !apply.arguments().stream().allMatch(Scalar.Literal.class::isInstance)) {
            return Optional.empty();
        }
        double[] a = apply.arguments().stream()
                .mapToDouble(x -> ((Scalar.Literal) x).value())
                .toArray();
        OptionalDouble value = value(apply.primitive(), a, integers(apply.arguments()));
        return value.isEmpty() || Double.isNaN(value.getAsDouble())
                ? Optional.empty()
                : Optional.of(new Scalar.Literal(apply.type(), inRange(apply.type(), value.getAsDouble())));
    }

    private static boolean integers(List<Scalar> arguments) {
        return arguments.stream().allMatch(a -> a.type() == ElementType.INT);
    }

    private static double inRange(ElementType type, double value) {
        return type == ElementType.INT ? (int) (long) value : value;
    }

    private static OptionalDouble value(Primitive primitive, double[] a, boolean integers) {
        return switch (primitive) {
            case ADD -> OptionalDouble.of(a[0] + a[1]);
            case SUBTRACT -> OptionalDouble.of(a[0] - a[1]);
            // the product of two ints may need more than the 53 bits of a double
            case MULTIPLY -> OptionalDouble.of(integers ? (double) ((int) a[0] * (int) a[1]) : a[0] * a[1]);
            case DIVIDE -> OptionalDouble.of(a[0] / a[1]);
            case REMAINDER -> a[1] == 0 ? OptionalDouble.empty() : OptionalDouble.of(remainder(a[0], a[1], integers));
            case POWER -> OptionalDouble.of(Math.pow(a[0], a[1]));
            case NEGATE -> OptionalDouble.of(integers ? 0 - a[0] : -a[0]);
            case EXP -> OptionalDouble.of(Math.exp(a[0]));
            case EXPM1 -> OptionalDouble.of(Math.expm1(a[0]));
            case LOG -> OptionalDouble.of(Math.log(a[0]));
            case LOG1P -> OptionalDouble.of(Math.log1p(a[0]));
            case SIN -> OptionalDouble.of(Math.sin(a[0]));
            case COS -> OptionalDouble.of(Math.cos(a[0]));
            case TANH -> OptionalDouble.of(Math.tanh(a[0]));
            case ERF -> OptionalDouble.empty();
            case SQRT -> OptionalDouble.of(Math.sqrt(a[0]));
            case ABS -> OptionalDouble.of(Math.abs(a[0]));
            case SIGN -> OptionalDouble.of(Math.signum(a[0]));
            case FLOOR -> OptionalDouble.of(Math.floor(a[0]));
            case MIN -> OptionalDouble.of(a[1] < a[0] ? a[1] : a[0]);
            case MAX -> OptionalDouble.of(a[1] > a[0] ? a[1] : a[0]);
            case FLOOR_DIV -> a[1] == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.floor(a[0] / a[1]));
            case CEIL_DIV -> a[1] == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.ceil(a[0] / a[1]));
            case EQ -> truth(a[0] == a[1]);
            case NE -> truth(a[0] != a[1]);
            case LT -> truth(a[0] < a[1]);
            case LE -> truth(a[0] <= a[1]);
            case GT -> truth(a[0] > a[1]);
            case GE -> truth(a[0] >= a[1]);
            case AND -> truth(a[0] != 0 && a[1] != 0);
            case OR -> truth(a[0] != 0 || a[1] != 0);
            case NOT -> truth(a[0] == 0);
            case WHERE -> OptionalDouble.empty();
            case TO_FLOAT, TO_NUMBER, STOP -> OptionalDouble.of(a[0]);
            case TO_INT -> OptionalDouble.of((int) a[0]);
        };
    }

    private static double remainder(double a, double b, boolean integers) {
        return integers ? Math.floorMod((int) a, (int) b) : a - b * Math.floor(a / b);
    }

    private static OptionalDouble truth(boolean value) {
        return OptionalDouble.of(value ? 1 : 0);
    }
}
