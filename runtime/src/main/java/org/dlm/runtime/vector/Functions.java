package org.dlm.runtime.vector;

/** Scalar functions of generated kernels that {@link Math} lacks; those of f32 are in {@link FloatFunctions}. */
public final class Functions {
    private Functions() {}

    /** A place that was read from data, checked against the size of its axis. */
    public static int place(int value, int size) {
        if (value < 0 || value >= size) {
            throw new IndexOutOfBoundsException("the data holds the place " + value
                    + ", but the axis that it chooses from" + " has only the places 0 to " + (size - 1)
                    + "; check the labels or indices that are fed in");
        }
        return value;
    }

    /** {@code a - b * floor(a / b)} without the rounding of the quotient: the sign of the divisor. */
    public static float remainder(float a, float b) {
        float rest = a % b;
        return rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
    }

    /** {@code a - b * floor(a / b)} without the rounding of the quotient: the sign of the divisor. */
    public static double remainder(double a, double b) {
        double rest = a % b;
        return rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
    }

    private static final double QUARTERS = 2 / Math.PI;

    /** The parts of pi / 2: the nearest double, what it lacks, and what both lack. */
    private static final double HALF_PI = Math.PI / 2;

    private static final double HALF_PI_SECOND = 6.123233995736766e-17;
    private static final double HALF_PI_THIRD = -1.4973849048591833e-33;

    /** Up to here these parts are enough; beyond, {@link StrictMath} takes more of pi. */
    private static final double LARGE = 1e5;

    /** Up to here nothing overflows on the way to a power. */
    private static final double LARGEST_POWER = 1e290;

    /**
     * Radians. Within 2 ulp of the sine, the same bits everywhere. {@link StrictMath#sin} allocates until it is
     * compiled, which a training step must not.
     */
    public static double sin(double x) {
        if (!(Math.abs(x) < LARGE)) {
            return StrictMath.sin(x);
        }
        double quarters = Math.rint(x * QUARTERS);
        return quarter(reduced(x, quarters), (int) quarters);
    }

    /** Radians. Like {@link #sin(double)}. */
    public static double cos(double x) {
        if (!(Math.abs(x) < LARGE)) {
            return StrictMath.cos(x);
        }
        double quarters = Math.rint(x * QUARTERS);
        return quarter(reduced(x, quarters), (int) quarters + 1);
    }

    /**
     * {@code x} to the power {@code y}: within 1 ulp where {@code y} is a whole number of an int and the result is normal, the same
     * bits everywhere; else as {@link StrictMath#pow}, which allocates where C2 does not take it into its caller. Powers of whole
     * numbers are what optimizers need of each step.
     */
    public static double pow(double x, double y) {
        int n = (int) y;
        if (n != y || n == Integer.MIN_VALUE || x == 0 || !(Math.abs(x) <= Double.MAX_VALUE)) {
            return StrictMath.pow(x, y);
        }
        double baseRest = 0;
        double base = x;
        double rest = 0;
        double power = 1;
        // squares and products as a number and what is missing of it (Dekker 1971)
        for (int left = Math.abs(n); left > 0; left >>= 1) {
            if ((left & 1) != 0) {
                double product = power * base;
                double missing = Math.fma(power, base, -product) + Math.fma(power, baseRest, rest * base);
                power = product + missing;
                rest = missing - (power - product);
            }
            if (left > 1) {
                double square = base * base;
                double missing = Math.fma(base, base, -square) + 2 * base * baseRest;
                base = square + missing;
                baseRest = missing - (base - square);
            }
        }
        if (!(Math.abs(power) <= LARGEST_POWER) || n < 0 && Math.abs(power) < 1 / LARGEST_POWER) {
            return StrictMath.pow(x, y);
        }
        double inverse = 1 / power;
        return n < 0 ? inverse + inverse * (Math.fma(-power, inverse, 1) - rest * inverse) : power;
    }

    private static double reduced(double x, double quarters) {
        if (quarters == 0) {
            return x;
        }
        double rest = Math.fma(-quarters, HALF_PI_SECOND, Math.fma(-quarters, HALF_PI, x));
        return Math.fma(-quarters, HALF_PI_THIRD, rest);
    }

    /** The sine of {@code r + quarter * pi / 2} with {@code |r| <= pi / 4}. */
    private static double quarter(double r, int quarter) {
        double value = (quarter & 1) == 0 ? sineNearZero(r) : cosineNearZero(r);
        return (quarter & 2) == 0 ? value : -value;
    }

    /** The polynomial of FDLIBM's {@code k_sin.c} (Sun Microsystems, 1993). */
    private static double sineNearZero(double r) {
        double z = r * r;
        double p = Math.fma(z, 1.58969099521155010221e-10, -2.50507602534068634195e-08);
        p = Math.fma(z, p, 2.75573137070700676789e-06);
        p = Math.fma(z, p, -1.98412698298579493134e-04);
        p = Math.fma(z, p, 8.33333333332248946124e-03);
        p = Math.fma(z, p, -1.66666666666666324348e-01);
        return r == 0 ? r : r + z * r * p;
    }

    /** The polynomial of FDLIBM's {@code k_cos.c} (Sun Microsystems, 1993). */
    private static double cosineNearZero(double r) {
        double z = r * r;
        double p = Math.fma(z, -1.13596475577881948265e-11, 2.08757232129817482790e-09);
        p = Math.fma(z, p, -2.75573143513906633035e-07);
        p = Math.fma(z, p, 2.48015872894767294178e-05);
        p = Math.fma(z, p, -1.38888888888741095749e-03);
        p = Math.fma(z, p, 4.16666666666666019037e-02);
        double half = 0.5 * z;
        double whole = 1 - half;
        return whole + (1 - whole - half + z * z * p);
    }

