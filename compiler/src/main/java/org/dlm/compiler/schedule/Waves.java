package org.dlm.compiler.schedule;

import static org.dlm.compiler.schedule.Lanewise.all;
import static org.dlm.compiler.schedule.Lanewise.compare;
import static org.dlm.compiler.schedule.Lanewise.fma;
import static org.dlm.compiler.schedule.Lanewise.max;
import static org.dlm.compiler.schedule.Lanewise.min;
import static org.dlm.compiler.schedule.Lanewise.multiply;
import static org.dlm.compiler.schedule.Lanewise.polynomial;
import static org.dlm.compiler.schedule.Lanewise.subtract;
import static org.dlm.compiler.schedule.Lanewise.where;

import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;

/** Sine and cosine of f32 vectors. */
final class Waves {
    /** Rounds what is added to it to a whole number, whose lowest bits it then holds. */
    private static final double SHIFT = 0x1.8p23;

    /** A bit more than pi/4: what is left of numbers too large to have a place on the circle is cut to it. */
    private static final double MOST = 0.8;

    private Waves() {}

    static Expression sin(Expression x) {
        return quarters(x, 0);
    }

    /** The sine, a quarter of the circle on. */
    static Expression cos(Expression x) {
        return quarters(x, 1);
    }

    /** {@code x = n pi/2 + r}, {@code |r| <= pi/4}; pi/2 in three parts. The quarter {@code n + ahead} chooses the curve. */
    private static Expression quarters(Expression x, int ahead) {
        Expression shifted = fma(x, all(0.636619772), all(SHIFT));
        Expression n = subtract(shifted, all(SHIFT));
        Expression first = fma(n, all(-1.57079637050628662109375), x);
        Expression near = fma(n, all(1.71512451e-15), fma(n, all(4.37113900018624283e-8), first));
        Expression r = max(min(near, all(MOST)), all(-MOST));
        Expression quarter = ahead == 0 ? shifted : Lanewise.add(shifted, all(ahead));
        Expression odd = isSet(quarter, 1);
        Expression value = where(odd, cosine(r), sine(r));
        return where(isSet(quarter, 2), Lanewise.negate(value), value);
    }

    /** Whether a bit of a whole number is set: it is moved to the end, after {@code 2^23}. */
    private static Expression isSet(Expression shifted, int bit) {
        Expression one = new Expression.Bits(shifted, bit == 1 ? 0 : -1, 1, 0x4b000000);
        return compare(Primitive.GT, one, all(0x1p23));
    }

    private static Expression sine(Expression r) {
        Expression square = multiply(r, r);
        Expression p = polynomial(square, -1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1);
        return fma(multiply(p, square), r, r);
    }

    private static Expression cosine(Expression r) {
        Expression square = multiply(r, r);
        Expression p = polynomial(square, 2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2);
        return fma(p, multiply(square, square), fma(square, all(-0.5), all(1)));
    }
}
