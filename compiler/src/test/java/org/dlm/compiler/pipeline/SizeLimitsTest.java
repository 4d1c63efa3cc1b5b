package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.Severity;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to ask for too much that was found, with what is said of it; and what is large, but not too large. */
class SizeLimitsTest {
    /** Far above the seconds that each takes, so that a loaded machine fails no test. */
    private static final Duration BOUND = Duration.ofSeconds(120);

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                arguments(
                        "a loop of a million layers",
                        model("for i in 0 .. 1000000 { h = relu(h) }"),
                        "5: budget-exceeded: compiling stops here: it may take 20000 ops of the graph"),
                arguments(
                        "two billion rounds that do nothing",
                        model("for i in 0 .. 2000000000 { }"),
                        "5: budget-exceeded: compiling stops here: it may take 2000000 steps (expressions evaluated and"
                                + " rounds of loops)"),
                arguments(
                        "a recursion that doubles",
                        "fn fib(n: int): int = where(n < 2, n, fib(n - 1) + fib(n - 2)) " + model("h = h * fib(45)"),
                        "1: budget-exceeded: compiling stops here: it may take 2000000 steps (expressions evaluated and"
                                + " rounds of loops)"),
                arguments(
                        "forty functions that double",
                        "fn f0(x: float): float = x + 1 "
                                + join(40, " ", k -> "fn f%d(x: float): float = f%d(x) + f%d(x)".formatted(k + 1, k, k))
                                + " " + model("h = f40(h)"),
                        "1: budget-exceeded: compiling stops here: it may take 2000000 steps (expressions evaluated and"
                                + " rounds of loops)"),
                arguments(
                        "layers that double their instances",
                        "layer f0(x: float[n]): float[n] { return x -> dense(8) } "
                                + join(
                                        20,
                                        " ",
                                        k -> "layer f%d(x: float[n]): float[n] { return x -> f%d -> f%d }"
                                                .formatted(k + 1, k, k))
                                + " " + model("h = h -> f20"),
                        "1: budget-exceeded: compiling stops here: it may take 20000 ops of the graph"),
                arguments(
                        "lists that double",
                        "const c0 = [1] "
                                + join(40, " ", k -> "const c%d = [c%d.., c%d..]".formatted(k + 1, k, k)) + " "
                                + model("h = h * length(c40)"),
                        "1: budget-exceeded: compiling stops here: it may take 2000000 elements of lists, and this list"
                                + " has 524288"),
                arguments(
                        "a setting repeated two billion times",
                        "layer f(x: float[n]; k: int[2000000000] = 1): float[n] { return x } " + model("h = h -> f"),
                        "1: budget-exceeded: compiling stops here: it may take 2000000 elements of lists, and this list"
                                + " has 2000000000"),
                arguments(
                        "known sums of sums",
                        model("h = h * sum(i < 60000 : sum(j < 60000 : i * j % 7))"),
                        "5: budget-exceeded: compiling stops here: it may take 2000000 steps (expressions evaluated and"
                                + " rounds of loops)"),
                arguments(
                        "an input of four billion elements",
                        "model M { input x: float[65536, 65536] output y = sum(i, j : x[i, j]) }",
                        "1: tensor-too-large: x is float[65536, 65536], which has 4294967296 elements; a tensor has at"
                                + " most 2147483647"),
                arguments(
                        "a parameter of eight billion elements",
                        model("h = h -> dense(1000000000) -> dense(8)"),
                        "5: tensor-too-large: dense1/W is float[8, 1000000000], which has 8000000000 elements; a tensor"
                                + " has at most 2147483647"),
                arguments(
                        "two parameters that are too large together",
                        model("h = h -> dense(150000000) -> dense(8)"),
                        "1: tensor-too-large: the model M has no room in memory: what is kept up to dense2/W, added up,"
                                + " has 2550000076 elements; one array holds at most 2147483647"),
                arguments(
                        "a value on the way that is too large",
                        model("z[i < 65536, j < 65536] = x[i % 8] * x[j % 8] h = h * sum(i, j : z[i, j])"),
                        "5: tensor-too-large: a value computed for z is float[65536, 65536], which has 4294967296"
                                + " elements; a tensor has at most 2147483647"),
                arguments(
                        "joined dimensions",
                        model("a[i < 2000000000] = x[0] b = a + 1 h = h * sum(i : concat(a, b)[i])"),
                        "5: tensor-too-large: dimension 0 of what is joined has 4000000000 elements; it has at most"
                                + " 2147483647"),
                arguments(
                        "a hundred dimensions",
                        model("h = h + sum(i.. : uniform([" + join(100, ", ", k -> "1") + "])[i..])"),
                        "5: tensor-too-large: a tensor of 100 dimensions is made here; it has at most 64"),
                arguments(
                        "a product of sizes",
                        model("h = h -> dense(100000 * 100000)"),
                        "5: bad-number: 100000 * 100000 is 10000000000, which does not fit in an int; an int is at least"
                                + " -2147483648 and at most 2147483647"),
                arguments(
                        "a power of sizes",
                        model("h = h -> dense(2 ^ 40)"),
                        "5: bad-number: 2 ^ 40 is 1099511627776, which does not fit in an int; an int is at least"
                                + " -2147483648 and at most 2147483647"),
                arguments(
                        "one more than the largest int",
                        model("h = h * (2147483647 + 1)"),
                        "5: bad-number: 2147483647 + 1 is 2147483648, which does not fit in an int; an int is at least"
                                + " -2147483648 and at most 2147483647"),
                arguments(
                        "a float that is no int",
                        model("h = h -> dense(int(1e30))"),
                        "5: bad-number: int(1e30) is 1.0E30, which does not fit in an int; an int is at least"
                                + " -2147483648 and at most 2147483647"),
                arguments(
                        "a place beyond the ints",
                        model("h = h * sum(i < 8 : x[i * 2147483647 | 0])"),
                        "5: bad-number: a place in the formula of a value computed for h does not fit in an int, which"
                                + " holds at most 2147483647"),
                arguments(
                        "a place that is computed beyond the ints",
                        model("h = h * sum(i < 8 : x[i * 65536 * 65536 | 0])"),
                        "5: bad-number: i * 65536 * 65536 does not fit in an int; an int is at least -2147483648 and at"
                                + " most 2147483647"),
                arguments(
                        "a dilation beyond the ints",
                        model(
                                "h = reshape(x, [1, 8]) -> conv(4, kernel = 2, dilation = 2147483647) -> flatten -> dense(8)"),
                        "5: bad-number: (kernel - 1) * dilation + 1 is 2147483648, which does not fit in an int; an int is"
                                + " at least -2147483648 and at most 2147483647"),
                arguments(
                        "a range below nothing",
                        model("h = h * sum(i < 0 - 5 : 1.0)"),
                        "5: out-of-bounds: the range of i is -5, which is negative"),
                arguments(
                        "constants in a circle that nobody uses",
                        "const a = c const b = a const c = b " + model("h = h"),
                        "1: circular-definition: the constant a is defined by itself: a -> c -> b -> a"),
                arguments(
                        "a constant and a function in a circle",
                        "fn f(x: float): float = x + a const a = f(1.0) " + model("h = h * a"),
                        "1: circular-definition: the constant a is defined by itself: a -> a"),
                arguments(
                        "layers in a circle",
                        "layer f(x: float[n]): float[n] { return x -> g } layer g(x: float[n]): float[n] { return x -> f } "
                                + model("h = h -> f"),
                        "1: recursion-too-deep: f is called 100 calls deep (f -> g -> f); a compile-time condition must end"
                                + " it"),
                arguments(
                        "a default in a circle",
                        "fn f(x: float; a: float = f(1.0)): float = x + a " + model("h = f(h)"),
                        "1: recursion-too-deep: f is called 100 calls deep (f -> f); a compile-time condition must end it"),
                arguments(
                        "else if, five thousand times",
                        model("if 1 == 0 { h = h }" + " else if 1 == 0 { h = h + 1 }".repeat(5000)),
                        "5: syntax-error: this text is nested too deeply to be read; give its inner parts names"),
                arguments(
                        "signs, five thousand times",
                        model("h = " + "- ".repeat(5000) + "h"),
                        "5: syntax-error: this text is nested too deeply to be read; give its inner parts names"),
                arguments(
                        "a sum of five thousand",
                        model("h = h" + " + h".repeat(5000)),
                        "5: syntax-error: this expression joins more than 400 parts; give some of them names"));
    }

    static Stream<Arguments> large() {
        return Stream.of(
                arguments("a hundred layers in a loop", model("for i in 0 .. 100 { h = h -> dense(8) }")),
                arguments("a loop of a thousand values", model("for i in 0 .. 1000 { h = relu(h) }")),
                arguments("a pipe of five hundred stages", model("h = h" + " -> relu".repeat(500))),
                arguments(
                        "a hundred joined values",
                        model("h = concat(" + join(100, ", ", k -> "h * " + k) + ") -> dense(8)")),
                arguments(
                        "else if, a thousand times",
                        model("if 1 == 0 { h = h }" + " else if 1 == 0 { h = h + 1 }".repeat(1000))),
                arguments("sums in sums, sixty deep", model("h = h * " + nested(60, "sum(i%d : x[i%d] * ", "2", ")"))),
                arguments(
                        "sums that read the index around them, thirty deep",
                        model("h = h * sum(i0 : x[i0] * " + dependent(30) + ")")),
                arguments(
                        "definitions lifted forty deep",
                        "fn f0(x: float[n]): float[n] { return x } "
                                + join(
                                        40,
                                        " ",
                                        k -> "fn f%d(x: float[n]): float[n] { y[i] = f%d(x)[i] return y }"
                                                .formatted(k + 1, k))
                                + " " + model("h = f40(h)")),
                arguments(
                        "constants that double thirty times",
                        "const c0 = 1 " + join(29, " ", k -> "const c%d = c%d + c%d".formatted(k + 1, k, k)) + " "
                                + model("h = h * c29")),
                arguments(
                        "a chain of five thousand constants",
                        "const c0 = 1 " + join(5000, " ", k -> "const c%d = c%d + 1".formatted(k + 1, k)) + " "
                                + model("h = h * c5000")),
                arguments(
                        "a formula of three thousand places",
                        model("h = h * sum(i : [" + join(3000, ", ", k -> "x[" + k % 8 + "]") + "][i])")),
                arguments("a power without end", model("h = h * (0 - 1) ^ 2147483647")),
                arguments(
                        "a sum over four billion places", model("h = h * sum(i < 65536, j < 65536 : x[(i + j) % 8])")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooLarge")
    void what_is_too_large_is_said(String name, String text, String expected) {
        CompileResult result = assertTimeoutPreemptively(BOUND, () -> compile(text, StageListener.NONE));
        assertEquals(expected, errors(result));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("large")
    void what_is_only_large_compiles(String name, String text) {
        CompileResult result = assertTimeoutPreemptively(BOUND, () -> compile(text, StageListener.NONE));
        assertEquals("", errors(result));
    }

    @Test
    void a_recursion_shows_each_place_of_its_circle_once() {
        CompileResult result = compile(
                "fn f(x: float): float = g(x)\nfn g(x: float): float = f(x)\n" + model("h = f(h)"), StageListener.NONE);
        Diagnostic recursion = result.diagnostics().getFirst();
        assertEquals(
                List.of("in g (g)", "in f (f)", "in f (f)", "and 97 calls more, begun here"),
                recursion.notes().stream().map(note -> note.message()).toList());
    }

    @Test
    void a_batch_that_does_not_fit_is_said_with_its_size() {
        CompileResult result = compile(model("h = h -> dense(1000) -> dense(8)") + """

                        train M {
                          batch = 4000000
                          minimize total using sgd(0.1)
                          data { d = csv("a.csv") x = d[0:8] t = d[8:16] }
                        }
                        """, StageListener.NONE);
        assertTrue(
                errors(result).contains("what is computed on the way, for a batch of 4000000 examples, has "),
                errors(result));
    }

    @Test
    void a_stack_that_is_used_up_names_the_model_and_the_stage() {
        CompileResult result = compile(model("h = h"), (stage, subject, print) -> {
            if (stage == CompileStage.OPTIMIZED) {
                endless(0);
            }
        });
        assertEquals(
                "1: compiler-limit: the compiler has used up its stack on the model M, after the stage optimized",
                errors(result));
    }

    @Test
    void memory_that_is_used_up_names_the_model_and_the_stage() {
        CompileResult result = compile(model("h = h"), (stage, subject, print) -> {
            if (stage == CompileStage.GRAPH) {
                throw new OutOfMemoryError("Java heap space");
            }
        });
        assertEquals(
                DiagnosticId.COMPILER_LIMIT, result.diagnostics().getFirst().id());
        assertTrue(errors(result).endsWith(" MB on the model M, after the stage graph"), errors(result));
    }

    private static int endless(int depth) {
        return depth < 0 ? depth : endless(depth + 1) + 1;
    }

    private static CompileResult compile(String text, StageListener listener) {
        CompileRequest request = new CompileRequest(List.of(new SourceFile("case.dlm", text)), CompileOptions.DEFAULT);
        return DlmCompiler.compile(request, listener);
    }

    private static String errors(CompileResult result) {
        return result.diagnostics().stream()
                .filter(d -> d.severity() == Severity.ERROR)
                .map(d -> d.span().line() + ": " + d.id().slug() + ": " + d.message())
                .collect(Collectors.joining("\n"));
    }

    /** A model whose body gives {@code h} its next value, in line 5. */
    private static String model(String statements) {
        return "model M {\n  input x: float[8]\n  target t: float[8]\n  h = x\n  " + statements
                + "\n  output y = h\n  loss total = mean(i : (y[i] - t[i]) ^ 2)\n}";
    }

    private static String join(int count, String between, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(between));
    }

    private static String nested(int depth, String open, String inner, String close) {
        return join(depth, "", k -> open.formatted(k, k)) + inner + close.repeat(depth);
    }

    private static String dependent(int depth) {
        return join(depth, "", k -> "sum(i%d : x[i%d] * x[i%d] * ".formatted(k + 1, k + 1, k)) + "2"
                + ")".repeat(depth);
    }
}
