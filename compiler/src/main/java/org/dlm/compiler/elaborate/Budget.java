package org.dlm.compiler.elaborate;

import java.util.Optional;

/**
 * How much one elaboration may do. The language computes while it compiles, so a short text can ask for any amount of work; this is the one
 * place that says where it ends.
 *
 * <p>The numbers leave room for the largest networks that are trained today and end within seconds: a ResNet-152 takes 4 % of the
 * steps and 13 % of the ops, a transformer of 96 layers 4 % and 20 %.
 */
final class Budget {
    /** Expressions evaluated, statements run, rounds of loops; about a million of them take a second. */
    static final int MOST_STEPS = 2_000_000;

    /** Elements of all lists that are made; a list of so many takes 100 MB. */
    static final int MOST_ELEMENTS = 2_000_000;

    /** Ops of one graph. What follows elaboration takes a millisecond or two for each. */
    static final int MOST_OPS = 20_000;

    /** Operations and accesses in the formula of one op. Longer ones make methods that Java does not compile. */
    static final int MOST_PARTS = 10_000;

    /** Dimensions of one tensor, the indices of what it is lifted over included. */
    static final int MOST_DIMENSIONS = 64;

    private long steps;
    private long elements;
    private boolean exhausted;

    /** What is used up, in the words of a message. */
    record Excess(String counted, String cure) {}

    Optional<Excess> step() {
        steps++;
        return steps > MOST_STEPS
                ? Optional.of(new Excess(
                        MOST_STEPS + " steps (expressions evaluated and rounds of loops)",
                        "make loops and recursions shorter, and give a name to what is called several times"))
                : Optional.empty();
    }

    Optional<Excess> list(long length) {
        elements += length;
        return elements > MOST_ELEMENTS
                ? Optional.of(new Excess(
                        MOST_ELEMENTS + " elements of lists, and this list has " + length,
                        "use a tensor, y[i < n] = …, which is computed when the model runs"))
                : Optional.empty();
    }

    static Optional<Excess> ops(int count) {
        return count > MOST_OPS
                ? Optional.of(new Excess(
                        MOST_OPS + " ops of the graph", "use fewer layers, or index notation in place of a loop"))
                : Optional.empty();
    }

    /** How many steps were made so far: tests compare it between models of different lengths. */
    long steps() {
        return steps;
    }

    /** Marks the end; false where it was marked before, so that it is reported once. */
    boolean end() {
        boolean first = !exhausted;
        exhausted = true;
        return first;
    }

    boolean exhausted() {
        return exhausted;
    }
}
