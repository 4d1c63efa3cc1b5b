package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.resolve.Resolver;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.StandardLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How the steps of elaboration grow with the text, counted by the budget. */
class ElaborationTimeTest {
    @Test
    void twice_the_rounds_take_twice_the_steps() {
        IntFunction<String> loop = n ->
                "fn f(x: float[n]): float[n] { h = x for i in 0 .. " + n + " { h = softmax(tanh(h) * 2) } return h } ";
        long once = steps(loop.apply(100));
        long twice = steps(loop.apply(200));
        assertTrue(twice <= 2.1 * once, once + " steps for 100 rounds, " + twice + " for 200");
    }

    /** The trial at each of n levels sees the levels below it: a square, not a power of two. */
    @Test
    void twice_the_depth_of_sums_takes_at_most_four_times_the_steps() {
        IntFunction<String> sums = n -> "fn f(x: float[n]): float = sum(i0 : x[i0] * "
                + join(n, "sum(i%2$d : x[i%2$d] * x[i%1$d] * ") + "1" + ")".repeat(n + 1) + " ";
        long once = steps(sums.apply(15));
        long twice = steps(sums.apply(30));
        assertTrue(twice <= 4.2 * once, once + " steps for 15 levels, " + twice + " for 30");
    }

    @Test
    void twice_the_depth_of_lifted_functions_takes_at_most_four_times_the_steps() {
        IntFunction<String> lifted = n -> "fn f0(x: float[n]): float[n] { return x } "
                + join(n, "fn f%2$d(x: float[n]): float[n] { y[i] = f%1$d(x)[i] return y } ")
                + "fn f(x: float[n]): float[n] = f" + n + "(x) ";
        long once = steps(lifted.apply(15));
        long twice = steps(lifted.apply(30));
        assertTrue(twice <= 4.2 * once, once + " steps for 15 levels, " + twice + " for 30");
    }

    /** Texts in which ranges are found at each of n levels, in other ways than above. */
    static Stream<Arguments> nested() {
        return Stream.of(
                arguments("groups of indices", (IntFunction<String>) n -> "fn f(x: float[n]): float = "
                        + join(n, "sum(i%1$d.. : x[i%1$d..] * ") + "1" + ")".repeat(n) + " "),
                arguments("a range that is known after the inner ones", (IntFunction<String>)
                        n -> "fn f(x: float[n]): float = " + join(n, "sum(i%1$d : ") + "1"
                                + IntStream.range(0, n)
                                        .mapToObj(k -> " * x[i" + (n - 1 - k) + "])")
                                        .collect(Collectors.joining())
                                + " "),
                arguments("functions over a group", functions("S..", "y[i..] = f%1$d(x)[i..] return y")),
                arguments(
                        "sums of joined results",
                        functions("n", "y[i] = sum(j : concat(f%1$d(x), x)[j]) * x[i] return y")),
                arguments("extremes of results", functions("n", "y[i] = max(j : f%1$d(x)[j] - x[i]) return y")),
                arguments("rows of results", functions("n", "z[t] = f%1$d(x * x[t]) return sum(t : z[t])")));
    }

