package org.dlm.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final float[] FLOATS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768};
    private static final double[] DOUBLES = {1, 2, 4, 8, 16, 32, 64, 128};

    @Test
    void every_lane_is_in_the_sum_once() {
        assertEquals(65535f, Lanes.sum(FloatVector.fromArray(FloatVector.SPECIES_512, FLOATS, 0)));
        assertEquals(255f, Lanes.sum(FloatVector.fromArray(FloatVector.SPECIES_256, FLOATS, 0)));
        assertEquals(255, Lanes.sum(DoubleVector.fromArray(DoubleVector.SPECIES_512, DOUBLES, 0)));
        assertEquals(15, Lanes.sum(DoubleVector.fromArray(DoubleVector.SPECIES_256, DOUBLES, 0)));
    }

    @Test
    void halves_are_added_first() {
        // 2^24 + 1 is lost, unless the ones come together before
        float[] values = new float[16];
        values[0] = 1 << 24;
        values[1] = 1;
        values[9] = 1;
        assertEquals((1 << 24) + 2, Lanes.sum(FloatVector.fromArray(FloatVector.SPECIES_512, values, 0)));
    }

    @Test
    void extremes() {
        FloatVector v = FloatVector.fromArray(FloatVector.SPECIES_512, FLOATS, 0);
        assertEquals(32768f, Lanes.max(v));
        assertEquals(1f, Lanes.min(v));
        DoubleVector d = DoubleVector.fromArray(DoubleVector.SPECIES_512, DOUBLES, 0);
        assertEquals(128, Lanes.max(d));
        assertEquals(1, Lanes.min(d));
    }
}
