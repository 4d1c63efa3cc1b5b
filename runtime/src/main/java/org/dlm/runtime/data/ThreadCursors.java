package org.dlm.runtime.data;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A cursor for each thread that reads. They are held here and not by the threads ({@link ThreadLocal}), since these may
 * outlive the data and would keep them in memory.
 */
final class ThreadCursors {
    private final Map<Thread, RecordCursor> cursors = new ConcurrentHashMap<>();
    private final Supplier<RecordCursor> maker;

    ThreadCursors(Supplier<RecordCursor> maker) {
        this.maker = maker;
    }

    RecordCursor ofThisThread() {
        RecordCursor known = cursors.get(Thread.currentThread());
        return known != null ? known : add();
    }

    private RecordCursor add() {
        // each stream of batches has a thread of its own, and there are as many streams as evaluations
        cursors.keySet().removeIf(thread -> !thread.isAlive());
        RecordCursor cursor = maker.get();
        cursors.put(Thread.currentThread(), cursor);
        return cursor;
    }
}
