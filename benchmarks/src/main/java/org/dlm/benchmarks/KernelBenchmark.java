package org.dlm.benchmarks;

import java.util.concurrent.TimeUnit;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.InferenceProgram;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.vector.VectorSupport;
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

/**
 * Single kernels: each model in {@code models/kernels} computes one kind of op, and its session does little else. As plain loops and
 * with vectors, the widest that this machine has.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class KernelBenchmark {
    @Param({"Dense", "Convolution", "StridedConvolution", "Pooling", "Rows", "Elements"})
    String kernel = "Dense";

    @Param({"scalar", "vector"})
    String form = "scalar";

    @Param({"32"})
    int examples = 32;

    private Team team;
    private InferenceProgram session;
    private Batch batch;
    private float[] result;

    /** Classes choose their form when they are initialised, which is here: each run has a JVM of its own. */
    @Setup
    public void makeSession() {
        int widest = VectorSupport.preferredBits();
        boolean plain = form.equals("scalar") || widest == 0;
        System.setProperty(VectorSupport.KERNELS_PROPERTY, plain ? "scalar" : String.valueOf(widest));
        ModelFactory factory = Networks.factory("kernels." + kernel);
        team = Team.single();
        session = factory.inference(new ProgramRequest(factory.newWeights(1).share(), examples, team));
        batch = Networks.batch(factory.description(), examples);
        result = new float
                [examples * factory.description().outputs().getFirst().shape().size()];
    }

    @Benchmark
    public float[] compute() {
        session.compute(0, batch, result, 0);
        return result;
    }

    @TearDown
    public void close() {
        team.close();
    }
}
