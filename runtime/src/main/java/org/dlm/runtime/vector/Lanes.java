package org.dlm.runtime.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The masks and shuffles by which generated kernels add the lanes of vectors, always in the same order. */
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
    /** Each lane takes the one 2 lanes away. */
    public static final VectorShuffle<Float> FLOATS_4_BY_2 = by(FloatVector.SPECIES_128, 2);
    /** Each lane takes the one 1 lanes away. */
    public static final VectorShuffle<Float> FLOATS_4_BY_1 = by(FloatVector.SPECIES_128, 1);
    /** The lanes whose number has bit 2. */
    public static final VectorMask<Float> FLOATS_4_AT_2 = at(FloatVector.SPECIES_128, 2);
    /** The lanes whose number has bit 1. */
    public static final VectorMask<Float> FLOATS_4_AT_1 = at(FloatVector.SPECIES_128, 1);
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
    /** Each lane takes the one 1 lanes away. */
    public static final VectorShuffle<Double> DOUBLES_2_BY_1 = by(DoubleVector.SPECIES_128, 1);

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
}
