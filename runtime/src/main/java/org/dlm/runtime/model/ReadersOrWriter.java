package org.dlm.runtime.model;

import java.util.ConcurrentModificationException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who uses some values: any number who read, or one who changes them, or, once they are frozen, whoever reads. Nobody waits: who comes
 * at a wrong time gets an exception, for somebody else's half-made change would be read as numbers like any other.
 */
final class ReadersOrWriter {
    private static final int FREE = 0;
    private static final int CHANGING = -1;
    private static final int FROZEN = Integer.MIN_VALUE;

    /** One of the above, or the number of readers. */
    private final AtomicInteger state = new AtomicInteger();

    boolean isFrozen() {
        return state.getAcquire() == FROZEN;
    }

    void beginChange() {
        if (!state.compareAndSet(FREE, CHANGING)) {
            throw refusal("changed");
        }
    }

    void endChange() {
        state.setRelease(FREE);
    }

    void beginRead() {
        for (int readers = state.getAcquire(); readers != FROZEN; readers = state.getAcquire()) {
            if (readers == CHANGING) {
                throw refusal("read");
            }
            if (state.compareAndSet(readers, readers + 1)) {
                return;
            }
        }
    }

    void endRead() {
        // what was frozen in between is not counted any more
        int readers = state.getAcquire();
        while (readers > FREE && !state.compareAndSet(readers, readers - 1)) {
            readers = state.getAcquire();
        }
    }

    /** Those who read now go on reading the same values. */
    void freeze() {
        for (int now = state.getAcquire(); now != FROZEN; now = state.getAcquire()) {
            if (now == CHANGING) {
                throw refusal("shared");
            }
            if (state.compareAndSet(now, FROZEN)) {
                return;
            }
        }
    }

    private RuntimeException refusal(String deed) {
        if (isFrozen()) {
            return new IllegalStateException("these weights are shared with inference sessions and cannot be changed;"
                    + " train a copy of them: weights.copy()");
        }
        return new ConcurrentModificationException("these weights cannot be " + deed + " now, while another thread "
                + (deed.equals("changed") ? "reads or changes" : "changes")
                + " them, as training steps and loading do; let one end before the other begins");
    }
}
