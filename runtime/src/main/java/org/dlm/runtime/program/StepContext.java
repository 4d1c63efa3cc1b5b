package org.dlm.runtime.program;

/** The run-time numbers of a step. One object serves a whole run, so that stepping allocates nothing. */
public final class StepContext {
    private final long seed;
    private final long steps;
    private final int epochs;
    private final double[] hypers;
    private long step;
    private int epoch;

    /**
     * Numbers of a run that has not begun.
     *
     * @param seed seed of all draws
     * @param steps how many steps the whole run has
     * @param epochs how many epochs the whole run has
     * @param hypers values of the hypers in the order of {@link RecipeDescription#hypers()}: the model's own, then the
     *     recipe's
     */
    public StepContext(long seed, long steps, int epochs, double... hypers) {
        this.seed = seed;
        this.steps = steps;
        this.epochs = epochs;
        this.hypers = hypers.clone();
    }

    /** Goes to a step. */
    public void moveTo(long newStep, int newEpoch) {
        step = newStep;
        epoch = newEpoch;
    }

    /** The number of the step, from 1 and running on through the epochs. */
    public long step() {
        return step;
    }

    /** The number of the epoch, from 0. */
    public int epoch() {
        return epoch;
    }

    /** How many steps the whole run has. */
    public long steps() {
        return steps;
    }

    /** How many epochs the whole run has. */
    public int epochs() {
        return epochs;
    }

    /** The seed of all draws. */
    public long seed() {
        return seed;
    }

    /** The value of a hyper by its number. */
    public double hyper(int number) {
        return hypers[number];
    }

    /** How many hypers there are. */
    public int hyperCount() {
        return hypers.length;
    }
}
