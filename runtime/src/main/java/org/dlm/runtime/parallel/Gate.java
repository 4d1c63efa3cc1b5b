package org.dlm.runtime.parallel;

import java.util.concurrent.locks.LockSupport;

/**
 * A condition that one thread waits for and others make true: waiting costs 0.1 us where the condition comes soon and
 * no processor time where it comes late. The waiting thread first spins, then gives way to other threads, then sleeps.
 * Waiting and signalling allocate nothing.
 *
 * <p>The condition must be made of volatile values which are written before {@link #signal()} is called.
 */
public abstract class Gate {
    private final int spins;
    private final int yields;
    private volatile Thread sleeper;

    /**
     * A gate with this much patience before sleeping.
     *
     * @param spins looks at the condition without giving up the processor
     * @param yields looks at it with giving up the processor in between; without these, two threads that wait for each
     *     other on one processor do so for a whole time slice
     */
    protected Gate(int spins, int yields) {
        this.spins = spins;
        this.yields = yields;
    }

    /** The condition. */
    protected abstract boolean isOpen();

    /** Returns when the condition is true; for one thread at a time. */
    public final void await() {
        for (int i = 0; i < spins; i++) {
            if (isOpen()) {
                return;
            }
            Thread.onSpinWait();
        }
        for (int i = 0; i < yields; i++) {
            if (isOpen()) {
                return;
            }
            Thread.yield();
        }
        sleepUntilOpen();
    }

    /**
     * The sleeper is announced before the last look at the condition and {@link #signal()} looks for a sleeper after
     * the condition was made true, so one of the two sees the other.
     */
    private void sleepUntilOpen() {
        boolean interrupted = false;
        sleeper = Thread.currentThread();
        while (!isOpen()) {
            LockSupport.park(this);
            // an interrupted thread does not park: keep the interrupt for later
            interrupted |= Thread.interrupted();
        }
        sleeper = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Wakes the waiting thread, if it sleeps. */
    public final void signal() {
        Thread thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
