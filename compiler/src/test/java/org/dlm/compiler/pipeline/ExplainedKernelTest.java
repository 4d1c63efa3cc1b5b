package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.dlm.compiler.cost.Execution;
import org.dlm.compiler.cost.KernelCost;
import org.dlm.compiler.cost.Machine;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels of whole programs, as {@code explain} tells of them. */
class ExplainedKernelTest {
    private static final int BATCH = 64;

    /** Texts of a model without its train declaration. */
    private static final String DENSE = """
            model Net(classes: int = 128) {
              input  x: float[784]
              target label: class[classes]
              logits = x -> dense(classes) as head
              output scores = logits
              loss total = crossEntropy(logits, label)
            }
            """;

    private static final String CONVOLUTION = """
            model Net {
              input  x: float[3, 32, 32]
              target label: class[10]
              logits = x -> conv(16, kernel = 3, padding = 1) -> relu -> maxPool(2) -> flatten -> dense(10) as head
              output scores = logits
              loss total = crossEntropy(logits, label)
            }
            """;

    /** A step of three is one that no schedule has vectors for. */
    private static final String EVERY_THIRD = """
            layer third(x: float[n]): float[1000] {
              y[i < 1000] = exp(x[3 * i])
              return y
            }

            model Net {
              input  x: float[3000]
              target label: class[10]
              logits = x -> third -> dense(10) as head
              output scores = logits
              loss total = crossEntropy(logits, label)
            }
            """;

    private static List<ExplainedKernel> training(String model, int vectors) {
        String text = model + """

                train Net {
                  data {
                    x = idx("x.idx")
                    label = idx("y.idx")
                  }
                  minimize total using sgd(0.1)
                }
                """;
        List<GeneratedModel> models = new ArrayList<>();
        CompileResult result = DlmCompiler.compile(
                new CompileRequest(
                        List.of(new SourceFile("net.dlm", text)),
                        CompileOptions.DEFAULT.with(vectors == 0 ? List.of() : List.of(vectors))),
                new StageListener() {
                    @Override
                    public void reached(CompileStage stage, String subject, Supplier<String> print) {
                        // what is generated is enough
                    }

                    @Override
                    public void generated(GeneratedModel generated) {
                        models.add(generated);
                    }
                });
        assertTrue(result.succeeded(), () -> result.diagnostics().toString());
        return ExplainedKernel.of(models.getFirst().training("Net").orElseThrow(), Machine.of(vectors), BATCH);
    }

    private static ExplainedKernel named(List<ExplainedKernel> kernels, String name) {
        return kernels.stream()
                .filter(kernel -> kernel.step().method().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among "
                        + kernels.stream().map(k -> k.step().method()).toList()));
    }

    @Test
    void a_matrix_product_counts_two_operations_for_each_product() {
        ExplainedKernel head = named(training(DENSE, 512), "head");

        // 64 x 784 by 784 x 128, and the bias
        assertEquals(2.0 * 64 * 784 * 128 + 64 * 128, head.flops());
        // each of the three arrays once, by lines
        double bytes = 4.0 * (64 * 784 + 784 * 128 + 128 + 64 * 128);
        assertEquals(bytes, head.cost().touched(), 0.01 * bytes);
    }

    @Test
    void a_matrix_product_is_near_the_peak() {
        ExplainedKernel head = named(training(DENSE, 512), "head");

        double peak = Machine.AVX512.flopsPerCycle(Target.F32_512);
        double share = head.flops() / head.cost().cycles() / peak;
        assertTrue(share > 0.7 && share <= 1, "share of the peak: " + share);
    }

    @ParameterizedTest
    @ValueSource(strings = {DENSE, CONVOLUTION})
    void no_form_is_expected_to_be_slower_than_plain_loops(String model) {
        for (int bits : new int[] {512, 256, 128}) {
            for (ExplainedKernel kernel : training(model, bits)) {
                Kernel plain = kernel.call().kernel().plain();
                KernelCost ofPlain = KernelCost.of(
                        plain, Execution.apart(plain, Machine.of(bits), Target.plain(Precision.F32), BATCH));
                // in place or not is not told of the plain one, which therefore moves no less
                assertTrue(
                        kernel.cost().nanos() <= ofPlain.nanos() * 1.05,
                        () -> kernel.step().method() + " with " + bits + " bits: " + kernel.cost() + " plain: "
                                + ofPlain);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DENSE, CONVOLUTION})
    void more_examples_take_no_less_time(String model) {
        List<ExplainedKernel> kernels = training(model, 512);
        for (ExplainedKernel kernel : kernels) {
            Kernel widest = kernel.call().kernel().widest();
            double one = KernelCost.of(widest, Execution.apart(widest, Machine.AVX512, kernel.target(), 1))
                    .nanos();
            double many = KernelCost.of(widest, Execution.apart(widest, Machine.AVX512, kernel.target(), 256))
                    .nanos();
            assertTrue(one <= many, kernel.step().method() + ": " + one + " for 1, " + many + " for 256");
        }
    }

    @Test
    void a_kernel_that_stays_plain_though_it_matters_is_named() {
        List<ExplainedKernel> kernels = training(EVERY_THIRD, 512);
        double total =
                kernels.stream().mapToDouble(kernel -> kernel.cost().nanos()).sum();

        List<String> warnings = kernels.stream()
                .flatMap(kernel -> kernel.warning(total).stream())
                .toList();

        assertEquals(
                List.of("plain loops: no schedule has vectors for the order in which its operands lie in memory"),
                warnings);
    }

    @Test
    void kernels_with_vectors_and_short_ones_are_not_named() {
        List<ExplainedKernel> kernels = training(DENSE, 512);
        double total =
                kernels.stream().mapToDouble(kernel -> kernel.cost().nanos()).sum();

        assertFalse(kernels.isEmpty());
        assertEquals(
                List.of(),
                kernels.stream()
                        .map(kernel -> kernel.warning(total))
                        .flatMap(Optional::stream)
                        .toList());
    }
}
