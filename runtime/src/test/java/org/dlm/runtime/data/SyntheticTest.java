package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.program.SourceCall;
import org.dlm.runtime.program.SourceCall.Argument;
import org.junit.jupiter.api.Test;

class SyntheticTest {
    private static Table read(String name, double count, double seed) {
        SourceCall call = SourceCall.of(name, new Argument.Number(count)).with("seed", new Argument.Number(seed));
        return DataFiles.read(Path.of("."), call);
    }

    private static float[] floats(Column column) {
        float[] values = new float[(int) column.values().length()];
        column.values().copy(0, values.length, values, 0);
        return values;
    }

    @Test
    void digits_are_pictures_with_classes() {
        Table table = read("synthetic.digits", 200, 0);
        float[] pixels = floats(table.columns().get(0));

        assertEquals(Shape.of(28, 28), table.columns().get(0).shape());
        assertEquals(
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                table.columns().get(1).classes());
        for (float pixel : pixels) {
            assertTrue(pixel >= 0 && pixel <= 1, "grey level " + pixel);
        }
    }

    @Test
    void an_example_follows_from_seed_and_number_alone() {
        float[] few = floats(read("synthetic.digits", 5, 3).columns().getFirst());
        float[] more = floats(read("synthetic.digits", 9, 3).columns().getFirst());
        float[] others = floats(read("synthetic.digits", 5, 4).columns().getFirst());

        assertArrayEquals(few, Arrays.copyOf(more, few.length));
        assertFalse(Arrays.equals(few, others));
    }

    /** A stroke is about 2 pixels wide and at least 15 long; two thirds of the picture stay dark. */
    @Test
    void every_picture_has_ink_and_ground() {
        float[] pixels = floats(read("synthetic.digits", 300, 1).columns().getFirst());
        for (int example = 0; example < 300; example++) {
            int light = 0;
            for (int p = 0; p < 784; p++) {
                light += pixels[example * 784 + p] > 0.45f ? 1 : 0;
            }
            assertTrue(light >= 12 && light < 784 / 3, "example " + example + " has " + light + " light pixels");
        }
    }

    /** Each class comes about 100 times in 1000, deviation sqrt(1000 * 0.1 * 0.9) = 9.5; the bound is 5 of them. */
    @Test
    void all_digits_come_equally_often() {
        float[] labels = floats(read("synthetic.digits", 1000, 5).columns().get(1));
        int[] counts = new int[10];
        for (float label : labels) {
            counts[(int) label]++;
        }
        assertTrue(Arrays.stream(counts).allMatch(count -> Math.abs(count - 100) < 48), () -> Arrays.toString(counts));
    }

    /**
     * The nearest mean picture is right more often than chance by far, so pictures show their digit, but misses a fifth at
     * least, so there is something to learn.
     */
    @Test
    void digits_are_neither_noise_nor_trivial() {
        double right = nearestMeanAccuracy(read("synthetic.digits", 1000, 0), read("synthetic.digits", 500, 1));

        assertTrue(right > 0.35 && right < 0.8, "nearest mean is right in " + right);
    }

    private static double nearestMeanAccuracy(Table train, Table test) {
        float[][] means = new float[10][784];
        float[] pixels = floats(train.columns().get(0));
        float[] labels = floats(train.columns().get(1));
        int[] counts = new int[10];
        for (float label : labels) {
            counts[(int) label]++;
        }
        for (int i = 0; i < pixels.length; i++) {
            int label = (int) labels[i / 784];
            means[label][i % 784] += pixels[i] / counts[label];
        }
        float[] testPixels = floats(test.columns().get(0));
        float[] testLabels = floats(test.columns().get(1));
        int right = 0;
        for (int example = 0; example < testLabels.length; example++) {
            right += nearest(means, testPixels, example * 784) == (int) testLabels[example] ? 1 : 0;
        }
        return (double) right / testLabels.length;
    }

    private static int nearest(float[][] means, float[] pixels, int offset) {
        int best = 0;
        double bestDistance = Double.POSITIVE_INFINITY;
        for (int digit = 0; digit < means.length; digit++) {
            double distance = 0;
            for (int p = 0; p < 784; p++) {
                double difference = means[digit][p] - pixels[offset + p];
                distance += difference * difference;
            }
            best = distance < bestDistance ? digit : best;
            bestDistance = Math.min(distance, bestDistance);
        }
        return best;
    }

    /** Without noise a point of moon 0 has distance 1 from (0, 0), one of moon 1 from (1, 1/2); f32 rounds to 1e-7. */
    @Test
    void moons_are_half_circles() {
        SourceCall call =
                SourceCall.of("synthetic.moons", new Argument.Number(100)).with("noise", new Argument.Number(0));
        Table table = DataFiles.read(Path.of("."), call);
        float[] points = floats(table.columns().get(0));
        float[] moons = floats(table.columns().get(1));
        for (int e = 0; e < 100; e++) {
            double radius = moons[e] == 0
                    ? Math.hypot(points[2 * e], points[2 * e + 1])
                    : Math.hypot(points[2 * e] - 1, points[2 * e + 1] - 0.5);
            assertEquals(1, radius, 1e-6);
        }
    }

    /** The angle of a point without noise is 2 pi (r + arm / 3); its sine and cosine tell. */
    @Test
    void spirals_turn_with_the_radius() {
        SourceCall call = SourceCall.of("synthetic.spirals", new Argument.Number(100))
                .with("noise", new Argument.Number(0))
                .with("arms", new Argument.Number(3));
        Table table = DataFiles.read(Path.of("."), call);
        float[] points = floats(table.columns().get(0));
        float[] arms = floats(table.columns().get(1));
        for (int e = 0; e < 100; e++) {
            double radius = Math.hypot(points[2 * e], points[2 * e + 1]);
            double angle = 2 * Math.PI * (radius + arms[e] / 3.0);
            assertEquals(radius * Math.cos(angle), points[2 * e], 1e-5);
            assertEquals(radius * Math.sin(angle), points[2 * e + 1], 1e-5);
        }
        assertEquals(List.of("arm 0", "arm 1", "arm 2"), table.columns().get(1).classes());
    }
}
