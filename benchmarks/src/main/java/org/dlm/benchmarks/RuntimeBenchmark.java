package org.dlm.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.random.Philox;
import org.dlm.runtime.vector.FloatFunctions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What generated code calls: functions of plain loops, draws, and the waking of a team. Each time is that of 1024 elements. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class RuntimeBenchmark {
    private static final int ELEMENTS = 1024;

    private final float[] x = new float[ELEMENTS];
    private final float[] y = new float[ELEMENTS];
    private Team team;
    private long step;

    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < ELEMENTS; i++) {
            x[i] = (float) random.nextDouble(-4, 4);
        }
        team = Team.of(2);
    }

    @Benchmark
    public float[] exp() {
        for (int i = 0; i < ELEMENTS; i++) {
            y[i] = FloatFunctions.exp(x[i]);
        }
        return y;
    }

    @Benchmark
    public float[] tanh() {
        for (int i = 0; i < ELEMENTS; i++) {
            y[i] = FloatFunctions.tanh(x[i]);
        }
        return y;
    }

    @Benchmark
    public float[] erf() {
        for (int i = 0; i < ELEMENTS; i++) {
            y[i] = FloatFunctions.erf(x[i]);
        }
        return y;
    }

    @Benchmark
    public float[] draws() {
        Philox.fill(y, 0, ELEMENTS, 7, ++step, 3, 0L);
        return y;
    }

    /** Two threads that do nothing: what sharing out a kernel costs. */
    @Benchmark
    public void team() {
        team.run((kernel, member, from, to) -> {}, 0, ELEMENTS, 1);
    }

    @TearDown
    public void close() {
        team.close();
    }
}
