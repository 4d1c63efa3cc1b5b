package org.dlm.runtime.parallel;

/** What a {@link Team} shares out: generated programs implement it as a switch over their kernels. */
@FunctionalInterface
public interface Work {
    /**
     * Does a part of one kernel. Parts of one run are disjoint and may run at the same time, so it may write only what
     * belongs to its own range.
     *
     * @param kernel the number given to {@link Team#run}
     * @param member number of the thread in its team, 0 for the caller: two parts that run at the same time have different ones
     * @param from first index of the part
     * @param to the index after the last one
     */
    void part(int kernel, int member, int from, int to);
}
