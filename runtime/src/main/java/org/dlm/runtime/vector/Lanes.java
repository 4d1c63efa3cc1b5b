package org.dlm.runtime.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Short vector steps of generated kernels. They are methods because the first compiler of HotSpot gives up on a kernel with many
 * masked accesses of its own (it needs 10 to 20 KB of code for each), and small enough that the second one inlines them.
 */
public final class Lanes {
    private static final VectorShuffle<Float> FLOATS_16_BY_8 = by(FloatVector.SPECIES_512, 8);
    private static final VectorShuffle<Float> FLOATS_16_BY_4 = by(FloatVector.SPECIES_512, 4);
    private static final VectorShuffle<Float> FLOATS_16_BY_2 = by(FloatVector.SPECIES_512, 2);
    private static final VectorShuffle<Float> FLOATS_16_BY_1 = by(FloatVector.SPECIES_512, 1);
    private static final VectorShuffle<Float> FLOATS_8_BY_4 = by(FloatVector.SPECIES_256, 4);
    private static final VectorShuffle<Float> FLOATS_8_BY_2 = by(FloatVector.SPECIES_256, 2);
    private static final VectorShuffle<Float> FLOATS_8_BY_1 = by(FloatVector.SPECIES_256, 1);
    private static final VectorShuffle<Double> DOUBLES_8_BY_4 = by(DoubleVector.SPECIES_512, 4);
    private static final VectorShuffle<Double> DOUBLES_8_BY_2 = by(DoubleVector.SPECIES_512, 2);
    private static final VectorShuffle<Double> DOUBLES_8_BY_1 = by(DoubleVector.SPECIES_512, 1);
    private static final VectorShuffle<Double> DOUBLES_4_BY_2 = by(DoubleVector.SPECIES_256, 2);
    private static final VectorShuffle<Double> DOUBLES_4_BY_1 = by(DoubleVector.SPECIES_256, 1);

    private Lanes() {}

    private static <E> VectorShuffle<E> by(VectorSpecies<E> species, int distance) {
        return VectorShuffle.fromOp(species, lane -> lane ^ distance);
    }

    /**
     * The sum of all lanes, halves first: always in this order, while {@link FloatVector#reduceLanes} adds in another one before
     * and after it is compiled.
     */
    public static float sum(FloatVector v) {
        if (v.length() == 16) {
            FloatVector eight = v.add(v.rearrange(FLOATS_16_BY_8));
            FloatVector four = eight.add(eight.rearrange(FLOATS_16_BY_4));
            FloatVector two = four.add(four.rearrange(FLOATS_16_BY_2));
            return two.add(two.rearrange(FLOATS_16_BY_1)).lane(0);
        }
        FloatVector four = v.add(v.rearrange(FLOATS_8_BY_4));
        FloatVector two = four.add(four.rearrange(FLOATS_8_BY_2));
        return two.add(two.rearrange(FLOATS_8_BY_1)).lane(0);
    }

    /** The sum of all lanes, halves first. */
    public static double sum(DoubleVector v) {
        if (v.length() == 8) {
            DoubleVector four = v.add(v.rearrange(DOUBLES_8_BY_4));
            DoubleVector two = four.add(four.rearrange(DOUBLES_8_BY_2));
            return two.add(two.rearrange(DOUBLES_8_BY_1)).lane(0);
        }
        DoubleVector two = v.add(v.rearrange(DOUBLES_4_BY_2));
        return two.add(two.rearrange(DOUBLES_4_BY_1)).lane(0);
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

    /** Elements from {@code at} on; lanes outside of {@code 0 <= first + lane < size} are 0 and not read. */
    public static FloatVector load(VectorSpecies<Float> species, float[] array, int at, int first, int size) {
        return FloatVector.fromArray(species, array, at, species.indexInRange(first, size));
    }

    /** Elements from {@code at} on; lanes outside of {@code 0 <= first + lane < size} are 0 and not read. */
    public static DoubleVector load(VectorSpecies<Double> species, double[] array, int at, int first, int size) {
        return DoubleVector.fromArray(species, array, at, species.indexInRange(first, size));
    }

    /** Elements from {@code at} on; lanes outside of {@code 0 <= first + lane < size} are 0 and not read. */
    public static IntVector load(VectorSpecies<Integer> species, int[] array, int at, int first, int size) {
        return IntVector.fromArray(species, array, at, species.indexInRange(first, size));
    }

    /** Stores the lanes with {@code 0 <= first + lane < size}. */
    public static void store(FloatVector v, float[] array, int at, int first, int size) {
        v.intoArray(array, at, v.species().indexInRange(first, size));
    }

    /** Stores the lanes with {@code 0 <= first + lane < size}. */
    public static void store(DoubleVector v, double[] array, int at, int first, int size) {
        v.intoArray(array, at, v.species().indexInRange(first, size));
    }

    /** Stores the lanes with {@code 0 <= first + lane < size}. */
    public static void store(IntVector v, int[] array, int at, int first, int size) {
        v.intoArray(array, at, v.species().indexInRange(first, size));
    }
}