    /**
     * {@code 2/sqrt(pi) * integral(0 .. x : exp(-t^2))} to about 1 ulp, by the rational approximations of FDLIBM's
     * {@code s_erf.c} (Sun Microsystems, 1993): one for each of {@code |x|} below 0.84375, 1.25, 1/0.35 and 6.
     */
    public static double erf(double x) {
        double size = Math.abs(x);
        if (size < 0.84375) {
            return x + x * nearZero(x * x);
        }
        double value = size < 1.25 ? nearOne(size - 1) : size < 6 ? 1 - complement(size) : size >= 6 ? 1 : size;
        return Math.copySign(value, x);
    }

    /** {@code (erf(x) - x) / x} of {@code z = x^2}. */
    private static double nearZero(double z) {
        double p = 1.28379167095512558561e-01
                + z
                        * (-3.25042107247001499370e-01
                                + z
                                        * (-2.84817495755985104766e-02
                                                + z * (-5.77027029648944159157e-03 + z * -2.37630166566501626084e-05)));
        double q = 1
                + z
                        * (3.97917223959155352819e-01
                                + z
                                        * (6.50222499887672944485e-02
                                                + z
                                                        * (5.08130628187576562776e-03
                                                                + z
                                                                        * (1.32494738004321644526e-04
                                                                                + z * -3.96022827877536812320e-06))));
        return p / q;
    }

    /** {@code erf(1 + s)}. */
    private static double nearOne(double s) {
        double p = -2.36211856075265944077e-03
                + s
                        * (4.14856118683748331666e-01
                                + s
                                        * (-3.72207876035701323847e-01
                                                + s
                                                        * (3.18346619901161753674e-01
                                                                + s
                                                                        * (-1.10894694282396677476e-01
                                                                                + s
                                                                                        * (3.54783043256182359371e-02
                                                                                                + s
                                                                                                        * -2.16637559486879084300e-03)))));
        double q = 1
                + s
                        * (1.06420880400844228286e-01
                                + s
                                        * (5.40397917702171048937e-01
                                                + s
                                                        * (7.18286544141962662868e-02
                                                                + s
                                                                        * (1.26171219808761642112e-01
                                                                                + s
                                                                                        * (1.36370839120290507362e-02
                                                                                                + s
                                                                                                        * 1.19844998467991074170e-02)))));
        return 8.45062911510467529297e-01 + p / q;
    }

    /** {@code 1 - erf(x)} for x from 1.25 to 6; the square is taken of x cut to 32 bits, so that it is exact. */
    private static double complement(double x) {
        double s = 1 / (x * x);
        double quotient = x < 1 / 0.35 ? middle(s) : far(s);
        double cut = Double.longBitsToDouble(Double.doubleToLongBits(x) & 0xffffffff00000000L);
        return StrictMath.exp(-cut * cut - 0.5625) * StrictMath.exp((cut - x) * (cut + x) + quotient) / x;
    }

    private static double middle(double s) {
        double r = -9.86494403484714822705e-03
                + s
                        * (-6.93858572707181764372e-01
                                + s
                                        * (-1.05586262253232909814e+01
                                                + s
                                                        * (-6.23753324503260060396e+01
                                                                + s
                                                                        * (-1.62396669462573470355e+02
                                                                                + s
                                                                                        * (-1.84605092906711035994e+02
                                                                                                + s
                                                                                                        * (-8.12874355063065934246e+01
                                                                                                                + s
                                                                                                                        * -9.81432934416914548592e+00))))));
        double q = 1
                + s
                        * (1.96512716674392571292e+01
                                + s
                                        * (1.37657754143519042600e+02
                                                + s
                                                        * (4.34565877475229228821e+02
                                                                + s
                                                                        * (6.45387271733267880336e+02
                                                                                + s
                                                                                        * (4.29008140027567833386e+02
                                                                                                + s
                                                                                                        * (1.08635005541779435134e+02
                                                                                                                + s
                                                                                                                        * (6.57024977031928170135e+00
                                                                                                                                + s
                                                                                                                                        * -6.04244152148580987438e-02)))))));
        return r / q;
    }

    private static double far(double s) {
        double r = -9.86494292470009928597e-03
                + s
                        * (-7.99283237680523006574e-01
                                + s
                                        * (-1.77579549177547519889e+01
                                                + s
                                                        * (-1.60636384855821916062e+02
                                                                + s
                                                                        * (-6.37566443368389627722e+02
                                                                                + s
                                                                                        * (-1.02509513161107724954e+03
                                                                                                + s
                                                                                                        * -4.83519191608651397019e+02)))));
        double q = 1
                + s
                        * (3.03380607434824582924e+01
                                + s
                                        * (3.25792512996573918826e+02
                                                + s
                                                        * (1.53672958608443695994e+03
                                                                + s
                                                                        * (3.19985821950859553908e+03
                                                                                + s
                                                                                        * (2.55305040643316442583e+03
                                                                                                + s
                                                                                                        * (4.74528541206955367215e+02
                                                                                                                + s
                                                                                                                        * -2.24409524465858183362e+01))))));
        return r / q;
    }
}
