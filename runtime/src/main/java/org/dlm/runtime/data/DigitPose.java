package org.dlm.runtime.data;

import org.dlm.runtime.random.RandomSequence;

/**
 * How a glyph lies on the picture: from glyph coordinates (a unit square, y downwards) to pixels.
 *
 * <p>{@code pixel = centre + [xx xy; yx yy] * (point - 1/2)}, the matrix being rotation * shear * scale.
 */
record DigitPose(double xx, double xy, double yx, double yy, double centreX, double centreY, double penWidth) {
    private static final double MAX_TURN = Math.toRadians(22);
    private static final double MAX_SHEAR = 0.35;
    private static final double MAX_SHIFT = 3.2;

    /** How far a point is moved on its own, in glyph units. */
    private static final double WOBBLE = 0.022;

    static DigitPose draw(RandomSequence random) {
        double turn = random.uniform(-MAX_TURN, MAX_TURN);
        double shear = random.uniform(-MAX_SHEAR, MAX_SHEAR);
        double height = random.uniform(14, 22);
        double width = height * random.uniform(0.65, 1.05);
        double cos = StrictMath.cos(turn);
        double sin = StrictMath.sin(turn);
        double middle = DigitCanvas.SIDE / 2.0;
        return new DigitPose(
                cos * width,
                (cos * shear - sin) * height,
                sin * width,
                (sin * shear + cos) * height,
                middle + random.uniform(-MAX_SHIFT, MAX_SHIFT),
                middle + random.uniform(-MAX_SHIFT, MAX_SHIFT),
                random.uniform(1.2, 3.0));
    }

    /** The points x0, y0, x1, y1 … of a stroke in pixels, each moved a little on its own. */
    double[] place(double[] stroke, RandomSequence random) {
        double[] placed = new double[stroke.length];
        for (int p = 0; p < stroke.length; p += 2) {
            double x = stroke[p] - 0.5 + WOBBLE * random.normal();
            double y = stroke[p + 1] - 0.5 + WOBBLE * random.normal();
            placed[p] = centreX + xx * x + xy * y;
            placed[p + 1] = centreY + yx * x + yy * y;
        }
        return placed;
    }
}
