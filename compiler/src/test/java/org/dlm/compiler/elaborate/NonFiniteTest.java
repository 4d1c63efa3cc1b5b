package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Parameter;
import org.dlm.compiler.ast.TypeRef;
import org.dlm.compiler.batch.BatchPass;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;
import org.dlm.compiler.optimize.Optimizer;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.source.StandardLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * NaN is never lost on its way through the library: a function of one float value (whatever its rank) whose result depends on an
 * element that is NaN has NaN in its result, before and after optimization.
 */
class NonFiniteTest {
    private static final double[] EDGES = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0.0,
        -0.0,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        1e30,
        -1e30
    };

    /** Not looked at is not lost: these give another value than that of the element, for a reason of their own. */
    private static final Set<String> OF_NO_VALUE = Set.of("best");

    static Stream<String> calls() {
        return StandardLibrary.files().stream()
                .flatMap(file -> Parser.parse(file, new DiagnosticCollector()).declarations().stream())
                .flatMap(d -> d instanceof Declaration.Callable c ? Stream.of(c) : Stream.empty())
                .filter(NonFiniteTest::isOfOneFloat)
                .filter(c -> !OF_NO_VALUE.contains(c.name().text()))
                .map(NonFiniteTest::call);
    }

    private static boolean isOfOneFloat(Declaration.Callable callable) {
        return callable.kind() == Declaration.Kind.FN
                && callable.signature().data().size() == 1
                && isFloat(callable.signature().data().getFirst().type());
    }

    private static boolean isFloat(TypeRef type) {
        return type.base().text().equals("float");
    }

    /** A call with a number for each setting that needs one. */
    private static String call(Declaration.Callable callable) {
        String settings = callable.signature().configuration().stream()
                .filter(setting -> setting.defaultValue().isEmpty())
                .map(setting -> setting.name().text() + " = " + number(setting))
                .collect(Collectors.joining(", "));
        return callable.name().text() + "(x" + (settings.isEmpty() ? "" : ", " + settings) + ")";
    }

    private static String number(Parameter setting) {
        return isFloat(setting.type()) ? setting.name().text().equals("low") ? "-1.0" : "1.0" : "2";
    }

    private static double[] output(Graph graph, double[] x) {
        Inputs inputs = Inputs.ofBatch(1).with(OpKind.Role.INPUT, "x", x);
        return Interpreter.run(graph, inputs, Precision.F32).result("y").elements();
    }

    @Test
    void the_functions_are_found() {
        assertTrue(calls().toList().containsAll(List.of("relu(x)", "clamp(x, low = -1.0, high = 1.0)", "maxPool(x)")));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void nan_stays(String call) {
        ElaboratedModel model = Sources.body("input x: float[2, 4, 4]\noutput y = " + call);
        Graph plain = BatchPass.run(model.inference());
        Graph optimized = Optimizer.optimize(plain).graph();
        for (int at = 0; at < 32; at++) {
            double[] x = new double[32];
            Arrays.fill(x, 0.5);
            x[at] = Double.NaN;
            assertTrue(Arrays.stream(output(plain, x)).anyMatch(Double::isNaN), call + " loses NaN at " + at);
            assertTrue(
                    Arrays.stream(output(optimized, x)).anyMatch(Double::isNaN),
                    call + ", optimized, loses NaN at " + at);
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void optimization_keeps_values_at_the_edges(String call) {
        ElaboratedModel model = Sources.body("input x: float[2, 4, 4]\noutput y = " + call);
        Graph plain = BatchPass.run(model.inference());
        Graph optimized = Optimizer.optimize(plain).graph();
        for (double edge : EDGES) {
            double[] x = new double[32];
            Arrays.fill(x, 0.5);
            x[5] = edge;
            x[30] = -edge;
            // two roundings of each of at most 32 terms
            assertArrayEquals(output(plain, x), output(optimized, x), 32 * Math.ulp(1f), call + " of " + edge);
        }
    }

    @Test
    void a_loss_of_nan_is_nan() {
        for (String loss : List.of("mse(x, t)", "bce(x, t)", "crossEntropy(x, label)")) {
            Computed computed =
                    Computed.ofBody("input x: float[4]\ntarget t: float[4]\ntarget label: class[4]\nloss y = " + loss);
            assertTrue(Double.isNaN(computed.with("x", 1, Double.NaN, 0, 2).output("y")[0]), loss);
        }
    }

    @Test
    void logits_of_nan_are_neither_right_nor_wrong() {
        Computed computed = Computed.ofBody("input x: float[3]\ntarget label: class[3]\nmetric y = correct(x, label)");
        for (int at = 0; at < 3; at++) {
            double[] x = {1, 2, 3};
            x[at] = Double.NaN;
            assertTrue(Double.isNaN(computed.with("x", x).with("label", at).output("y")[0]));
        }
        assertEquals(1, computed.with("x", 1, 3, 2).with("label", 1).output("y")[0]);
        assertEquals(0, computed.with("x", 1, 3, 2).with("label", 2).output("y")[0]);
    }

    @Test
    void the_first_nan_is_the_largest_and_the_smallest() {
        Computed computed = Computed.ofBody("""
                input x: float[4]
                output y = argmax(i : x[i])
                output z = argmin(i : x[i])
                """);
        Computed given = computed.with("x", 5, Double.NaN, -7, Double.NaN);
        assertEquals(1, given.output("y")[0]);
        assertEquals(1, given.output("z")[0]);
        assertEquals(ElementType.INT, given.model().exposed().getFirst().type().element());
    }
}
