package org.dlm.compiler.chain;

/**
 * Groups next to each other that all run for a few examples before the next few are begun:
 *
 * <pre>
 * for b in 0 .. batch by chunk
 *     conv [b .. b + chunk - 1]
 *     pool [b .. b + chunk - 1]
 * </pre>
 *
 * @param first number of the first group in the plan
 * @param last number of the last one, which is another
 * @param chunk examples at a time
 */
public record Chain(int first, int last, int chunk) {
    public Chain {
        if (first >= last || chunk < 1) {
            throw new IllegalArgumentException("no chain: " + first + " to " + last + ", " + chunk + " at a time");
        }
    }

    public boolean contains(int group) {
        return first <= group && group <= last;
    }
}
