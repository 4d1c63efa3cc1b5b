package org.dlm.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C end a run in order: the JVM begins to shut down, the run is asked to stop after its step, and the shutdown
 * waits until the results are written.
 */
final class Interruption {
    /** Longer than any step and the writing of any weights; then the JVM ends regardless. */
    private static final long PATIENCE_SECONDS = 60;

    private final Runnable stop;
    private final Console console;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "dlmc-interruption");

    Interruption(Runnable stop, Console console) {
        this.stop = stop;
        this.console = console;
    }

    /** Does the work, which ends soon after it is asked to stop. */
    void guard(Runnable work) {
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            work.run();
        } finally {
            done.countDown();
            remove();
        }
    }

    private void interrupted() {
        stop.run();
        console.err().println("interrupted: this step is the last one; writing the weights ...");
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                console.err().println("the step does not end; the weights on disk are those of the last good epoch");
            }
        } catch (InterruptedException shutdownIsOver) {
            Thread.currentThread().interrupt();
        }
    }

    private void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException isShuttingDown) {
            // that is the case it is for
        }
    }
}
