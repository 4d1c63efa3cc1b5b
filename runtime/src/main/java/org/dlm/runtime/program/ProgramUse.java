package org.dlm.runtime.program;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ConcurrentModificationException;
import java.util.Optional;
import org.dlm.runtime.model.Weights;

/**
 * Notices when two threads are in one program at once, whose intermediate values they would mix, and when one program changes
 * weights that another one uses. Generated methods are of the form
 *
 * <pre>{@code
 * use.begin();
 * try {
 *     …
 * } finally {
 *     use.end();
 * }
 * }</pre>
 *
 * <p>A program may go from thread to thread, as long as one call ends before the next begins.
 */
public final class ProgramUse {
    private static final VarHandle BUSY;

    static {
        try {
            BUSY = MethodHandles.lookup().findVarHandle(ProgramUse.class, "busy", boolean.class);
        } catch (ReflectiveOperationException fault) {
            throw new ExceptionInInitializerError(fault);
        }
    }

    /** What a program does to weights that may change. */
    private enum Deed {
        NOTHING,
        READ,
        CHANGE
    }

    private final String program;
    private final Optional<Weights> weights;
    private final Deed deed;
    /** Read and written by the handle only. */
    @SuppressWarnings("unused")
    private boolean busy;

    private ProgramUse(String program, Optional<Weights> weights, Deed deed) {
        this.program = program;
        this.weights = weights;
        this.deed = deed;
    }

    /** For a program without weights. */
    public static ProgramUse of(String program) {
        return new ProgramUse(program, Optional.empty(), Deed.NOTHING);
    }

    /** For a program that reads weights which a trainer may change between two calls. */
    public static ProgramUse reading(String program, Weights weights) {
        return new ProgramUse(program, Optional.of(weights), Deed.READ);
    }

    /** For a trainer. */
    public static ProgramUse changing(String program, Weights weights) {
        return new ProgramUse(program, Optional.of(weights), Deed.CHANGE);
    }

    /** A call begins; throws where another one has not ended. */
    public void begin() {
        if ((boolean) BUSY.getAndSetAcquire(this, true)) {
            throw new ConcurrentModificationException("another thread is in this " + program
                    + ": one program serves one thread at a time, so make one for each thread");
        }
        boolean begun = false;
        try {
            beginWeights();
            begun = true;
        } finally {
            if (!begun) {
                BUSY.setRelease(this, false);
            }
        }
    }

    private void beginWeights() {
        switch (deed) {
            case NOTHING -> {}
            case READ -> weights.orElseThrow().beginRead();
            case CHANGE -> weights.orElseThrow().beginChange();
        }
    }

    /** A call ends, whether or not it was done. */
    public void end() {
        switch (deed) {
            case NOTHING -> {}
            case READ -> weights.orElseThrow().endRead();
            case CHANGE -> weights.orElseThrow().endChange();
        }
        BUSY.setRelease(this, false);
    }
}
