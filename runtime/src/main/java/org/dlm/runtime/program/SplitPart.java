package org.dlm.runtime.program;

/**
 * One part of {@code split train = 55000, val = 5000}.
 *
 * @param name the split's name
 * @param amount a number of examples, or a share of them in 0 .. 1
 * @param isShare which of the two
 */
public record SplitPart(String name, double amount, boolean isShare) {
    /** A part of this many examples. */
    public static SplitPart count(String name, int examples) {
        return new SplitPart(name, examples, false);
    }

    /** A part of this share of the examples. */
    public static SplitPart share(String name, double share) {
        return new SplitPart(name, share, true);
    }
}
