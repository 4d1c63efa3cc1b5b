package org.dlm.runtime.parallel;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads that work on one program together: the caller and {@code threads - 1} persistent daemon workers. A run
 * cuts a range into contiguous parts, one for each thread, and returns when all are done; it allocates nothing.
 *
 * <pre>{@code
 * try (Team team = Team.of(2)) {
 *     team.run((kernel, member, from, to) -> fill(values, from, to), 0, values.length, 16);
 * }
 * }</pre>
 *
 * <p>How a range is cut depends on the number of threads, so work must be cut only where each output is computed by the
 * same sequence of operations wherever the cut falls; then results do not depend on the number of threads.
 *
 * <p>A run that would give everybody less than one grain, a run inside a run and a run while another thread uses the team
 * are done by the caller alone.
 */
public final class Team implements AutoCloseable {
    /**
     * The most threads of a team. Each kernel wakes all of them, so what they cost grows with their number whether or not
     * there are processors for them; machines with more processors than this gain nothing from the rest.
     */
    public static final int MOST_THREADS = 256;

    /** How long both sides wait without sleeping: enough for the next kernel of the same step, about a millisecond. */
    private static final int SPINS = 200;

    private static final int YIELDS = 1000;

    private final Worker[] workers;
    private final AtomicBoolean busy = new AtomicBoolean();

    // The current run: written by the caller before it raises `round`, read by workers after they saw it raised.
    private Work work = (kernel, member, from, to) -> {};
    private int kernel;
    private int extent;
    private int grain;
    private volatile int round;
    private volatile boolean closed;

    private Team(int threads) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("a team has 1 to " + MOST_THREADS + " threads, not " + threads);
        }
        workers = new Worker[threads - 1];
        for (int w = 0; w < workers.length; w++) {
            workers[w] = new Worker(w + 1);
        }
        startWorkers();
    }

    /** All or none: the system may have no thread left. */
    private void startWorkers() {
        boolean started = false;
        try {
            for (Worker worker : workers) {
                worker.thread.start();
            }
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** The team that is only the caller. */
    public static Team single() {
        return new Team(1);
    }

    /** A team of this many threads, at most {@link #MOST_THREADS}, the caller included. */
    public static Team of(int threads) {
        return new Team(threads);
    }

    /** The number of threads, the caller included. */
    public int threads() {
        return workers.length + 1;
    }

    /**
     * Runs one kernel over {@code 0 .. extent - 1}. Cuts fall on multiples of {@code grain}. What a part throws reaches
     * the caller after all parts have ended.
     *
     * @param runWork what is done
     * @param runKernel handed on to {@link Work#part}
     * @param runExtent length of the range; 0 does nothing
     * @param runGrain smallest part, at least 1
     */
    public void run(Work runWork, int runKernel, int runExtent, int runGrain) {
        if (runExtent <= 0) {
            return;
        }
        if (workers.length == 0 || runExtent <= runGrain || !busy.compareAndSet(false, true)) {
            runWork.part(runKernel, 0, 0, runExtent);
            return;
        }
        try {
            share(runWork, runKernel, runExtent, runGrain);
        } finally {
            busy.set(false);
        }
    }

    private void share(Work runWork, int runKernel, int runExtent, int runGrain) {
        work = runWork;
        kernel = runKernel;
        extent = runExtent;
        grain = runGrain;
        wakeWorkers();
        try {
            runPart(0);
        } catch (Throwable thrown) {
            awaitWorkers();
            for (Worker worker : workers) {
                worker.failure = null;
            }
            throw thrown;
        }
        awaitWorkers();
        rethrowFailures();
    }

    /** Parts may write to arrays of the caller until the last one has ended. */
    private void awaitWorkers() {
        for (Worker worker : workers) {
            worker.done.await();
        }
    }

    private void wakeWorkers() {
        // only the thread that holds `busy` writes it
        int next = round + 1;
        round = next;
        for (Worker worker : workers) {
            worker.begin.signal();
        }
    }

    /** Part t of T threads takes the blocks {@code t * blocks / T .. (t + 1) * blocks / T - 1} of {@code grain} each. */
    private void runPart(int member) {
        long blocks = (extent + (long) grain - 1) / grain;
        int from = (int) (member * blocks / threads() * grain);
        int to = (int) Math.min((member + 1) * blocks / threads() * grain, extent);
        if (from < to) {
            work.part(kernel, member, from, to);
        }
    }

    private void rethrowFailures() {
        Throwable first = null;
        for (Worker worker : workers) {
            first = first == null ? worker.failure : first;
            worker.failure = null;
        }
        switch (first) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            case Throwable checked -> throw new IllegalStateException(checked);
        }
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }

    /** Ends the workers after the current run; later runs are done by the caller alone. Not to be called from a part. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        // taken for good: whoever runs from now on runs alone, and no worker can be missed by a run
        while (!busy.compareAndSet(false, true)) {
            Thread.yield();
        }
        closed = true;
        for (Worker worker : workers) {
            worker.begin.signal();
        }
    }

    /** One more thread of the team. */
    private final class Worker {
        private final int member;
        private final Thread thread;
        private final Gate begin;
        private final Gate done;
        private int lastRound;
        private volatile int finishedRound;
        // written before `finishedRound`, read after it
        private Throwable failure;

        Worker(int member) {
            this.member = member;
            this.begin = new Gate(SPINS, YIELDS) {
                @Override
                protected boolean isOpen() {
                    return round != lastRound || closed;
                }
            };
            this.done = new Gate(SPINS, YIELDS) {
                @Override
                protected boolean isOpen() {
                    return finishedRound == round;
                }
            };
            this.thread =
                    Thread.ofPlatform().daemon().name("dlm-worker-" + member).unstarted(this::work);
        }

        private void work() {
            while (awaitRound()) {
                doRound();
            }
        }

        private boolean awaitRound() {
            begin.await();
            return round != lastRound;
        }

        private void doRound() {
            int current = round;
            try {
                runPart(member);
            } catch (Throwable thrown) {
                failure = thrown;
            }
            lastRound = current;
            finishedRound = current;
            done.signal();
        }
    }
}
