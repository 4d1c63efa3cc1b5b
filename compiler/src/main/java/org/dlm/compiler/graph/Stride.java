package org.dlm.compiler.graph;

/**
 * How many elements apart two neighbours along an axis are: {@code factor * batch ^ batches}. Nearly always a plain number; the
 * batch size takes part only where a value has a second axis of batch length ({@code similarity[batch, batch]}).
 */
public record Stride(int factor, int batches) {
    public static final Stride ZERO = new Stride(0, 0);
    /** That of an axis by whose quotient or remainder a place moves: now and then, and not always as far. */
    public static final Stride IRREGULAR = new Stride(Integer.MAX_VALUE, 0);

    public Stride {
        batches = factor == 0 ? 0 : batches;
    }

    public static Stride of(int factor) {
        return new Stride(factor, 0);
    }

    public boolean isZero() {
        return factor == 0;
    }

    /** Whether neighbours along the axis are neighbours in memory. */
    public boolean isOne() {
        return factor == 1 && batches == 0;
    }

    public boolean isRegular() {
        return !equals(IRREGULAR);
    }

    /** Whether this is a number known when the model is compiled. */
    public boolean isFixed() {
        return batches == 0;
    }

    public Stride times(int by) {
        return !isRegular() ? this : new Stride(Math.multiplyExact(factor, by), batches);
    }

    /** Whether a sum with the other is a stride again. */
    public boolean addsTo(Stride other) {
        return isZero() || other.isZero() || batches == other.batches;
    }

    public Stride plus(Stride other) {
        return new Stride(Math.addExact(factor, other.factor), isZero() ? other.batches : batches);
    }

    @Override
    public String toString() {
        return isFixed() ? Integer.toString(factor) : factor + " * batch" + (batches == 1 ? "" : "^" + batches);
    }
}
