package org.dlm.runtime.vector;

/**
 * Functions of f32 numbers in additions, multiplications and shifts, the same to the last bit on every machine and in every form
 * of a kernel: the compiler writes the same operations out for vectors. The errors are the largest found over all numbers of the
 * range, against f64.
 */
public final class FloatFunctions {
    private static final float LARGEST = 88.72283f;
    private static final float SMALLEST = -87.33654f;
    private static final float SHIFT = 0x1.8p23f + 127;
    private static final float MOST = SHIFT + 127;
    private static final float WAVE_SHIFT = 0x1.8p23f;
    private static final float WAVE_MOST = 0.8f;

    private FloatFunctions() {}

    /** {@code e^x}, 1 ulp; below -87.33654, where it is less than the smallest normal number, 0. */
    public static float exp(float x) {
        float shifted = shifted(Math.max(Math.min(x, LARGEST), SMALLEST));
        float fraction = grown(Math.max(Math.min(x, LARGEST), SMALLEST), shifted) + 1;
        float value = (shifted > MOST ? fraction + fraction : fraction) * power(shifted);
        return x < SMALLEST ? 0 : x > LARGEST ? Float.POSITIVE_INFINITY : value;
    }

    /** {@code e^x - 1}, 2 ulp. */
    public static float expm1(float x) {
        float bounded = Math.max(Math.min(x, LARGEST), -40f);
        float shifted = shifted(bounded);
        float grown = grown(bounded, shifted);
        float power = power(shifted);
        float value = Math.fma(power, grown, power - 1);
        float half = Math.fma(power, grown, power);
        float finite = shifted > MOST ? half + half : value;
        return x == 0 ? x : x > LARGEST ? Float.POSITIVE_INFINITY : finite;
    }

    /** {@code n + 127} in the lowest bits, {@code n = round(x / ln 2)}. */
    private static float shifted(float bounded) {
        return Math.fma(bounded, 1.44269504088896341f, SHIFT);
    }

    /** {@code e^r - 1}, {@code r = x - n ln 2}: Cephes' {@code expf}. */
    private static float grown(float bounded, float shifted) {
        float n = shifted - SHIFT;
        float r = Math.fma(n, 2.12194440e-4f, Math.fma(n, -0.693359375f, bounded));
        float p = 1.9875691500e-4f;
        p = Math.fma(p, r, 1.3981999507e-3f);
        p = Math.fma(p, r, 8.3334519073e-3f);
        p = Math.fma(p, r, 4.1665795894e-2f);
        p = Math.fma(p, r, 1.6666665459e-1f);
        p = Math.fma(p, r, 5.0000001201e-1f);
        return Math.fma(p, r * r, r);
    }

