package org.dlm.compiler.pipeline;

import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Programs with many inputs, parameters, outputs, metrics, recipes and columns, in random numbers of each. */
class RandomWideProgramsTest {
    private static final int MOST = 120;

    /** A fixed program, a fresh one, and more of these for {@code -Ddlm.fuzz.seconds=N}. */
    @Test
    void wide_programs_compile_and_train_as_the_interpreter_says() {
        assertWorks(11);
        FuzzTime time = new FuzzTime();
        long seed = FuzzTime.freshSeed();
        System.out.println("wide programs: fresh seeds from " + seed);
        do {
            assertWorks(seed++);
        } while (time.isLeft());
    }

    private static void assertWorks(long seed) {
        String text = text(new Random(seed));
        try {
            CompiledText wide = CompiledText.of(text);
            wide.assertSizes();
            // sums of at most a few hundred terms
            wide.assertStep(seed, 1_000 * 20 * Math.ulp(1.0));
        } catch (AssertionError | IllegalStateException fault) {
            throw new AssertionError("seed " + seed + "\n" + text, fault);
        }
    }

    private static String text(Random random) {
        int scalars = 1 + random.nextInt(MOST);
        int vector = 1 + random.nextInt(MOST);
        int parameters = 1 + random.nextInt(MOST);
        int outputs = 1 + random.nextInt(MOST / 2);
        int metrics = 1 + random.nextInt(MOST);
        int recipes = 1 + random.nextInt(3);
        return """
                model Wide {
                %s
                  input v: float[%d]
                  target y: float
                %s
                  s = [%s]
                  a = concat(%s, axis = 0)
                  total = sum(i : s[i]) + sum(i : v[i]) * sum(i : a[i]) + %s
                %s
                %s
                  loss cost = (total - y) ^ 2
                }
                %s
                """.formatted(
                        each(scalars, "\n", i -> "  input x" + i + ": float"),
                        vector,
                        each(parameters, "\n", i -> "  param p" + i + ": float[2] ~ gaussian(0.1)"),
                        each(scalars, ", ", i -> "x" + i) + ", 1.0",
                        each(parameters, ", ", i -> "p" + i) + ", p0",
                        each(parameters, " + ", i -> "p" + i + "[0] * x" + i % scalars),
                        each(outputs, "\n", i -> "  output o" + i + " = x" + i % scalars + " + " + i),
                        each(metrics, "\n", i -> "  metric m" + i + " = total * " + i),
                        each(recipes, "\n", i -> recipe(i, scalars, vector)));
    }

    private static String recipe(int number, int scalars, int vector) {
        return """
                train Wide as r%d {
                  data { t = csv("a.csv", header = true)
                %s
                    v = t[0:%d]   y = t["y"] }
                  minimize cost using sgd(0.01)
                }
                """.formatted(number, each(scalars, "\n", i -> "    x" + i + " = t[\"c" + i + "\"]"), vector);
    }

    private static String each(int count, String separator, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(separator));
    }
}
