package org.dlm.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
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

    @Test
    void lanes_outside_are_zero_and_neither_read_nor_written() {
        float[] row = {5, 6, 7};
        FloatVector v = Lanes.load(FloatVector.SPECIES_256, row, -1, -1, 3);
        assertArrayEquals(new float[] {0, 5, 6, 7, 0, 0, 0, 0}, v.toArray());
        float[] out = {9, 9, 9};
        Lanes.store(v, out, 0, 1, 3);
        assertArrayEquals(new float[] {0, 5, 9}, out);
        int[] ints = {1, 2};
        assertArrayEquals(
                new int[] {1, 2, 0, 0},
                Lanes.load(IntVector.SPECIES_128, ints, 0, 0, 2).toIntArray());
    }
}
