package org.dlm.compiler.schedule;

import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.VectorValue;

/**
 * Functions of f32 vectors written out in additions, multiplications and shifts. The Vector API has them too, but gives other
 * bits before a kernel is compiled than after, so that two runs of one training would differ; and in a method of their own they
 * would not always be inlined, which makes them ten times slower.
 */
final class VectorFunctions {
    /** Beyond, {@code e^x} is infinite in f32. */
    private static final double LARGEST = 88.72283;

    /** Below, {@code e^x} is less than the smallest normal f32, and 0 is taken for it. */
    private static final double SMALLEST = -87.33654;

    private VectorFunctions() {}

    /**
     * {@code e^x = 2^n * e^r} with {@code n = round(x / ln 2)}, {@code |r| <= ln(2) / 2}: Cephes' {@code expf}, about 1 ulp. The sum
     * with {@code 1.5 * 2^23 + 127} rounds to n and leaves n and the bias of the exponent in the low bits.
     */
    static VectorValue exp(VectorValue x) {
        double shift = 0x1.8p23 + 127;
        VectorValue bounded = max(min(x, LARGEST), SMALLEST);
        VectorValue shifted = min(fma(bounded, all(1.44269504088896341), all(shift)), shift + 127);
        VectorValue n = subtract(shifted, all(shift));
        VectorValue r = fma(n, all(2.12194440e-4), fma(n, all(-0.693359375), bounded));
        VectorValue p = polynomial(
                r,
                1.9875691500e-4,
                1.3981999507e-3,
                8.3334519073e-3,
                4.1665795894e-2,
                1.6666665459e-1,
                5.0000001201e-1);
        VectorValue fraction = add(fma(p, multiply(r, r), r), all(1));
        VectorValue value = multiply(fraction, new VectorValue.PowerOfTwo(shifted));
        VectorValue large = where(compare(Primitive.GT, x, LARGEST), all(Double.POSITIVE_INFINITY), value);
        return where(compare(Primitive.LT, x, SMALLEST), all(0), large);
    }

    /**
     * {@code tanh(x) = x p(x^2) / q(x^2)} for {@code |x| < 7.9}, beyond which it is 1: Eigen's rational approximation, 4.5 ulp at
     * worst, 1.5 times as fast as by the exponential and exact near 0.
     */
    static VectorValue tanh(VectorValue x) {
        VectorValue bounded = max(min(x, 7.90531110763549805), -7.90531110763549805);
        VectorValue square = multiply(bounded, bounded);
        VectorValue p = polynomial(
                square,
                -2.76076847742355e-16,
                2.00018790482477e-13,
                -8.60467152213735e-11,
                5.12229709037114e-08,
                1.48572235717979e-05,
                6.37261928875436e-04,
                4.89352455891786e-03);
        VectorValue q = polynomial(
                square, 1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03);
        return VectorValue.apply(ElementType.FLOAT, Primitive.DIVIDE, multiply(bounded, p), q);
    }

    /** By Horner's rule, the highest power first. */
    private static VectorValue polynomial(VectorValue x, double... coefficients) {
        VectorValue sum = all(coefficients[0]);
        for (int i = 1; i < coefficients.length; i++) {
            sum = fma(sum, x, all(coefficients[i]));
        }
        return sum;
    }

    private static VectorValue all(double value) {
        return new VectorValue.Broadcast(Expression.constant(ElementType.FLOAT, value));
    }

    private static VectorValue fma(VectorValue a, VectorValue b, VectorValue c) {
        return new VectorValue.Fma(a, b, c);
    }

    private static VectorValue add(VectorValue a, VectorValue b) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.ADD, a, b);
    }

    private static VectorValue subtract(VectorValue a, VectorValue b) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.SUBTRACT, a, b);
    }

    private static VectorValue multiply(VectorValue a, VectorValue b) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.MULTIPLY, a, b);
    }

    private static VectorValue min(VectorValue a, double bound) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.MIN, a, all(bound));
    }

    private static VectorValue max(VectorValue a, double bound) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.MAX, a, all(bound));
    }

    private static VectorValue compare(Primitive comparison, VectorValue a, double bound) {
        return VectorValue.apply(ElementType.BOOL, comparison, a, all(bound));
    }

    private static VectorValue where(VectorValue mask, VectorValue then, VectorValue otherwise) {
        return new VectorValue.Apply(ElementType.FLOAT, Primitive.WHERE, List.of(mask, then, otherwise));
    }
}
