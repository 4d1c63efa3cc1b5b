package org.dlm.benchmarks;

import java.util.concurrent.TimeUnit;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole training step, forward, backward and update, of the networks in {@code models}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class StepBenchmark {
    @Param({"Mlp", "LeNet5", "ResNet20", "MobileNet"})
    String network = "Mlp";

    @Param({"32"})
    int examples = 32;

    @Param({"1"})
    int threads = 1;

    private Team team;
    private TrainingProgram trainer;
    private Batch batch;
    private StepContext context;
    private long step;

    @Setup
    public void makeTrainer() {
        ModelFactory factory = Networks.factory(network);
        team = Team.of(threads);
        String recipe = factory.recipes().getFirst().name();
        trainer = factory.trainer(recipe, new ProgramRequest(factory.newWeights(1), examples, team));
        batch = Networks.batch(factory.description(), examples);
        context = new StepContext(1, Integer.MAX_VALUE, 1);
    }

    @Benchmark
    public double step() {
        context.moveTo(++step, 0);
        return trainer.step(batch, context);
    }

    @TearDown
    public void close() {
        team.close();
    }
}
