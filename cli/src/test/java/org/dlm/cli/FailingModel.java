package org.dlm.cli;

import java.util.List;
import java.util.function.Supplier;
import org.dlm.compiler.pipeline.CompileRequest;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.ModelSummary;
import org.dlm.compiler.pipeline.StageListener;
import org.dlm.runtime.model.Gradients;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.OptimizerState;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.EvaluationProgram;
import org.dlm.runtime.program.GradientProgram;
import org.dlm.runtime.program.InferenceProgram;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.PreparationProgram;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;

/** The moons, with a fault of the JVM in one place. */
record FailingModel(MoonsModel moons, Place place, Supplier<Error> fault) implements ModelFactory {
    /** Where the fault happens. */
    enum Place {
        COMPILER,
        FACTORY,
        LOADER_THREAD,
        STEP,
        WORKER_THREAD
    }

    static Toolchain toolchain(Place place, Supplier<Error> fault) {
        HandWrittenToolchain good = new HandWrittenToolchain();
        return new Toolchain() {
            @Override
            public CompileResult compile(CompileRequest request, StageListener listener) {
                if (place == Place.COMPILER) {
                    throw fault.get();
                }
                return good.compile(request, listener);
            }

            @Override
            public ModelFactory load(CompileResult result, ModelSummary model) {
                return new FailingModel(new MoonsModel(Precision.F32, true), place, fault);
            }
        };
    }

    private void failIn(Place here) {
        if (place == here) {
            throw fault.get();
        }
    }

    @Override
    public ModelDescription description() {
        return moons.description();
    }

    @Override
    public Weights newWeights(long seed) {
        failIn(Place.FACTORY);
        return moons.newWeights(seed);
    }

    @Override
    public List<RecipeDescription> recipes() {
        return moons.recipes();
    }

    @Override
    public PreparationProgram preparation(String recipe, String block, int maxBatch) {
        PreparationProgram good = moons.preparation(recipe, block, maxBatch);
        return (raw, prepared) -> {
            failIn(Place.LOADER_THREAD);
            good.prepare(raw, prepared);
        };
    }

    @Override
    public TrainingProgram trainer(String recipe, ProgramRequest request) {
        TrainingProgram good = moons.trainer(recipe, request);
        return new TrainingProgram() {
            @Override
            public ModelDescription description() {
                return good.description();
            }

            @Override
            public Weights weights() {
                return good.weights();
            }

            @Override
            public OptimizerState state() {
                return good.state();
            }

            @Override
            public int maxBatch() {
                return good.maxBatch();
            }

            @Override
            public double step(Batch batch, StepContext context) {
                failIn(Place.STEP);
                request.team().run((kernel, member, from, to) -> failInWorker(from), 0, 100, 1);
                return good.step(batch, context);
            }

            @Override
            public double gradient(Batch batch, StepContext context) {
                return good.gradient(batch, context);
            }

            @Override
            public void update() {
                good.update();
            }

            @Override
            public Gradients gradients() {
                return good.gradients();
            }

            @Override
            public List<String> settings() {
                return good.settings();
            }

            @Override
            public double setting(int number) {
                return good.setting(number);
            }
        };
    }

    /** The first part is the caller's. */
    private void failInWorker(int from) {
        if (from > 0) {
            failIn(Place.WORKER_THREAD);
        }
    }

    @Override
    public EvaluationProgram evaluation(ProgramRequest request) {
        return moons.evaluation(request);
    }

    @Override
    public InferenceProgram inference(ProgramRequest request) {
        return moons.inference(request);
    }

    @Override
    public GradientProgram gradient(String recipe, ProgramRequest request) {
        return moons.gradient(recipe, request);
    }
}
