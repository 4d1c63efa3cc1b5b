package org.dlm.runtime.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * How generated kernels join the lanes of a vector: always in the same order, and without masks and shuffles being made again and
 * again.
 */
public final class Lanes {
    /** Each lane takes the one 8 lanes away. */
    public static final VectorShuffle<Float> FLOATS_16_BY_8 = by(FloatVector.SPECIES_512, 8);
    /** Each lane takes the one 4 lanes away. */
    public static final VectorShuffle<Float> FLOATS_16_BY_4 = by(FloatVector.SPECIES_512, 4);
    /** Each lane takes the one 2 lanes away. */
    public static final VectorShuffle<Float> FLOATS_16_BY_2 = by(FloatVector.SPECIES_512, 2);
    /** Each lane takes the one 1 lanes away. */
    public static final VectorShuffle<Float> FLOATS_16_BY_1 = by(FloatVector.SPECIES_512, 1);
    /** The lanes whose number has bit 8. */
    public static final VectorMask<Float> FLOATS_16_AT_8 = at(FloatVector.SPECIES_512, 8);
    /** The lanes whose number has bit 4. */
    public static final VectorMask<Float> FLOATS_16_AT_4 = at(FloatVector.SPECIES_512, 4);
    /** Each lane takes the one 4 lanes away. */
    public static final VectorShuffle<Float> FLOATS_8_BY_4 = by(FloatVector.SPECIES_256, 4);
    /** Each lane takes the one 2 lanes away. */
    public static final VectorShuffle<Float> FLOATS_8_BY_2 = by(FloatVector.SPECIES_256, 2);
    /** Each lane takes the one 1 lanes away. */
    public static final VectorShuffle<Float> FLOATS_8_BY_1 = by(FloatVector.SPECIES_256, 1);
    /** The lanes whose number has bit 4. */
    public static final VectorMask<Float> FLOATS_8_AT_4 = at(FloatVector.SPECIES_256, 4);
    /** The lanes whose number has bit 2. */
    public static final VectorMask<Float> FLOATS_8_AT_2 = at(FloatVector.SPECIES_256, 2);
    /** Each lane takes the one 4 lanes away. */
    public static final VectorShuffle<Double> DOUBLES_8_BY_4 = by(DoubleVector.SPECIES_512, 4);
    /** Each lane takes the one 2 lanes away. */
    public static final VectorShuffle<Double> DOUBLES_8_BY_2 = by(DoubleVector.SPECIES_512, 2);
    /** Each lane takes the one 1 lanes away. */
    public static final VectorShuffle<Double> DOUBLES_8_BY_1 = by(DoubleVector.SPECIES_512, 1);
    /** The lanes whose number has bit 4. */
    public static final VectorMask<Double> DOUBLES_8_AT_4 = at(DoubleVector.SPECIES_512, 4);
    /** The lanes whose number has bit 2. */
    public static final VectorMask<Double> DOUBLES_8_AT_2 = at(DoubleVector.SPECIES_512, 2);
    /** Each lane takes the one 2 lanes away. */
    public static final VectorShuffle<Double> DOUBLES_4_BY_2 = by(DoubleVector.SPECIES_256, 2);
    /** Each lane takes the one 1 lanes away. */
    public static final VectorShuffle<Double> DOUBLES_4_BY_1 = by(DoubleVector.SPECIES_256, 1);
    /** The lanes whose number has bit 2. */
    public static final VectorMask<Double> DOUBLES_4_AT_2 = at(DoubleVector.SPECIES_256, 2);
    /** The lanes whose number has bit 1. */
    public static final VectorMask<Double> DOUBLES_4_AT_1 = at(DoubleVector.SPECIES_256, 1);

    /** Each lane takes the one that far away. */
    private static <E> VectorShuffle<E> by(VectorSpecies<E> species, int distance) {
        return VectorShuffle.fromOp(species, lane -> lane ^ distance);
    }

    /** Lanes whose number has that bit. */
    private static <E> VectorMask<E> at(VectorSpecies<E> species, int bit) {
        boolean[] lanes = new boolean[species.length()];
        for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane] = (lane & bit) != 0;
        }
        return VectorMask.fromValues(species, lanes);
    }

    private Lanes() {}

    /**
     * The sum of all lanes, halves first: always in this order, while {@link FloatVector#reduceLanes} adds in another one before
     * and after it is compiled. Several sums at
     * once are added by the shuffles and masks above, in the same order.
     */
    public static float sum(FloatVector v) {
        if (v.length() == 16) {
            float first = (v.lane(0) + v.lane(8)) + (v.lane(4) + v.lane(12));
            float second = (v.lane(2) + v.lane(10)) + (v.lane(6) + v.lane(14));
            float third = (v.lane(1) + v.lane(9)) + (v.lane(5) + v.lane(13));
            float fourth = (v.lane(3) + v.lane(11)) + (v.lane(7) + v.lane(15));
            return (first + second) + (third + fourth);
        }
        float first = (v.lane(0) + v.lane(4)) + (v.lane(2) + v.lane(6));
        float second = (v.lane(1) + v.lane(5)) + (v.lane(3) + v.lane(7));
        return first + second;
    }

    /** The sum of all lanes, halves first. */
    public static double sum(DoubleVector v) {
        if (v.length() == 8) {
            double first = (v.lane(0) + v.lane(4)) + (v.lane(2) + v.lane(6));
            double second = (v.lane(1) + v.lane(5)) + (v.lane(3) + v.lane(7));
            return first + second;
        }
        return (v.lane(0) + v.lane(2)) + (v.lane(1) + v.lane(3));
    }

    /** The largest lane. */
    public static float max(FloatVector v) {
        return v.reduceLanes(VectorOperators.MAX);
    }

    /** The largest lane. */
    public static double max(DoubleVector v) {
        return v.reduceLanes(VectorOperators.MAX);
    }

    /** The smallest lane. */
    public static float min(FloatVector v) {
        return v.reduceLanes(VectorOperators.MIN);
    }

    /** The smallest lane. */
    public static double min(DoubleVector v) {
        return v.reduceLanes(VectorOperators.MIN);
    }
}
