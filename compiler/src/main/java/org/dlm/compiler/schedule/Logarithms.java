package org.dlm.compiler.schedule;

import static org.dlm.compiler.schedule.Lanewise.abs;
import static org.dlm.compiler.schedule.Lanewise.add;
import static org.dlm.compiler.schedule.Lanewise.all;
import static org.dlm.compiler.schedule.Lanewise.compare;
import static org.dlm.compiler.schedule.Lanewise.divide;
import static org.dlm.compiler.schedule.Lanewise.fma;
import static org.dlm.compiler.schedule.Lanewise.multiply;
import static org.dlm.compiler.schedule.Lanewise.polynomial;
import static org.dlm.compiler.schedule.Lanewise.subtract;
import static org.dlm.compiler.schedule.Lanewise.where;

import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;

/** Logarithms of f32 vectors. */
final class Logarithms {
    private static final int MANTISSA = 0x007fffff;
    private static final int EXPONENT = 0xff;

    /** The bits of a half, and those of {@code 2^23}, whose lowest ones count in steps of 1. */
    private static final int HALF = 0x3f000000;

    private static final int COUNTING = 0x4b000000;

    private Logarithms() {}

    /** {@code x = 2^e (1 + f)} with {@code 1 + f} from {@code sqrt(1/2)} on: Cephes' {@code logf}. */
    static Expression log(Expression x) {
        Expression tiny = compare(Primitive.LT, x, all(Float.MIN_NORMAL));
        Expression normal = where(tiny, multiply(x, all(0x1p24)), x);
        Expression m = new Expression.Bits(normal, 0, MANTISSA, HALF);
        Expression low = compare(Primitive.LT, m, all(0.70710678));
        Expression f = subtract(where(low, add(m, m), m), all(1));
        Expression biased = new Expression.Bits(normal, -23, EXPONENT, COUNTING);
        Expression counted = subtract(biased, all(0x1p23 + 126));
        Expression exponent = where(low, subtract(counted, all(1)), counted);
        Expression e = where(tiny, subtract(exponent, all(24)), exponent);
        return outside(x, normal(f, e));
    }

    /** {@code e ln 2 + log(1 + f)}. */
    private static Expression normal(Expression f, Expression e) {
        Expression square = multiply(f, f);
        Expression p = polynomial(
                f,
                7.0376836292e-2,
                -1.1514610310e-1,
                1.1676998740e-1,
                -1.2420140846e-1,
                1.4249322787e-1,
                -1.6668057665e-1,
                2.0000714765e-1,
                -2.4999993993e-1,
                3.3333331174e-1);
        Expression cubic = multiply(multiply(p, f), square);
        Expression rest = fma(square, all(-0.5), fma(e, all(-2.12194440e-4), cubic));
        return fma(e, all(0.693359375), add(f, rest));
    }

    /** Infinite at 0 and at infinity, not a number below 0. */
    private static Expression outside(Expression x, Expression value) {
        Expression large = where(compare(Primitive.EQ, x, all(Double.POSITIVE_INFINITY)), x, value);
        Expression zero = where(compare(Primitive.EQ, x, all(0)), all(Double.NEGATIVE_INFINITY), large);
        return where(compare(Primitive.GE, x, all(0)), zero, all(Double.NaN));
    }

    /** The logarithm of the rounded {@code 1 + x}, and what the rounding cut off. */
    static Expression log1p(Expression x) {
        Expression sum = add(x, all(1));
        Expression cut = subtract(x, subtract(sum, all(1)));
        Expression value = add(log(sum), divide(cut, sum));
        Expression large = where(compare(Primitive.EQ, sum, all(Double.POSITIVE_INFINITY)), sum, value);
        Expression whole = where(compare(Primitive.EQ, x, all(-1)), all(Double.NEGATIVE_INFINITY), large);
        Expression small = fma(multiply(x, x), all(-0.5), x);
        return where(compare(Primitive.LT, abs(x), all(1e-4)), small, whole);
    }
}
