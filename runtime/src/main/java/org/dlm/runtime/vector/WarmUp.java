package org.dlm.runtime.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/**
 * Tries kernels, one call at a time, on a daemon thread that is there only as long as there is something to try. What the trials of a
 * model take belongs to that thread and ends with the last one.
 */
final class WarmUp {
    /** The thread's name. */
    static final String THREAD = "dlm-warm-up";

    /**
     * Static and changing, against our rules: one for the JVM, since C2 compiles one kernel after the other however many threads
     * call them.
     */
    static final WarmUp OF_JVM = new WarmUp(System::nanoTime);

    private final LongSupplier nanoClock;
    private final List<KernelTrial> added = new ArrayList<>();
    private boolean isRunning;

    WarmUp(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Has a kernel tried. */
    synchronized void add(KernelTrial trial) {
        added.add(trial);
        if (!isRunning) {
            start();
        }
    }

    /** Where the system has no thread left, programs do without: they use vectors at once. */
    private void start() {
        Trials trials = new Trials();
        isRunning = true;
        try {
            Thread.ofPlatform()
                    .daemon()
                    .name(THREAD)
                    .inheritInheritableThreadLocals(false)
                    .start(trials);
        } catch (OutOfMemoryError noThreadLeft) {
            trials.giveUp();
        }
    }

    /** Whether there is something to try. */
    synchronized boolean isRunning() {
        return isRunning;
    }

    /** The kernels that were added since the last call; where nothing is left to do, the thread ends with that. */
    private synchronized List<KernelTrial> added(boolean isIdle) {
        List<KernelTrial> some = List.copyOf(added);
        added.clear();
        isRunning = !isIdle || !some.isEmpty();
        return some;
    }

    /** What the thread does. */
    private final class Trials implements Runnable {
        private final Map<KernelForms, Stage> stages = new HashMap<>();
        private final PriorityQueue<KernelTrial> open = new PriorityQueue<>();

        @Override
        public void run() {
            boolean isDone = false;
            try {
                while (takeAdded()) {
                    tryNext();
                }
                isDone = true;
            } finally {
                if (!isDone) {
                    giveUp();
                }
            }
        }

        private boolean takeAdded() {
            open.addAll(added(open.isEmpty()));
            return !open.isEmpty();
        }

        private void tryNext() {
            KernelTrial trial = open.element();
            KernelForms forms = trial.forms();
            Stage stage = stages.computeIfAbsent(forms, Stage::new);
            boolean isOver = stage.isOver(trial, nanoClock);
            open.remove();
            if (!isOver) {
                open.add(trial);
                return;
            }
            trial.take(stage.bits);
            if (open.stream().noneMatch(other -> other.forms() == forms)) {
                stages.remove(forms);
            }
        }

        /** Something is wrong with us, which the thread's end tells; programs go on with vectors as if all trials were over. */
        private void giveUp() {
            open.forEach(trial -> trial.take(trial.forms().choose()));
            for (List<KernelTrial> late = added(true); !late.isEmpty(); late = added(true)) {
                late.forEach(trial -> trial.take(trial.forms().choose()));
            }
        }
    }

    /** What the trials of a model need. */
    private static final class Stage {
        private final int bits;
        private final Optional<Rehearsal> rehearsal;

        Stage(KernelForms forms) {
            bits = forms.choose();
            rehearsal = bits == 0 ? Optional.empty() : forms.rehearsal();
        }

        /** Calls the kernel once; without vectors, or without room, there is nothing to try. */
        boolean isOver(KernelTrial trial, LongSupplier nanoClock) {
            return rehearsal.isEmpty() || trial.call(rehearsal.get(), bits, nanoClock);
        }
    }
}
