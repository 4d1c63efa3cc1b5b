package org.dlm.runtime.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The masks and shuffles by which generated kernels add the lanes of vectors, always in the same order, and take vectors apart and put
 * them together for strides.
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

    /** Every second lane of two vectors, from lane 0 on. */
    public static final VectorShuffle<Float> FLOATS_16_EVERY_2_FROM_0 = everySecond(FloatVector.SPECIES_512, 0);
    /** Every second lane of two vectors, from lane 1 on. */
    public static final VectorShuffle<Float> FLOATS_16_EVERY_2_FROM_1 = everySecond(FloatVector.SPECIES_512, 1);
    /** Each lane of the first half of two vectors twice. */
    public static final VectorShuffle<Float> FLOATS_16_BY_TURNS_HALF_0 = byTurns(FloatVector.SPECIES_512, 0);
    /** Each lane of the second half of two vectors twice. */
    public static final VectorShuffle<Float> FLOATS_16_BY_TURNS_HALF_1 = byTurns(FloatVector.SPECIES_512, 1);
    /** The lanes whose number has bit 1. */
    public static final VectorMask<Float> FLOATS_16_AT_1 = at(FloatVector.SPECIES_512, 1);
    /** Every second lane of two vectors, from lane 0 on. */
    public static final VectorShuffle<Float> FLOATS_8_EVERY_2_FROM_0 = everySecond(FloatVector.SPECIES_256, 0);
    /** Every second lane of two vectors, from lane 1 on. */
    public static final VectorShuffle<Float> FLOATS_8_EVERY_2_FROM_1 = everySecond(FloatVector.SPECIES_256, 1);
    /** Each lane of the first half of two vectors twice. */
    public static final VectorShuffle<Float> FLOATS_8_BY_TURNS_HALF_0 = byTurns(FloatVector.SPECIES_256, 0);
    /** Each lane of the second half of two vectors twice. */
    public static final VectorShuffle<Float> FLOATS_8_BY_TURNS_HALF_1 = byTurns(FloatVector.SPECIES_256, 1);
    /** The lanes whose number has bit 1. */
    public static final VectorMask<Float> FLOATS_8_AT_1 = at(FloatVector.SPECIES_256, 1);
    /** Every second lane of two vectors, from lane 0 on. */
    public static final VectorShuffle<Float> FLOATS_4_EVERY_2_FROM_0 = everySecond(FloatVector.SPECIES_128, 0);
    /** Every second lane of two vectors, from lane 1 on. */
    public static final VectorShuffle<Float> FLOATS_4_EVERY_2_FROM_1 = everySecond(FloatVector.SPECIES_128, 1);
    /** Each lane of the first half of two vectors twice. */
    public static final VectorShuffle<Float> FLOATS_4_BY_TURNS_HALF_0 = byTurns(FloatVector.SPECIES_128, 0);
    /** Each lane of the second half of two vectors twice. */
    public static final VectorShuffle<Float> FLOATS_4_BY_TURNS_HALF_1 = byTurns(FloatVector.SPECIES_128, 1);
    /** Every second lane of two vectors, from lane 0 on. */
    public static final VectorShuffle<Double> DOUBLES_8_EVERY_2_FROM_0 = everySecond(DoubleVector.SPECIES_512, 0);
    /** Every second lane of two vectors, from lane 1 on. */
    public static final VectorShuffle<Double> DOUBLES_8_EVERY_2_FROM_1 = everySecond(DoubleVector.SPECIES_512, 1);
    /** Each lane of the first half of two vectors twice. */
    public static final VectorShuffle<Double> DOUBLES_8_BY_TURNS_HALF_0 = byTurns(DoubleVector.SPECIES_512, 0);
    /** Each lane of the second half of two vectors twice. */
    public static final VectorShuffle<Double> DOUBLES_8_BY_TURNS_HALF_1 = byTurns(DoubleVector.SPECIES_512, 1);
    /** The lanes whose number has bit 1. */
    public static final VectorMask<Double> DOUBLES_8_AT_1 = at(DoubleVector.SPECIES_512, 1);
    /** Every second lane of two vectors, from lane 0 on. */
    public static final VectorShuffle<Double> DOUBLES_4_EVERY_2_FROM_0 = everySecond(DoubleVector.SPECIES_256, 0);
    /** Every second lane of two vectors, from lane 1 on. */
    public static final VectorShuffle<Double> DOUBLES_4_EVERY_2_FROM_1 = everySecond(DoubleVector.SPECIES_256, 1);
    /** Each lane of the first half of two vectors twice. */
    public static final VectorShuffle<Double> DOUBLES_4_BY_TURNS_HALF_0 = byTurns(DoubleVector.SPECIES_256, 0);
    /** Each lane of the second half of two vectors twice. */
    public static final VectorShuffle<Double> DOUBLES_4_BY_TURNS_HALF_1 = byTurns(DoubleVector.SPECIES_256, 1);
    /** Every second lane of two vectors, from lane 0 on. */
    public static final VectorShuffle<Double> DOUBLES_2_EVERY_2_FROM_0 = everySecond(DoubleVector.SPECIES_128, 0);
    /** Every second lane of two vectors, from lane 1 on. */
    public static final VectorShuffle<Double> DOUBLES_2_EVERY_2_FROM_1 = everySecond(DoubleVector.SPECIES_128, 1);
    /** Each lane of the first half of two vectors twice. */
    public static final VectorShuffle<Double> DOUBLES_2_BY_TURNS_HALF_0 = byTurns(DoubleVector.SPECIES_128, 0);
    /** Each lane of the second half of two vectors twice. */
    public static final VectorShuffle<Double> DOUBLES_2_BY_TURNS_HALF_1 = byTurns(DoubleVector.SPECIES_128, 1);
    /** The lanes whose number has bit 1. */
    public static final VectorMask<Double> DOUBLES_2_AT_1 = at(DoubleVector.SPECIES_128, 1);

    /** Of which lane of its vector each lane is, when two vectors follow each other and every second lane is taken. */
    private static <E> VectorShuffle<E> everySecond(VectorSpecies<E> species, int from) {
        return VectorShuffle.fromOp(species, lane -> (2 * lane + from) % species.length());
    }

    /** Of which lane of its vector each lane is, when the lanes of two vectors take turns. */
    private static <E> VectorShuffle<E> byTurns(VectorSpecies<E> species, int half) {
        return VectorShuffle.fromOp(species, lane -> (half * species.length() + lane) / 2);
    }

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
