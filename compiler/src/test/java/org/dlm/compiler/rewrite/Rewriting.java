package org.dlm.compiler.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.GraphVerifier;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;

/**
 * One rule (or several) applied to a graph over some values; every rewrite is also computed, before and after. The values hold
 * zeros, negative and equal elements, so that borders and ties are met.
 */
final class Rewriting {
    /** Two orders of rounding of some ten operations of magnitude at most 100 in f64: 10 * 100 * 2^-53, with room. */
    private static final double TOLERANCE = 1e-12;

    final GraphBuilder builder = new GraphBuilder();
    final Op x = value(ElementType.FLOAT, "x", 6);
    final Op y = value(ElementType.FLOAT, "y", 6);
    final Op n = value(ElementType.INT, "n", 6);
    final Op c = value(ElementType.BOOL, "c", 6);
    final Op w = value(ElementType.FLOAT, "w", 4, 6);

    private final Inputs inputs = Inputs.ofBatch(3)
            .with(OpKind.Role.PARAMETER, "x", 1.5, -2, 0, 4, 0.25, -3)
            .with(OpKind.Role.PARAMETER, "y", 2, 2, -1, 0.5, 3, 1)
            .with(OpKind.Role.PARAMETER, "n", 0, 3, 1, 5, 2, 4)
            .with(OpKind.Role.PARAMETER, "c", 1, 0, 1, 1, 0, 0)
            .with(
                    OpKind.Role.PARAMETER,
                    "w",
                    java.util.stream.IntStream.range(0, 24)
                            .mapToDouble(k -> (k * 7 % 11 - 5) / 4.0)
                            .toArray());

    private Op value(ElementType element, String name, int... shape) {
        return builder.source(OpKind.Role.PARAMETER, name, TensorType.of(element, shape), false, Ops.origin(name));
    }

    /** Over {@code i < 6}: what a pointwise body becomes. Values are printed by name. */
    String body(RewriteRule rule, Scalar body) {
        Op op = builder.pointwise(List.of(Ops.axis("i", 6)), body, Ops.origin("out"));
        return print(last(op, rule));
    }

    /** What an op becomes: one line for each op that is no source. */
    String ops(Op op, RewriteRule... rules) {
        Graph after = rewrite(op, rules);
        return after.ops().stream()
                .filter(o -> !(o.kind() instanceof OpKind.Source))
                .map(Rewriting::named)
                .collect(Collectors.joining("\n"));
    }

    private String print(Op op) {
        return op.kind() instanceof OpKind.Indexed indexed
                ? named(op, indexed.body().toString())
                : ((OpKind.Source) op.kind()).name();
    }

    private Op last(Op op, RewriteRule... rules) {
        return rewrite(op, rules).result("out").orElseThrow();
    }

    private Graph rewrite(Op op, RewriteRule... rules) {
        Graph before = Ops.graph(builder, Ops.value("out", op));
        GraphVerifier.verify(before, "before");
        Graph after = new RewritePass(List.of(rules)).apply(before);
        GraphVerifier.verify(after, "after");
        double[] expected = Interpreter.run(before, inputs).result("out").elements();
        double[] actual = Interpreter.run(after, inputs).result("out").elements();
        assertEquals(expected.length, actual.length);
        for (int k = 0; k < expected.length; k++) {
            boolean same = Double.isNaN(expected[k]) && Double.isNaN(actual[k])
                    || expected[k] == actual[k]
                    || Math.abs(expected[k] - actual[k]) <= TOLERANCE * Math.max(1, Math.abs(expected[k]));
            assertTrue(same, "element " + k + ": " + expected[k] + " became " + actual[k]);
        }
        return after;
    }

    private static String named(Op op) {
        return named(op, op.toString());
    }

    private static String named(Op op, String text) {
        String named = text;
        for (Op operand : op.operands()) {
            String name = operand.kind() instanceof OpKind.Source source ? source.name() : "%" + operand.id();
            named = named.replaceAll("%" + operand.id() + "\\b", name);
        }
        return named;
    }

    static List<Axis> axes(Axis... axes) {
        return List.of(axes);
    }
}
