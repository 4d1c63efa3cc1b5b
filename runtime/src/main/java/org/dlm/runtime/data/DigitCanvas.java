package org.dlm.runtime.data;

import java.util.Arrays;
import org.dlm.runtime.random.RandomSequence;

/**
 * A picture while it is drawn: ink in 0 .. 1 for each pixel. Lines have round ends and soft edges one pixel wide, which
 * is anti-aliasing by distance: {@code ink = clamp(width / 2 + 1/2 - distance to the line, 0, 1)}.
 */
final class DigitCanvas {
    static final int SIDE = 28;

    private final float[] ink = new float[SIDE * SIDE];

    void clear() {
        Arrays.fill(ink, 0);
    }

    /** Draws a line; where lines meet, the darker ink stays, so that crossings are not darker than strokes. */
    void line(double x0, double y0, double x1, double y1, double width) {
        double reach = width / 2 + 0.5;
        int left = clampToSide(Math.floor(Math.min(x0, x1) - reach));
        int right = clampToSide(Math.ceil(Math.max(x0, x1) + reach));
        int top = clampToSide(Math.floor(Math.min(y0, y1) - reach));
        int bottom = clampToSide(Math.ceil(Math.max(y0, y1) + reach));
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                double distance = distance(x + 0.5, y + 0.5, x0, y0, x1, y1);
                float value = (float) Math.clamp(reach - distance, 0, 1);
                ink[y * SIDE + x] = Math.max(ink[y * SIDE + x], value);
            }
        }
    }

    private static int clampToSide(double pixel) {
        return (int) Math.clamp(pixel, 0, SIDE);
    }

    /** Distance of a point to a line: to its nearest point {@code start + t * (end - start)}, t in 0 .. 1. */
    private static double distance(double x, double y, double x0, double y0, double x1, double y1) {
        double dx = x1 - x0;
        double dy = y1 - y0;
        double square = dx * dx + dy * dy;
        double t = square == 0 ? 0 : Math.clamp(((x - x0) * dx + (y - y0) * dy) / square, 0, 1);
        return StrictMath.hypot(x - x0 - t * dx, y - y0 - t * dy);
    }

    /** Adds noise and a random contrast, and writes grey levels 0 .. 255. */
    void develop(RandomSequence random, byte[] pixels, int offset) {
        double contrast = random.uniform(0.6, 1);
        double noise = random.uniform(0.02, 0.14);
        for (int p = 0; p < ink.length; p++) {
            // a sum of three uniform numbers is normal enough, and three times as fast; its deviation is 1/2
            double grain = 2 * (random.uniform() + random.uniform() + random.uniform() - 1.5);
            double level = Math.clamp(contrast * ink[p] + noise * grain, 0, 1);
            pixels[offset + p] = (byte) Math.round(255 * level);
        }
    }
}