    /** {@code 2^min(n, 127)}. */
    private static float power(float shifted) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(Math.min(shifted, MOST)) << 23);
    }

    /** 2 ulp; Cephes' polynomial below 0.625, the exponential above. */
    public static float tanh(float x) {
        float square = x * x;
        float p = -5.70498872745e-3f;
        p = Math.fma(p, square, 2.06390887954e-2f);
        p = Math.fma(p, square, -5.37397155531e-2f);
        p = Math.fma(p, square, 1.33314422036e-1f);
        p = Math.fma(p, square, -3.33332819422e-1f);
        float small = Math.fma(p * square, x, x);
        float bounded = Math.min(Math.abs(x), 20);
        float large = 1 - 2 / (exp(bounded + bounded) + 1);
        return Math.abs(x) < 0.625f ? small : large * sign(x);
    }

    /** 2 ulp; {@code x + x p(x^2)} below 0.9375, {@code 1 - e^-(x + x q(x))} above. */
    public static float erf(float x) {
        float square = x * x;
        float p = -5.919416e-4f;
        p = Math.fma(p, square, 4.97913e-3f);
        p = Math.fma(p, square, -2.6757035e-2f);
        p = Math.fma(p, square, 1.1281552e-1f);
        p = Math.fma(p, square, -3.7612468e-1f);
        p = Math.fma(p, square, 1.2837915e-1f);
        float small = Math.fma(p, x, x);
        float size = Math.abs(x);
        float q = 1.1947227e-5f;
        q = Math.fma(q, size, -3.2994957e-4f);
        q = Math.fma(q, size, 3.6714533e-3f);
        q = Math.fma(q, size, -2.3823304e-2f);
        q = Math.fma(q, size, 1.0630793e-1f);
        q = Math.fma(q, size, 6.3510835e-1f);
        q = Math.fma(q, size, 1.2865907e-1f);
        float large = 1 - exp(-Math.fma(q, size, size));
        return size < 0.9375f ? small : large * sign(x);
    }

    /** 1 or -1 by the sign bit. */
    private static float sign(float x) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(x) & Integer.MIN_VALUE | 0x3f800000);
    }

    /** The natural logarithm, 1 ulp: Cephes' {@code logf}. */
    public static float log(float x) {
        boolean tiny = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(tiny ? x * 0x1p24f : x);
        float m = Float.intBitsToFloat(bits & 0x007fffff | 0x3f000000);
        boolean low = m < 0.70710678f;
        float f = (low ? m + m : m) - 1;
        float counted = Float.intBitsToFloat(bits >>> 23 & 0xff | 0x4b000000) - (0x1p23f + 126);
        float exponent = low ? counted - 1 : counted;
        float value = normalLog(f, tiny ? exponent - 24 : exponent);
        float positive = x == 0 ? Float.NEGATIVE_INFINITY : x == Float.POSITIVE_INFINITY ? x : value;
        return x >= 0 ? positive : Float.NaN;
    }

    /** {@code e ln 2 + log(1 + f)}. */
    private static float normalLog(float f, float e) {
        float square = f * f;
        float p = 7.0376836292e-2f;
        p = Math.fma(p, f, -1.1514610310e-1f);
        p = Math.fma(p, f, 1.1676998740e-1f);
        p = Math.fma(p, f, -1.2420140846e-1f);
        p = Math.fma(p, f, 1.4249322787e-1f);
        p = Math.fma(p, f, -1.6668057665e-1f);
        p = Math.fma(p, f, 2.0000714765e-1f);
        p = Math.fma(p, f, -2.4999993993e-1f);
        p = Math.fma(p, f, 3.3333331174e-1f);
        float rest = Math.fma(square, -0.5f, Math.fma(e, -2.12194440e-4f, p * f * square));
        return Math.fma(e, 0.693359375f, f + rest);
    }

    /** {@code log(1 + x)}, 2 ulp. */
    public static float log1p(float x) {
        float sum = x + 1;
        float value = log(sum) + (x - (sum - 1)) / sum;
        float large = sum == Float.POSITIVE_INFINITY ? sum : value;
        float whole = x == -1 ? Float.NEGATIVE_INFINITY : large;
        return Math.abs(x) < 1e-4f ? Math.fma(x * x, -0.5f, x) : whole;
    }

    /**
     * 2 ulp up to {@code |x| = 1e5}, less beyond; from 6e6 on, where neighbouring numbers are half a radian and more apart, only
     * some number from -1 to 1.
     */
    public static float sin(float x) {
        return wave(x, 0);
    }

    /** As {@link #sin}, a quarter of the circle on. */
    public static float cos(float x) {
        return wave(x, 1);
    }

    private static float wave(float x, int ahead) {
        float shifted = Math.fma(x, 0.636619772f, WAVE_SHIFT);
        float n = shifted - WAVE_SHIFT;
        float first = Math.fma(n, -1.57079637050628662109375f, x);
        float near = Math.fma(n, 1.71512451e-15f, Math.fma(n, 4.37113900018624283e-8f, first));
        float r = Math.max(Math.min(near, WAVE_MOST), -WAVE_MOST);
        int quarter = Float.floatToRawIntBits(ahead == 0 ? shifted : shifted + ahead);
        float value = (quarter & 1) == 0 ? sine(r) : cosine(r);
        return (quarter & 2) == 0 ? value : -value;
    }

    private static float sine(float r) {
        float square = r * r;
        float p = -1.9515295891e-4f;
        p = Math.fma(p, square, 8.3321608736e-3f);
        p = Math.fma(p, square, -1.6666654611e-1f);
        return Math.fma(p * square, r, r);
    }

    private static float cosine(float r) {
        float square = r * r;
        float p = 2.443315711809948e-5f;
        p = Math.fma(p, square, -1.388731625493765e-3f);
        p = Math.fma(p, square, 4.166664568298827e-2f);
        return Math.fma(p, square * square, Math.fma(square, -0.5f, 1));
    }
}
