package org.dlm.runtime.train;

import org.dlm.runtime.program.TrainingProgram;

/** Watches a run: progress on a terminal, a log. Called on the training thread, so it should be quick. */
public interface TrainingListener {
    /** Before the first step. */
    default void onStart(TrainingStart start) {}

    /**
     * After each step.
     *
     * @param step number of the step, from 1
     * @param epoch number of the epoch, from 0
     * @param loss the minimised loss of the batch
     * @param trainer for its optimizer settings, such as {@code trainer.setting("lr")}
     */
    default void onStep(long step, int epoch, double loss, TrainingProgram trainer) {}

    /**
     * After each epoch and its validation, before its checkpoint: what a listener has stored when this returns is never behind
     * the checkpoint that a run goes on from.
     */
    default void onEpoch(EpochReport report) {}

    /** After the run, unless it failed. */
    default void onEnd(TrainingResult result) {}
}
