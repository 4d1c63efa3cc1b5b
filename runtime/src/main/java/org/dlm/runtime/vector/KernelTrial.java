package org.dlm.runtime.vector;

import java.util.function.LongSupplier;

/**
 * The trial of one kernel: it is called until it is fast, which is when C2 has compiled all of it. Fast is what neither the
 * interpreter nor C1 reaches, or what is no slower than plain loops. A trial that takes too long ends in any case, with vectors: then
 * the calls of the program itself do the rest.
 */
final class KernelTrial implements Comparable<KernelTrial> {
    /** C2 comes to 10 to 110 for products and to more than 4 for passes over memory, C1 to 0.3. */
    private static final double FAST_OPERATIONS_PER_NANO = 4;

    /** What a call and two looks at the clock take. */
    private static final double CALL_NANOS = 1500;

    /** In a row: a single call may fall between two versions of the code. */
    private static final int FAST_CALLS = 10;

    /** After so long it is worth to know how fast plain loops are. */
    private static final long COMPARE_NANOS = 100_000_000;

    /** Products of the largest tiles take 400 ms on a machine that is not busy. */
    private static final long LONGEST_NANOS = 2_000_000_000;

    private final KernelForms forms;
    private final int kernel;
    private final double share;
    private long nanos;
    private long plainNanos;
    private int fastCalls;

    /** @param work of one call in the program */
    KernelTrial(KernelForms forms, int kernel, double work) {
        this.forms = forms;
        this.kernel = kernel;
        // by the root: C2 compiles one kernel after the other, and meanwhile the next ones should get on
        this.share = Math.sqrt(Math.max(work, 1));
    }

    KernelForms forms() {
        return forms;
    }

    /** Calls the kernel once with vectors, and from some time on with plain loops; whether that was the last call. */
    boolean call(Rehearsal rehearsal, int bits, LongSupplier nanoClock) {
        long begin = nanoClock.getAsLong();
        double work = rehearsal.run(kernel, bits);
        long end = nanoClock.getAsLong();
        if (nanos >= COMPARE_NANOS) {
            rehearsal.run(kernel, 0);
            return isOver(end - begin, nanoClock.getAsLong() - end, work);
        }
        return isOver(end - begin, 0, work);
    }

    /**
     * Takes note of a call; whether the kernel is fast for good, or was tried for too long.
     *
     * @param vectorNanos what the call with vectors took
     * @param otherNanos what the one with plain loops took, 0 where there was none
     */
    boolean isOver(long vectorNanos, long otherNanos, double work) {
        nanos += vectorNanos + otherNanos;
        plainNanos = plainNanos == 0 ? otherNanos : Math.min(plainNanos, otherNanos);
        boolean isFast = vectorNanos <= work / FAST_OPERATIONS_PER_NANO + CALL_NANOS || vectorNanos <= plainNanos;
        fastCalls = isFast ? fastCalls + 1 : 0;
        return fastCalls == FAST_CALLS || nanos >= LONGEST_NANOS;
    }

    /** Programs shall use the kernel from now on. */
    void take(int bits) {
        forms.take(kernel, bits);
    }

    /** The one with less time for its share comes first. */
    @Override
    public int compareTo(KernelTrial other) {
        return Double.compare(nanos / share, other.nanos / other.share);
    }
}
