package org.dlm.runtime.data;

import org.dlm.runtime.parallel.Gate;
import org.dlm.runtime.program.Batch;

/**
 * The batches of a split, epoch by epoch. A background thread makes the next batch while the caller works on this one: two
 * batches change hands, and nothing is allocated for a batch.
 *
 * <pre>{@code
 * try (BatchStream batches = split.shuffled(64, seed)) {
 *     for (int epoch = 0; epoch < epochs; epoch++) {
 *         batches.startEpoch(epoch);
 *         while (batches.advance()) {
 *             trainer.step(batches.current(), context);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>All examples come in each epoch; the last batch is smaller where the batch size does not divide their number. What
 * goes wrong in the background is thrown by {@link #advance}.
 */
public final class BatchStream implements AutoCloseable {
    static final int SLOTS = 2;

    /** The caller gets its batch at once in the usual case; the loader has a whole step's time. */
    private static final int CALLER_SPINS = 200;

    private static final int CALLER_YIELDS = 50;

    private final BatchFiller filler;
    private final ExampleOrder examples;
    private final int[] order;
    private final Batch[] slots = new Batch[SLOTS];
    private final Thread loader;

    // written by the caller
    private boolean holdsBatch;
    private int takenInEpoch;
    private int epoch;
    private volatile int epochsRequested;
    private volatile int returned;
    private volatile boolean closed;

    // written by the loader; how many batches it made and how many it is to make in all, both running on over epochs
    private volatile int made;
    private volatile boolean failed;
    private Throwable failure = new IllegalStateException("nothing failed");
    private int epochsStarted;
    private int nextBatch;

    private final Gate mayLoad = new Gate(0, 0) {
        @Override
        protected boolean isOpen() {
            return closed || isBatchWanted() && made - returned < SLOTS;
        }
    };

    private final Gate mayTake = new Gate(CALLER_SPINS, CALLER_YIELDS) {
        @Override
        protected boolean isOpen() {
            return made != returned || failed;
        }
    };

    BatchStream(String name, BatchFiller filler, ExampleOrder examples) {
        this.filler = filler;
        this.examples = examples;
        this.order = new int[examples.examples().length];
        this.nextBatch = batches();
        this.takenInEpoch = batches();
        for (int slot = 0; slot < SLOTS; slot++) {
            slots[slot] = filler.newBatch();
        }
        this.loader = Thread.ofPlatform().daemon().name("dlm-loader-" + name).unstarted(this::load);
        loader.start();
    }

    /** The number of batches in an epoch. */
    public int batches() {
        return (order.length + filler.capacity() - 1) / filler.capacity();
    }

    /** The number of examples in an epoch. */
    public int examples() {
        return order.length;
    }

    /** The largest number of examples in a batch. */
    public int capacity() {
        return filler.capacity();
    }

    /** Begins an epoch, after all batches of the last one were taken. */
    public void startEpoch(int number) {
        if (takenInEpoch < batches()) {
            throw new IllegalStateException("epoch " + epoch + " has batches left");
        }
        returnBatch();
        epoch = number;
        takenInEpoch = 0;
        // publishes `epoch`
        epochsRequested = epochsRequested + 1;
        mayLoad.signal();
    }

    /** Goes to the next batch of the epoch; false at its end. */
    public boolean advance() {
        returnBatch();
        if (takenInEpoch == batches()) {
            return false;
        }
        mayTake.await();
        if (made == returned) {
            rethrowFailure();
        }
        holdsBatch = true;
        takenInEpoch++;
        return true;
    }

    /** The batch that {@link #advance} went to; it is the caller's until the next call. */
    public Batch current() {
        if (!holdsBatch) {
            throw new IllegalStateException("there is no current batch");
        }
        return slots[returned & 1];
    }

    private void returnBatch() {
        if (holdsBatch) {
            holdsBatch = false;
            returned = returned + 1;
            mayLoad.signal();
        }
    }

    private void rethrowFailure() {
        switch (failure) {
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            case Throwable checked -> throw new IllegalStateException(checked);
        }
    }

    /** Ends the background thread. */
    @Override
    public void close() {
        closed = true;
        mayLoad.signal();
        boolean interrupted = false;
        while (loader.isAlive()) {
            try {
                loader.join();
            } catch (InterruptedException exception) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isBatchWanted() {
        return nextBatch < batches() || epochsRequested != epochsStarted;
    }

    private void load() {
        try {
            while (awaitWork()) {
                makeBatch();
            }
        } catch (Throwable thrown) {
            failure = thrown;
            failed = true;
            mayTake.signal();
        }
    }

    private boolean awaitWork() {
        mayLoad.await();
        return !closed;
    }

    private void makeBatch() {
        if (nextBatch == batches()) {
            epochsStarted++;
            examples.fill(epoch, order);
            nextBatch = 0;
        }
        int from = nextBatch * filler.capacity();
        int count = Math.min(filler.capacity(), order.length - from);
        filler.fill(order, from, count, nextBatch, slots[made & 1]);
        nextBatch++;
        made = made + 1;
        mayTake.signal();
    }
}
