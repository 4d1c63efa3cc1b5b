package org.dlm.runtime.data;

import java.util.Arrays;
import org.dlm.runtime.random.RandomSequence;

/**
 * The ways to write each digit: strokes as lists of points x0, y0, x1, y1 … in a unit square, y downwards. Curves are
 * arcs of ellipses cut into short lines.
 */
final class DigitGlyphs {
    /** Degrees between neighbouring points of an arc. */
    private static final double ARC_STEP = 24;

    private DigitGlyphs() {}

    /** The strokes of one way to write a digit, chosen at random. */
    static double[][] strokes(int digit, RandomSequence random) {
        double w = random.uniform(-1, 1);
        return switch (digit) {
            case 0 -> zero(w);
            case 1 -> one(random.below(3));
            case 2 -> two(random.below(2), w);
            case 3 -> three(random.below(2), w);
            case 4 -> four(random.below(2), w);
            case 5 -> five(random.below(2), w);
            case 6 -> six(w);
            case 7 -> seven(random.below(3));
            case 8 -> eight(w);
            case 9 -> nine(random.below(2), w);
            default -> throw new IllegalArgumentException("not a digit: " + digit);
        };
    }

    private static double[][] zero(double w) {
        return new double[][] {arc(0.5, 0.5, 0.32 + 0.06 * w, 0.5, -90, 270)};
    }

    private static double[][] one(int way) {
        return switch (way) {
            case 0 -> new double[][] {{0.5, 0, 0.5, 0.33, 0.5, 0.66, 0.5, 1}};
            case 1 -> new double[][] {{0.3, 0.22, 0.53, 0, 0.53, 0.33, 0.53, 0.66, 0.53, 1}};
            default -> new double[][] {{0.32, 0.2, 0.52, 0, 0.52, 0.5, 0.52, 1}, {0.3, 1, 0.52, 1, 0.74, 1}};
        };
    }

    private static double[][] two(int way, double w) {
        double[] bow = arc(0.5, 0.27, 0.3 + 0.04 * w, 0.27, -165, 45);
        double[] foot = way == 0
                ? new double[] {0.18, 1, 0.5, 1, 0.84, 1}
                : join(arc(0.3, 0.93, 0.13, 0.08, 180, 330), new double[] {0.6, 1, 0.86, 0.94});
        return new double[][] {join(bow, new double[] {0.45, 0.72, 0.18, 1}), foot};
    }

    private static double[][] three(int way, double w) {
        double[] lower = arc(0.46, 0.73, 0.33 + 0.03 * w, 0.27, -80, 155);
        double[] upper = way == 0
                ? arc(0.46, 0.24, 0.28, 0.24, -155, 80)
                : new double[] {0.2, 0.02, 0.5, 0, 0.76, 0.02, 0.48, 0.46};
        return new double[][] {join(upper, lower)};
    }

    private static double[][] four(int way, double w) {
        double bar = 0.66 + 0.05 * w;
        double[] stem = {0.66, 0.3 - 0.3 * (1 - way), 0.66, 0.6, 0.66, 1};
        double[] arm =
                way == 0 ? new double[] {0.66, 0, 0.4, 0.33, 0.12, bar} : new double[] {0.3, 0, 0.22, 0.33, 0.14, bar};
        return new double[][] {join(arm, new double[] {0.5, bar, 0.9, bar}), stem};
    }

    private static double[][] five(int way, double w) {
        double[] neck = {0.78, 0, 0.5, 0, 0.28, 0, 0.25, 0.2, 0.22, 0.43};
        double[] belly = way == 0
                ? arc(0.46, 0.69, 0.34 + 0.03 * w, 0.31, -125, 150)
                : arc(0.42, 0.68, 0.36 + 0.03 * w, 0.32, -95, 130);
        return new double[][] {join(neck, belly)};
    }

    private static double[][] six(double w) {
        double[] back = {0.68, 0.02, 0.48, 0.14, 0.32, 0.34, 0.23, 0.6};
        return new double[][] {join(back, arc(0.5, 0.72, 0.28 + 0.03 * w, 0.28, 180, -190))};
    }

    private static double[][] seven(int way) {
        double[] stroke = {0.16, 0.03, 0.5, 0.02, 0.84, 0, 0.66, 0.33, 0.52, 0.66, 0.42, 1};
        return switch (way) {
            case 0 -> new double[][] {stroke};
            case 1 -> new double[][] {stroke, {0.36, 0.52, 0.58, 0.5, 0.78, 0.5}};
            default -> new double[][] {stroke, {0.16, 0.03, 0.16, 0.18}};
        };
    }

    private static double[][] eight(double w) {
        return new double[][] {
            arc(0.5, 0.25, 0.25 + 0.03 * w, 0.25, 90, 450), arc(0.5, 0.75, 0.31 + 0.03 * w, 0.25, -90, 270)
        };
    }

    private static double[][] nine(int way, double w) {
        double[] head = arc(0.5, 0.29, 0.28 + 0.03 * w, 0.29, 20, -340);
        double[] tail = way == 0
                ? new double[] {0.78, 0.3, 0.76, 0.55, 0.7, 0.8, 0.6, 1}
                : join(new double[] {0.78, 0.3, 0.78, 0.7}, arc(0.5, 0.74, 0.28, 0.26, 0, 140));
        return new double[][] {head, tail};
    }

    /** An arc of an ellipse, from one angle to another in degrees: 0 is right, 90 is down. */
    private static double[] arc(double x, double y, double radiusX, double radiusY, double from, double to) {
        int pieces = (int) Math.ceil(Math.abs(to - from) / ARC_STEP);
        double[] points = new double[2 * (pieces + 1)];
        for (int p = 0; p <= pieces; p++) {
            double angle = Math.toRadians(from + (to - from) * p / pieces);
            points[2 * p] = x + radiusX * StrictMath.cos(angle);
            points[2 * p + 1] = y + radiusY * StrictMath.sin(angle);
        }
        return points;
    }

    private static double[] join(double[] first, double[] second) {
        double[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
