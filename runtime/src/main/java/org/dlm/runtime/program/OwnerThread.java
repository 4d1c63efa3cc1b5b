package org.dlm.runtime.program;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ConcurrentModificationException;

/**
 * The thread that a session belongs to: the first one that uses it. A session gives out arrays of its own, so two threads
 * would disturb each other even if no call of one met a call of the other, and nobody would notice; hence any other thread is
 * refused, until the owner has called {@link #release} or has ended. For the owner it is one comparison.
 */
public final class OwnerThread {
    private static final VarHandle OWNER;

    static {
        try {
            OWNER = MethodHandles.lookup().findVarHandle(OwnerThread.class, "owner", Thread.class);
        } catch (ReflectiveOperationException fault) {
            throw new ExceptionInInitializerError(fault);
        }
    }

    private final String session;

    /**
     * Null where it belongs to nobody. Only a thread itself writes itself here, so a thread that reads itself reads the truth
     * without any ordering.
     */
    private Thread owner;

    /** Nobody's session. */
    public OwnerThread(String session) {
        this.session = session;
    }

    /** The current thread uses the session; throws where it belongs to another one. */
    public void enter() {
        if (owner != Thread.currentThread()) {
            take();
        }
    }

    private void take() {
        Thread before = (Thread) OWNER.getAcquire(this);
        boolean free = before == null || !before.isAlive();
        if (!free || !OWNER.compareAndSet(this, before, Thread.currentThread())) {
            throw refusal();
        }
    }

    /** The session is nobody's again, so that another thread may use it. Only its owner can say so. */
    public void release() {
        Thread before = (Thread) OWNER.getAcquire(this);
        if (before == null) {
            return;
        }
        if (before != Thread.currentThread() && before.isAlive()) {
            throw refusal();
        }
        OWNER.compareAndSet(this, before, null);
    }

    private ConcurrentModificationException refusal() {
        Thread now = (Thread) OWNER.getAcquire(this);
        return new ConcurrentModificationException("this " + session + " belongs to "
                + (now == null ? "another thread" : "the thread \"" + now.getName() + "\"")
                + ", and " + Thread.currentThread().getName()
                + " uses it: make one session for each thread (the weights are"
                + " shared), or let its owner call release() first");
    }
}