    /** {@code f0} to {@code fn} with this body each but the first, which calls the one before, and {@code f} for the last. */
    private static IntFunction<String> functions(String shape, String body) {
        String head = "(x: float[" + shape + "]): float[" + shape + "] ";
        return n -> "fn f0" + head + "{ return x } " + join(n, "fn f%2$d" + head + "{ " + body + " } ") + "fn f" + head
                + "= f" + n + "(x) ";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nested")
    void twice_the_depth_takes_at_most_four_times_the_steps(String name, IntFunction<String> text) {
        long once = steps(text.apply(9));
        long twice = steps(text.apply(18));
        assertTrue(twice <= 4.4 * once, once + " steps for 9 levels, " + twice + " for 18");
    }

    /** Texts with a fault at the bottom. */
    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("below sums", (IntFunction<String>) n -> "fn f(x: float[n]): float = "
                        + join(n, "sum(i%1$d : x[i%1$d] * ") + "x[2, 2]" + ")".repeat(n) + " "),
                arguments("below functions", (IntFunction<String>) n -> functions("n", "y[i] = f%1$d(x)[i] return y")
                        .apply(n)
                        .replace("{ return x }", "{ return x @ x @ x }")));
    }

    /** Each level may be tried, repeated and run: a cube, not a power of two. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void a_fault_is_found_in_at_most_eight_times_the_steps_below_twice_the_levels(
            String name, IntFunction<String> text) {
        long once = stepsToFault(text.apply(9));
        long twice = stepsToFault(text.apply(18));
        assertTrue(twice <= 8.8 * once, once + " steps for 9 levels, " + twice + " for 18");
    }

    private static long stepsToFault(String declarations) {
        DiagnosticCollector problems = new DiagnosticCollector();
        long steps = elaborate(declarations + "model M { input x: float[3] output y = f(x) }", problems)
                .budget()
                .steps();
        assertFalse(problems.diagnostics().isEmpty());
        return steps;
    }

    /** What is trained today takes a small part of the budget. */
    @Test
    void a_residual_network_of_152_layers_fits_several_times() {
        assertFits(4, """
                layer block(x: float[C, S..]; filters: int, stride: int = 1) {
                  y = x -> conv(filters, kernel = 1) -> batchNorm -> relu
                    -> conv(filters, kernel = 3, stride = stride, padding = same) -> batchNorm -> relu
                    -> conv(4 * filters, kernel = 1) -> batchNorm
                  if stride != 1 { x = x -> conv(4 * filters, kernel = 1, stride = stride) -> batchNorm }
                  else { if C != 4 * filters { x = x -> conv(4 * filters, kernel = 1) -> batchNorm } }
                  return relu(x + y)
                }
                model M {
                  input x: float[3, 224, 224]
                  h = x -> conv(64, kernel = 7, stride = 2, padding = same) -> batchNorm -> relu -> maxPool(3, stride = 2)
                  for i in 0 .. 3 { h = h -> block(64) }
                  h = h -> block(128, stride = 2)
                  for i in 0 .. 7 { h = h -> block(128) }
                  h = h -> block(256, stride = 2)
                  for i in 0 .. 35 { h = h -> block(256) }
                  h = h -> block(512, stride = 2)
                  for i in 0 .. 2 { h = h -> block(512) }
                  output y = mean(a.. : h[:, a..]) -> dense(1000)
                }
                """);
    }

    @Test
    void a_transformer_of_96_layers_fits_several_times() {
        assertFits(4, """
                fn norm(x: float[T, n], g: float[n], b: float[n]): float[T, n] {
                  m[t] = mean(i : x[t, i])
                  v[t] = mean(i : (x[t, i] - m[t]) ^ 2)
                  y[t, i] = (x[t, i] - m[t]) / sqrt(v[t] + 1e-5) * g[i] + b[i]
                  return y
                }
                fn attend(q: float[T, e], k: float[T, e], v: float[T, e]): float[T, e] {
                  s[t, u] = where(u <= t, sum(i : q[t, i] * k[u, i]) / sqrt(float(e)), -inf)
                  p[t] = softmax(s[t])
                  y[t, i] = sum(u : p[t, u] * v[u, i])
                  return y
                }
                layer block(x: float[T, n]; heads: int): float[T, n] {
                  const e = div(n, heads)
                  param Q: float[n, heads, e] ~ he(fanIn = n)
                  param K: float[n, heads, e] ~ he(fanIn = n)
                  param V: float[n, heads, e] ~ he(fanIn = n)
                  param O: float[n, n] ~ he
                  param U: float[n, 4 * n] ~ he
                  param D: float[4 * n, n] ~ he
                  param c: float[4 * n] = 0
                  param d: float[n] = 0
                  param g1: float[n] = 1
                  param b1: float[n] = 0
                  param g2: float[n] = 1
                  param b2: float[n] = 0
                  z = norm(x, g1, b1)
                  q[t, h, i] = sum(j : z[t, j] * Q[j, h, i])
                  k[t, h, i] = sum(j : z[t, j] * K[j, h, i])
                  v[t, h, i] = sum(j : z[t, j] * V[j, h, i])
                  a[h] = attend(q[:, h], k[:, h], v[:, h])
                  w[t, h, i] = a[h, t, i]
                  r = x + reshape(w, [T, n]) @ O
                  f = norm(r, g2, b2) @ U + c
                  return r + (0.5 * f * (1 + erf(f / sqrt(2.0)))) @ D + d
                }
                model M {
                  input x: float[64, 768]
                  h = x
                  for i in 0 .. 96 { h = h -> block(12) }
                  output y = h
                }
                """);
    }

    private static void assertFits(int times, String text) {
        Elaboration elaboration = elaborate(text);
        long steps = elaboration.budget().steps();
        int ops = elaboration.graph().size();
        assertTrue(times * steps <= Budget.MOST_STEPS, steps + " steps, " + ops + " ops");
        assertTrue(times * ops <= Budget.MOST_OPS, steps + " steps, " + ops + " ops");
    }

    private static String join(int count, String part) {
        return IntStream.range(0, count).mapToObj(k -> part.formatted(k, k + 1)).collect(Collectors.joining());
    }

    /** The steps of a model that applies {@code f} to an input. */
    private static long steps(String declarations) {
        return elaborate(declarations + "model M { input x: float[3] output y = f(x) }")
                .budget()
                .steps();
    }

    /** The model at the end of a text. */
    private static Elaboration elaborate(String text) {
        DiagnosticCollector problems = new DiagnosticCollector();
        Elaboration elaboration = elaborate(text, problems);
        assertTrue(problems.diagnostics().isEmpty(), problems.diagnostics()::toString);
        return elaboration;
    }

    private static Elaboration elaborate(String text, DiagnosticCollector problems) {
        FileUnit unit = Parser.parse(new SourceFile("case.dlm", text), problems);
        List<FileUnit> library = StandardLibrary.files().stream()
                .map(file -> Parser.parse(file, problems))
                .toList();
        Library resolved = new ResolvedLibrary(Resolver.resolve(List.of(unit), library, problems));
        Declaration.Callable model = (Declaration.Callable) unit.declarations().getLast();
        Elaboration elaboration = new Elaboration(new GraphBuilder(), resolved, problems, Mode.TRAINING);
        elaboration.at(model.span(), "");
        new Evaluator(elaboration).bodies().run(model.body(), Evaluator.standalone(model));
        return elaboration;
    }
}
