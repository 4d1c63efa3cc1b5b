package org.dlm.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final float[] FLOATS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768};

    @Test
    void a_shuffle_turns_over_one_bit_of_the_lane() {
        FloatVector v = FloatVector.fromArray(FloatVector.SPECIES_256, FLOATS, 0);
        assertArrayEquals(
                new float[] {4, 8, 1, 2, 64, 128, 16, 32},
                v.rearrange(Lanes.FLOATS_8_BY_2).toArray());
    }

    @Test
    void a_mask_has_the_lanes_with_the_bit() {
        assertEquals(0b11110000, Lanes.FLOATS_8_AT_4.toLong());
        assertEquals(0b1111000011110000, Lanes.FLOATS_16_AT_4.toLong());
        assertEquals(0b1010, Lanes.DOUBLES_4_AT_1.toLong());
    }

    @Test
    void folding_by_all_shuffles_sums_every_lane_once() {
        FloatVector v = FloatVector.fromArray(FloatVector.SPECIES_512, FLOATS, 0);
        v = v.add(v.rearrange(Lanes.FLOATS_16_BY_8));
        v = v.add(v.rearrange(Lanes.FLOATS_16_BY_4));
        v = v.add(v.rearrange(Lanes.FLOATS_16_BY_2));
        v = v.add(v.rearrange(Lanes.FLOATS_16_BY_1));
        assertEquals(65535f, v.lane(0));
        DoubleVector d =
                DoubleVector.fromArray(DoubleVector.SPECIES_512, new double[] {1, 2, 4, 8, 16, 32, 64, 128}, 0);
        d = d.add(d.rearrange(Lanes.DOUBLES_8_BY_4));
        d = d.add(d.rearrange(Lanes.DOUBLES_8_BY_2));
        d = d.add(d.rearrange(Lanes.DOUBLES_8_BY_1));
        assertEquals(255, d.lane(0));
    }
}
