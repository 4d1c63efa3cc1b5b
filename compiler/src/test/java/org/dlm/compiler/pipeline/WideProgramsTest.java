package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.DataBlock;
import org.dlm.runtime.program.InferenceProgram;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RawColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs beyond what one Java method or class holds: 255 parameters, 64 KB of code, 65,535 constants. */
class WideProgramsTest {
    /** The longest sum of these models has 2000 terms; twenty times its bound of n * eps leaves room for sums of sums. */
    private static final double TOLERANCE = 20 * 2_000 * Math.ulp(1.0);

    private static String join(int count, String separator, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(separator));
    }

    private static String model(String declarations, String vector, String data) {
        return """
                model Wide {
                %s
                  target label: class[3]
                  logits = %s -> dense(2) -> tanh -> dense(3)
                  output p = softmax(logits)
                  loss total = crossEntropy(logits, label)
                  metric right = correct(logits, label)
                }
                train Wide {
                  batch = 3
                  data { t = csv("a.csv", header = true)
                %s
                    label = int(t["label"]) }
                  minimize total using sgd(0.1)
                }
                """.formatted(declarations, vector, data);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 784, 1500})
    void one_input_is_fed_by_hundreds_of_columns(int count) {
        CompiledText wide =
                CompiledText.of(model("  input x: float[" + count + "]", "x", "    x = t[0:" + count + "]"));

        wide.assertSizes();
        assertPrepared(wide, count, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 784})
    void a_model_has_hundreds_of_inputs(int count) {
        CompiledText wide = CompiledText.of(model(
                join(count, "\n", i -> "  input x" + i + ": float"),
                "[" + join(count, ", ", i -> "x" + i) + "]",
                join(count, "\n", i -> "    x" + i + " = t[\"c" + i + "\"]")));

        wide.assertSizes();
        wide.assertStep(3, TOLERANCE);
        assertPrepared(wide, 1, 0, count);
        assertEquals(1, sumOfProbabilities(wide), 1e-12);
    }

    /** What the columns hold is what the inputs get, input by input. */
    private static void assertPrepared(CompiledText wide, int elements, int first, int ports) {
        ModelFactory factory = wide.factory();
        DataBlock block = factory.recipes().getFirst().data().getFirst();
        Batch raw = CompiledText.filled(
                block.columns().stream().map(RawColumn::port).toList(), 5);
        Batch prepared = wide.batch(6);

        factory.preparation("Wide", "data", 3).prepare(raw, prepared);

        for (int port = first; port < first + ports; port++) {
            for (int example = 0; example < 3; example++) {
                for (int i = 0; i < elements; i++) {
                    assertEquals(
                            raw.doubles(port + i)[example],
                            prepared.doubles(port)[example * elements + i],
                            "input " + port + ", example " + example + ", element " + i);
                }
            }
        }
    }

    private static double sumOfProbabilities(CompiledText wide) {
        double[] p = new double[9];
        try (Team team = Team.single()) {
            InferenceProgram session =
                    wide.factory().inference(new ProgramRequest(wide.factory().newWeights(1), 3, team));
            session.compute(0, wide.batch(4), p, 0);
        }
        return p[0] + p[1] + p[2];
    }

    @Test
    void kernels_read_three_hundred_values_forward_backward_and_in_the_update() {
        CompiledText wide = CompiledText.of("""
                model Wide {
                  input x: float[3]
                  target y: float
                %s
                  s[j] = x[j] * (%s)
                  m[j] = %s
                  loss total = (sum(j : s[j] + m[j]) - y) ^ 2
                }
                train Wide {
                  data { t = csv("a.csv")   x = t[0:3]   y = t[3] }
                  clip = globalNorm(1.0)
                  minimize total using sgd(0.1)
                }
                """.formatted(
                        join(300, "\n", i -> "  param a" + i + ": float[3] ~ gaussian(0.1)"),
                        join(300, " + ", i -> "a" + i + "[j]"),
                        join(60, " * ", i -> "(1 + 0.1 * a" + i + "[j])")));

        wide.assertSizes();
        wide.assertStep(3, TOLERANCE);
    }

    @Test
    void five_hundred_values_are_joined() {
        CompiledText wide = CompiledText.of("""
                model Wide {
                  input x: float[1000]
                  target y: float
                %s
                  z = concat(%s, axis = 0)
                  loss total = (sum(j : x[j] * z[j]) - y) ^ 2
                }
                train Wide {
                  data { t = csv("a.csv")   x = t[0:1000]   y = t[1000] }
                  minimize total using sgd(0.1)
                }
                """.formatted(
                join(500, "\n", i -> "  param a" + i + ": float[2] ~ gaussian(0.1)"), join(500, ", ", i -> "a" + i)));

        wide.assertSizes();
        wide.assertStep(3, TOLERANCE);
    }

    @Test
    void five_hundred_layers_train() {
        CompiledText wide = CompiledText.of("""
                model Wide {
                  input x: float[3]
                  target y: float
                  h = x
                  for i in 0 .. 500 { h = h -> dense(3) -> tanh }
                  loss total = (sum(j : h[j]) - y) ^ 2
                }
                train Wide {
                  data { t = csv("a.csv")   x = t[0:3]   y = t[3] }
                  minimize total using sgd(0.1)
                }
                """);

        wide.assertSizes();
        wide.assertStep(3, 1e-9);
    }

    @Test
    void an_input_that_is_an_output_is_given_back() {
        CompiledText same = CompiledText.of("""
                model Wide {
                  input x: float
                  target y: float
                  param w: float = 2
                  output o = x
                  loss total = (w * x - y) ^ 2
                }
                train Wide {
                  data { t = csv("a.csv")   x = t[0]   y = t[1] }
                  minimize total using sgd(0.1)
                }
                """);

        same.assertStep(3, TOLERANCE);
    }

    @Test
    void outputs_metrics_and_hypers_are_as_many_as_one_likes() {
        CompiledText wide = CompiledText.of("""
                model Wide {
                  input x: float[2]
                  target y: float
                %s
                %s
                  param w: float[2] ~ gaussian(0.1)
                  loss total = (sum(j : x[j] * w[j]) - y) ^ 2
                }
                train Wide {
                  data { t = csv("a.csv")   x = t[0:2]   y = t[2] }
                  minimize total using sgd(0.1)
                }
                """.formatted(
                        join(200, "\n", i -> "  output o" + i + " = x[0] + " + i),
                        join(300, "\n", i -> "  metric m" + i + " = x[1] * " + i)));

        wide.assertSizes();
        wide.assertStep(3, TOLERANCE);
        double[] last = new double[3];
        try (Team team = Team.single()) {
            ProgramRequest request = new ProgramRequest(wide.factory().newWeights(1), 3, team);
            Batch batch = wide.batch(4);
            wide.factory().inference(request).compute(199, batch, last, 0);
            assertEquals(batch.doubles(0)[0] + 199, last[0], 1e-12);
            assertEquals(
                    List.of("total", "m0", "m1"),
                    wide.factory().evaluation(request).measures().subList(0, 3));
        }
    }
}
