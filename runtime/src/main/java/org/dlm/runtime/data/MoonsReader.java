package org.dlm.runtime.data;

import java.util.List;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.random.Places;
import org.dlm.runtime.random.RandomSequence;

/**
 * Points on two half circles that reach into each other: {@code point, moon = synthetic.moons(1000, noise = 0.1)}.
 *
 * <p>With t uniform in 0 .. pi: the upper moon is {@code (cos t, sin t)}, the lower one {@code (1 - cos t, 1/2 - sin t)},
 * both plus {@code noise * (normal, normal)}.
 */
public final class MoonsReader implements DataReader {
    /** Two coordinates and a class. */
    private static final long EXAMPLE_BYTES = 2L * Float.BYTES + Integer.BYTES;

    @Override
    public Table read(ReaderCall call) {
        call.allowOnly(1, "count", "noise", "seed");
        double noise = call.number("noise", 0.1);
        long seed = (long) call.number("seed", 0);
        int count = call.count(0, "count");
        call.limits().requireHeld("synthetic.moons", count * EXAMPLE_BYTES);
        float[] points = new float[Math.multiplyExact(2, count)];
        int[] classes = new int[count];
        for (int example = 0; example < count; example++) {
            RandomSequence random = new RandomSequence(seed, example, Places.SYNTHETIC);
            int moon = random.below(2);
            double t = random.uniform(0, Math.PI);
            double x = moon == 0 ? StrictMath.cos(t) : 1 - StrictMath.cos(t);
            double y = moon == 0 ? StrictMath.sin(t) : 0.5 - StrictMath.sin(t);
            points[2 * example] = (float) (x + noise * random.normal());
            points[2 * example + 1] = (float) (y + noise * random.normal());
            classes[example] = moon;
        }
        return Table.of(
                "synthetic.moons",
                Column.numbers("point", Shape.of(2), new ColumnValues.Floats(points)),
                Column.classes("moon", new ColumnValues.Ints(classes), List.of("upper", "lower")));
    }
}
