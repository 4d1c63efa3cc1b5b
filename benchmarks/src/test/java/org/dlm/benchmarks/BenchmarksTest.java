package org.dlm.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That everything that is measured runs; how fast it is, no test asks. */
class BenchmarksTest {
    @ParameterizedTest
    @ValueSource(strings = {"Mlp", "LeNet5", "ResNet20", "MobileNet"})
    void a_step_has_a_loss(String network) {
        StepBenchmark benchmark = new StepBenchmark();
        benchmark.network = network;
        benchmark.examples = 2;
        benchmark.makeTrainer();
        assertTrue(benchmark.step() > 0);
        benchmark.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dense", "Convolution", "StridedConvolution", "Pooling", "Rows", "Elements"})
    void a_kernel_computes_something(String kernel) {
        KernelBenchmark benchmark = new KernelBenchmark();
        benchmark.kernel = kernel;
        benchmark.examples = 2;
        benchmark.makeSession();
        float sum = 0;
        for (float value : benchmark.compute()) {
            sum += Math.abs(value);
        }
        assertTrue(sum > 0, "sum " + sum);
        benchmark.close();
    }

    @Test
    void functions_of_the_runtime_fill_their_array() {
        RuntimeBenchmark benchmark = new RuntimeBenchmark();
        benchmark.fill();
        for (float[] filled : List.of(benchmark.exp(), benchmark.tanh(), benchmark.erf(), benchmark.draws())) {
            assertTrue(filled[1000] != 0);
        }
        benchmark.team();
        benchmark.close();
    }

    @Test
    void the_sweep_prints_a_line_for_each_size_and_two_below() {
        List<SweepCase> some = List.of(SweepCase.dense(17, 10, "gelu"), SweepCase.convolution(2, 3, 9, 5, 2, "tanh"));
        List<String> table = SizeSweep.table(SizeSweep.measured(some, 0.01));
        assertEquals(1 + 2 + 2, table.size(), table::toString);
        assertTrue(table.get(1).startsWith("dense, 10 wide, gelu (odd)"), table::toString);
    }

    @Test
    void all_sizes_of_the_sweep_are_of_a_family_with_even_ones() {
        for (SweepCase one : SweepCase.all()) {
            assertTrue(SweepCase.all().stream()
                    .anyMatch(other -> !other.odd() && other.family().equals(one.family())));
        }
    }
}
