package org.dlm.compiler.pipeline;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Runs the compiler on a thread with a stack of a stated size. Passes recurse over texts and graphs; how deep they may go is bounded by
 * {@code parse.NestingLimit} and {@code elaborate.Budget}, and this stack carries what these let through, whatever thread the caller has.
 */
final class DeepStack {
    /**
     * The deepest recursion follows a chain of all ops that a graph may have, with about ten frames of 100 bytes for each: 20 MB. Memory is
     * only taken where the stack really grows.
     */
    private static final long BYTES = 256L << 20;

    private DeepStack() {}

    /** The result of the task; what it throws is thrown here. */
    static <T> T call(Supplier<T> task) {
        AtomicReference<T> result = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, () -> result.set(task.get()), "dlm compiler", BYTES);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, thrown) -> failure.set(thrown));
        thread.start();
        join(thread);
        return switch (failure.get()) {
            case null -> result.get();
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            case Throwable other -> throw new IllegalStateException(other);
        };
    }

    /** An interruption does not stop the compiler; the caller sees it afterwards. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException wait) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
