package org.dlm.compiler.schedule;

import static org.dlm.compiler.schedule.Lanewise.abs;
import static org.dlm.compiler.schedule.Lanewise.add;
import static org.dlm.compiler.schedule.Lanewise.all;
import static org.dlm.compiler.schedule.Lanewise.compare;
import static org.dlm.compiler.schedule.Lanewise.copySign;
import static org.dlm.compiler.schedule.Lanewise.divide;
import static org.dlm.compiler.schedule.Lanewise.fma;
import static org.dlm.compiler.schedule.Lanewise.max;
import static org.dlm.compiler.schedule.Lanewise.min;
import static org.dlm.compiler.schedule.Lanewise.multiply;
import static org.dlm.compiler.schedule.Lanewise.negate;
import static org.dlm.compiler.schedule.Lanewise.polynomial;
import static org.dlm.compiler.schedule.Lanewise.subtract;
import static org.dlm.compiler.schedule.Lanewise.where;

import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;

/** The exponential function of f32 vectors and what is made of it. */
final class Exponentials {
    /** Beyond, {@code e^x} is infinite in f32. */
    private static final double LARGEST = 88.72283;

    /** Below, {@code e^x} is less than the smallest normal f32, and 0 is taken for it. */
    private static final double SMALLEST = -87.33654;

    /** Below, {@code e^x - 1} is -1 in f32. */
    private static final double NOTHING = -40;

    /** Rounds what is added to it to a whole number, and leaves that plus 127, the bias of exponents, in the lowest bits. */
    private static final double SHIFT = 0x1.8p23 + 127;

    private Exponentials() {}

    /**
     * {@code x = n ln 2 + r} with a whole n and {@code |r| <= ln(2) / 2}.
     *
     * @param shifted n plus {@link #SHIFT}
     * @param power {@code 2^min(n, 127)}
     * @param beyond whether n is 128, so that the power must be doubled
     * @param grown {@code e^r - 1}
     */
    private record Reduced(Expression shifted, Expression power, Expression beyond, Expression grown) {
        static Reduced of(Expression bounded) {
            Expression shifted = fma(bounded, all(1.44269504088896341), all(SHIFT));
            Expression n = subtract(shifted, all(SHIFT));
            Expression r = fma(n, all(2.12194440e-4), fma(n, all(-0.693359375), bounded));
            Expression p = polynomial(
                    r,
                    1.9875691500e-4,
                    1.3981999507e-3,
                    8.3334519073e-3,
                    4.1665795894e-2,
                    1.6666665459e-1,
                    5.0000001201e-1);
            Expression most = all(SHIFT + 127);
            Expression power = new Expression.Bits(min(shifted, most), 23, -1, 0);
            return new Reduced(shifted, power, compare(Primitive.GT, shifted, most), fma(p, multiply(r, r), r));
        }
    }

    static Expression exp(Expression x) {
        Reduced reduced = Reduced.of(max(min(x, all(LARGEST)), all(SMALLEST)));
        Expression fraction = add(reduced.grown, all(1));
        Expression value = multiply(where(reduced.beyond, add(fraction, fraction), fraction), reduced.power);
        Expression large = where(compare(Primitive.GT, x, all(LARGEST)), all(Double.POSITIVE_INFINITY), value);
        return where(compare(Primitive.LT, x, all(SMALLEST)), all(0), large);
    }

    /** {@code 2^n (e^r - 1) + (2^n - 1)}, whose second term is exact. */
    static Expression expm1(Expression x) {
        Reduced reduced = Reduced.of(max(min(x, all(LARGEST)), all(NOTHING)));
        Expression value = fma(reduced.power, reduced.grown, subtract(reduced.power, all(1)));
        Expression half = fma(reduced.power, reduced.grown, reduced.power);
        Expression finite = where(reduced.beyond, add(half, half), value);
        Expression large = where(compare(Primitive.GT, x, all(LARGEST)), all(Double.POSITIVE_INFINITY), finite);
        return where(compare(Primitive.EQ, x, all(0)), x, large);
    }

    /** By a polynomial below 0.625, by the exponential above. */
    static Expression tanh(Expression x) {
        Expression size = abs(x);
        Expression square = multiply(x, x);
        Expression p = polynomial(
                square, -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1);
        Expression small = fma(multiply(p, square), x, x);
        Expression bounded = min(size, all(20));
        Expression e = exp(add(bounded, bounded));
        Expression large = subtract(all(1), divide(all(2), add(e, all(1))));
        return where(compare(Primitive.LT, size, all(0.625)), small, copySign(large, x));
    }

    /** {@code x + x p(x^2)} below 0.9375, {@code 1 - e^-(x + x q(x))} above; p and q are fitted to the relative error. */
    static Expression erf(Expression x) {
        Expression size = abs(x);
        Expression p = polynomial(
                multiply(x, x), -5.919416e-4, 4.97913e-3, -2.6757035e-2, 1.1281552e-1, -3.7612468e-1, 1.2837915e-1);
        Expression small = fma(p, x, x);
        Expression q = polynomial(
                size,
                1.1947227e-5,
                -3.2994957e-4,
                3.6714533e-3,
                -2.3823304e-2,
                1.0630793e-1,
                6.3510835e-1,
                1.2865907e-1);
        Expression large = subtract(all(1), exp(negate(fma(q, size, size))));
        return where(compare(Primitive.LT, size, all(0.9375)), small, copySign(large, x));
    }
}
