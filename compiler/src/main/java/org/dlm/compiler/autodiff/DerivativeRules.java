package org.dlm.compiler.autodiff;

import static org.dlm.compiler.autodiff.ScalarAlgebra.add;
import static org.dlm.compiler.autodiff.ScalarAlgebra.divide;
import static org.dlm.compiler.autodiff.ScalarAlgebra.multiply;
import static org.dlm.compiler.autodiff.ScalarAlgebra.negate;
import static org.dlm.compiler.autodiff.ScalarAlgebra.power;
import static org.dlm.compiler.autodiff.ScalarAlgebra.subtract;
import static org.dlm.compiler.autodiff.ScalarAlgebra.where;
import static org.dlm.compiler.autodiff.ScalarAlgebra.zero;

import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * The table of derivatives: for {@code y = primitive(a, b, c)} and the adjoint d of y, what one argument receives. Where an
 * argument is chosen, d is chosen and not multiplied, so that {@code 0 * inf} never arises.
 */
public final class DerivativeRules {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    private DerivativeRules() {}

    /**
     * What argument number k receives.
     *
     * @param y the result of the application: itself, or a load of it where it is kept
     */
    public static Scalar adjoint(Scalar.Apply apply, Scalar y, Scalar d, int k) {
        return apply.primitive().arity() == 1
                ? ofOne(apply.primitive(), apply.arguments().getFirst(), y, d)
                : k == 0 ? ofFirst(apply, y, d) : ofLater(apply, y, d, k);
    }

    private static Scalar ofOne(Primitive primitive, Scalar x, Scalar y, Scalar d) {
        return switch (primitive) {
            case NEGATE -> negate(d);
            case EXP -> multiply(d, y);
            case EXPM1 -> multiply(d, add(y, one()));
            case LOG -> divide(d, x);
            case LOG1P -> divide(d, add(one(), x));
            case SIN -> multiply(d, Scalars.apply(Primitive.COS, x));
            case COS -> negate(multiply(d, Scalars.apply(Primitive.SIN, x)));
            case TANH -> multiply(d, subtract(one(), multiply(y, y)));
            case ERF ->
                multiply(
                        d,
                        multiply(
                                Scalars.literal(TWO_OVER_ROOT_PI),
                                Scalars.apply(Primitive.EXP, negate(multiply(x, x)))));
            case SQRT ->
                where(Scalars.apply(Primitive.EQ, x, zero()), zero(), divide(d, multiply(Scalars.literal(2.0), y)));
            case ABS -> multiply(d, Scalars.apply(Primitive.SIGN, x));
            case SIGN, FLOOR, NOT, TO_FLOAT, TO_INT, TO_NUMBER, STOP -> zero();
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, POWER, MIN, MAX, FLOOR_DIV, CEIL_DIV ->
                throw arity(primitive);
            case EQ, NE, LT, LE, GT, GE, AND, OR, WHERE -> throw arity(primitive);
        };
    }

    private static Scalar ofFirst(Scalar.Apply apply, Scalar y, Scalar d) {
        Scalar a = apply.arguments().get(0);
        Scalar b = apply.arguments().get(1);
        return switch (apply.primitive()) {
            case ADD, SUBTRACT, REMAINDER -> d;
            case MULTIPLY -> multiply(d, b);
            case DIVIDE -> divide(d, b);
            case POWER -> multiply(d, multiply(b, power(a, subtract(b, one()))));
            case MIN -> where(Scalars.apply(Primitive.LE, a, b), d, zero());
            case MAX -> where(Scalars.apply(Primitive.GE, a, b), d, zero());
            case FLOOR_DIV, CEIL_DIV, EQ, NE, LT, LE, GT, GE, AND, OR, WHERE -> zero();
            case NEGATE, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, SQRT, ABS, SIGN, FLOOR ->
                throw arity(apply.primitive());
            case NOT, TO_FLOAT, TO_INT, TO_NUMBER, STOP -> throw arity(apply.primitive());
        };
    }

    private static Scalar ofLater(Scalar.Apply apply, Scalar y, Scalar d, int k) {
        Scalar a = apply.arguments().get(0);
        Scalar b = apply.arguments().get(1);
        return switch (apply.primitive()) {
            case ADD -> d;
            case SUBTRACT -> negate(d);
            case MULTIPLY -> multiply(d, a);
            case DIVIDE -> negate(divide(multiply(d, y), b));
            case POWER ->
                where(
                        Scalars.apply(Primitive.GT, a, zero()),
                        multiply(multiply(d, y), Scalars.apply(Primitive.LOG, a)),
                        zero());
            case MIN -> where(Scalars.apply(Primitive.LE, a, b), zero(), d);
            case MAX -> where(Scalars.apply(Primitive.GE, a, b), zero(), d);
            case WHERE -> k == 1 ? where(a, d, zero()) : where(a, zero(), d);
            case REMAINDER, FLOOR_DIV, CEIL_DIV, EQ, NE, LT, LE, GT, GE, AND, OR -> zero();
            case NEGATE, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, SQRT, ABS, SIGN, FLOOR ->
                throw arity(apply.primitive());
            case NOT, TO_FLOAT, TO_INT, TO_NUMBER, STOP -> throw arity(apply.primitive());
        };
    }

    private static Scalar one() {
        return Scalars.literal(1.0);
    }

    private static IllegalArgumentException arity(Primitive primitive) {
        return new IllegalArgumentException(primitive + " takes " + primitive.arity() + " arguments");
    }
}
