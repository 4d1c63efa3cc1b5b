package org.dlm.runtime.random;

/**
 * The elements of one draw one after another, for data generators that need an unknown number of them for an example.
 */
public final class RandomSequence {
    private final long seed;
    private final long step;
    private final int place;
    private final float[] next = new float[64];
    private long drawn;

    /** The draw at a place and step. */
    public RandomSequence(long seed, long step, int place) {
        this.seed = seed;
        this.step = step;
        this.place = place;
    }

    /** A number in [0, 1), all equally likely. */
    public double uniform() {
        int at = (int) (drawn % next.length);
        if (at == 0) {
            Philox.fill(next, 0, next.length, seed, step, place, drawn);
        }
        drawn++;
        return next[at];
    }

    /** A number in [low, high), all equally likely. */
    public double uniform(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** A whole number in 0 .. bound - 1, all equally likely up to {@code bound / 2^24}. */
    public int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** A normal number with mean 0 and standard deviation 1 (Box and Muller). */
    public double normal() {
        // 1 - u is in (0, 1], so that the logarithm is finite
        double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * Math.PI * uniform());
    }
}
