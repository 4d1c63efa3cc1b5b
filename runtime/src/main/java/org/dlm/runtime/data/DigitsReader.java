package org.dlm.runtime.data;

import java.util.List;
import java.util.stream.IntStream;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.random.Places;
import org.dlm.runtime.random.RandomSequence;

/**
 * Handwritten-like digits, drawn by ourselves: {@code image, label = synthetic.digits(10000)}. Pictures of 28 x 28 grey
 * levels in 0 .. 1, light strokes on dark ground, and classes 0 to 9.
 *
 * <p>Each picture is a glyph of a few strokes, chosen among several ways to write the digit; its points are moved a
 * little, then all of it is scaled, sheared, turned and shifted, drawn with a pen of random width and darkened by noise.
 * So a network must find shapes: the same pixel means little from one picture to the next.
 *
 * <p>Example {@code e} depends on the seed and on {@code e} alone: {@code seed = 1} gives other pictures for a test.
 */
public final class DigitsReader implements DataReader {
    private static final int SIDE = DigitCanvas.SIDE;
    private static final float GREY = 1 / 255f;

    @Override
    public Table read(ReaderCall call) {
        call.allowOnly(1, "count", "seed");
        int count = call.count(0, "count");
        call.limits().requireHeld("synthetic.digits", count * (SIDE * SIDE + 1L));
        return draw(count, (long) call.number("seed", 0));
    }

    /** Draws so many pictures. */
    public static Table draw(int count, long seed) {
        byte[] pixels = new byte[Math.multiplyExact(count, SIDE * SIDE)];
        byte[] labels = new byte[count];
        DigitCanvas canvas = new DigitCanvas();
        for (int example = 0; example < count; example++) {
            RandomSequence random = new RandomSequence(seed, example, Places.SYNTHETIC);
            int digit = random.below(10);
            labels[example] = (byte) digit;
            canvas.clear();
            drawDigit(digit, canvas, random);
            canvas.develop(random, pixels, example * SIDE * SIDE);
        }
        List<String> names = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
        return Table.of(
                "synthetic.digits",
                Column.numbers("image", Shape.of(SIDE, SIDE), new ColumnValues.UnsignedBytes(pixels, GREY)),
                Column.classes("label", new ColumnValues.UnsignedBytes(labels, 1), names));
    }

    private static void drawDigit(int digit, DigitCanvas canvas, RandomSequence random) {
        double[][] strokes = DigitGlyphs.strokes(digit, random);
        DigitPose pose = DigitPose.draw(random);
        for (double[] stroke : strokes) {
            double[] placed = pose.place(stroke, random);
            for (int p = 2; p < placed.length; p += 2) {
                canvas.line(placed[p - 2], placed[p - 1], placed[p], placed[p + 1], pose.penWidth());
            }
        }
    }
}
