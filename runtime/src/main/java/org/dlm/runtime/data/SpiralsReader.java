package org.dlm.runtime.data;

import java.util.List;
import java.util.stream.IntStream;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.random.Places;
import org.dlm.runtime.random.RandomSequence;

/**
 * Points on arms of a spiral, the classic problem that no line separates:
 * {@code point, arm = synthetic.spirals(1000, arms = 3, turns = 1, noise = 0.02)}.
 *
 * <p>With r uniform in 0 .. 1: {@code point = r * (cos a, sin a) + noise * (normal, normal)} where
 * {@code a = 2 pi * (turns * r + arm / arms)}.
 */
public final class SpiralsReader implements DataReader {
    /** Two coordinates and a class. */
    private static final long EXAMPLE_BYTES = 2L * Float.BYTES + Integer.BYTES;

    /** What the name of an arm takes, about. */
    private static final long NAME_BYTES = 100;

    @Override
    public Table read(ReaderCall call) {
        call.allowOnly(1, "count", "arms", "turns", "noise", "seed");
        int arms = Math.max(1, (int) call.number("arms", 2));
        double turns = call.number("turns", 1);
        double noise = call.number("noise", 0.02);
        long seed = (long) call.number("seed", 0);
        int count = call.count(0, "count");
        call.limits().requireHeld("synthetic.spirals", count * EXAMPLE_BYTES + arms * NAME_BYTES);
        float[] points = new float[Math.multiplyExact(2, count)];
        int[] classes = new int[count];
        for (int example = 0; example < count; example++) {
            RandomSequence random = new RandomSequence(seed, example, Places.SYNTHETIC);
            int arm = random.below(arms);
            double radius = random.uniform();
            double angle = 2 * Math.PI * (turns * radius + (double) arm / arms);
            points[2 * example] = (float) (radius * StrictMath.cos(angle) + noise * random.normal());
            points[2 * example + 1] = (float) (radius * StrictMath.sin(angle) + noise * random.normal());
            classes[example] = arm;
        }
        List<String> names =
                IntStream.range(0, arms).mapToObj(arm -> "arm " + arm).toList();
        return Table.of(
                "synthetic.spirals",
                Column.numbers("point", Shape.of(2), new ColumnValues.Floats(points)),
                Column.classes("arm", new ColumnValues.Ints(classes), names));
    }
}
