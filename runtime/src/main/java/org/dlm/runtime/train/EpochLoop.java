package org.dlm.runtime.train;

import java.util.function.BooleanSupplier;
import org.dlm.runtime.data.BatchStream;
import org.dlm.runtime.problem.NotFiniteException;
import org.dlm.runtime.problem.TrainingFailedException;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;

/**
 * The hot part of a run: the steps of an epoch. It allocates nothing.
 *
 * <p>It is three methods deep, epoch, chunk and step, on purpose. A loop that runs for seconds is replaced while it runs
 * (on-stack replacement), and calls from the frame of an older version may stay bound to the interpreter; a chunk returns
 * often enough that no frame gets old.
 */
final class EpochLoop {
    private static final int CHUNK_STEPS = 50;

    private static final String ADVICE =
            ". Try a smaller learning rate, clip = globalNorm(1.0), or look for inputs of unusual size";

    private final TrainingProgram trainer;
    private final StepContext context;
    private final BatchStream batches;
    private final TrainingListener[] listeners;
    private final BooleanSupplier stopping;
    private final String lossName;
    private final int settingCount;

    private int epoch;
    private long step;
    private double lossSum;
    private long examples;

    EpochLoop(TrainingRequest request, StepContext context, BatchStream batches, BooleanSupplier stopping) {
        this.trainer = request.trainer();
        this.context = context;
        this.batches = batches;
        this.listeners = request.listeners().toArray(TrainingListener[]::new);
        this.lossName = request.recipe().loss();
        this.settingCount = trainer.settings().size();
        this.stopping = stopping;
    }

    /** Does an epoch, after {@code stepsBefore} steps in all; ends early when the run shall stop. */
    void run(int number, long stepsBefore) {
        epoch = number;
        step = stepsBefore;
        lossSum = 0;
        examples = 0;
        batches.startEpoch(number);
        while (chunk()) {
            // the work is in the chunk
        }
    }

    private boolean chunk() {
        for (int i = 0; i < CHUNK_STEPS; i++) {
            if (stopping.getAsBoolean() || !batches.advance()) {
                return false;
            }
            step();
        }
        return true;
    }

    private void step() {
        step++;
        context.moveTo(step, epoch);
        double loss = loss();
        if (!Double.isFinite(loss)) {
            throw notFinite(loss);
        }
        checkSettings();
        int count = batches.current().count();
        lossSum += loss * count;
        examples += count;
        for (TrainingListener listener : listeners) {
            listener.onStep(step, epoch, loss, trainer);
        }
    }

    private void checkSettings() {
        for (int s = 0; s < settingCount; s++) {
            if (!Double.isFinite(trainer.setting(s))) {
                throw new TrainingFailedException(
                        step,
                        trainer.settings().get(s) + " is " + trainer.setting(s) + place()
                                + "; look at its schedule and at the numbers that it is made of");
            }
        }
    }

    /** A generated trainer refuses to update after a loss that is not finite; how the run came to it is known here. */
    private double loss() {
        try {
            return trainer.step(batches.current(), context);
        } catch (NotFiniteException refused) {
            return refused.value();
        }
    }

    private TrainingFailedException notFinite(double loss) {
        return new TrainingFailedException(
                step,
                "loss " + lossName + " is " + loss + place() + NonFinite.describe(trainer, batches.current())
                        + settings() + ADVICE);
    }

    private String place() {
        return " at step " + step + " (epoch " + (epoch + 1) + ", batch "
                + (batches.current().index() + 1) + " of " + batches.batches() + ")";
    }

    /** The failure of a run whose last update left numbers that may not be kept, although the loss before it was finite. */
    TrainingFailedException wrong(String number) {
        return new TrainingFailedException(
                step,
                number + " after the update of step " + step + " (epoch " + (epoch + 1)
                        + "), although the loss was finite" + settings() + ADVICE);
    }

    private String settings() {
        StringBuilder text = new StringBuilder();
        for (int s = 0; s < settingCount; s++) {
            text.append(s == 0 ? "; settings: " : ", ");
            text.append(trainer.settings().get(s)).append(" = ").append(trainer.setting(s));
        }
        return text.toString();
    }

    /** The last step done. */
    long steps() {
        return step;
    }

    /** Training examples in this epoch so far. */
    long examples() {
        return examples;
    }

    /** Mean of the minimised loss over this epoch's examples; NaN before the first. */
    double meanLoss() {
        return lossSum / examples;
    }
}
