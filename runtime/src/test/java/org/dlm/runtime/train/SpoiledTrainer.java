package org.dlm.runtime.train;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.DoubleUnaryOperator;
import org.dlm.runtime.model.Gradients;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.OptimizerState;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;

/** A trainer whose updates go wrong: something happens after each step, which the loss before it cannot tell. */
record SpoiledTrainer(TrainingProgram trainer, BiConsumer<TrainingProgram, Long> after, DoubleUnaryOperator schedule)
        implements TrainingProgram {
    SpoiledTrainer(TrainingProgram trainer, BiConsumer<TrainingProgram, Long> after) {
        this(trainer, after, value -> value);
    }

    @Override
    public double step(Batch batch, StepContext context) {
        double loss = trainer.step(batch, context);
        after.accept(trainer, context.step());
        return loss;
    }

    @Override
    public double gradient(Batch batch, StepContext context) {
        return trainer.gradient(batch, context);
    }

    @Override
    public void update() {
        trainer.update();
    }

    @Override
    public Gradients gradients() {
        return trainer.gradients();
    }

    @Override
    public ModelDescription description() {
        return trainer.description();
    }

    @Override
    public Weights weights() {
        return trainer.weights();
    }

    @Override
    public OptimizerState state() {
        return trainer.state();
    }

    @Override
    public int maxBatch() {
        return trainer.maxBatch();
    }

    @Override
    public List<String> settings() {
        return trainer.settings();
    }

    @Override
    public double setting(int number) {
        return schedule.applyAsDouble(trainer.setting(number));
    }
}
