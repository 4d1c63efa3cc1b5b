package org.dlm.compiler.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * An op as a formula in the language's index notation, for people who know the values by name:
 *
 * <pre>
 * conv1[b, o, i, j] = sum(u, v : conv1W[o, 0, u, v] * conv1Padded[b, 0, i + u, j + v])
 * </pre>
 */
public final class FormulaPrinter {
    private final Function<Op, String> names;

    /** @param names how each value is called; of a reshaped one, what is reshaped is asked for */
    public FormulaPrinter(Function<Op, String> names) {
        this.names = names;
    }

    /** The formula of an op with a body; an error for one without. */
    public String print(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed -> print(op, indexed);
            case OpKind.ScatterAdd scatter -> {
                ScalarPrinter scalars = new ScalarPrinter(named(op), scatter.domain());
                yield names.apply(op) + "[" + scalars.places(scatter.at()) + "] += " + scalars.print(scatter.body());
            }
            case OpKind.Source source -> throw new IllegalArgumentException("no formula: " + op);
            case OpKind.Draw draw -> throw new IllegalArgumentException("no formula: " + op);
            case OpKind.Reshape reshape -> throw new IllegalArgumentException("no formula: " + op);
        };
    }

    private String print(Op op, OpKind.Indexed indexed) {
        ScalarPrinter scalars = new ScalarPrinter(named(op), indexed.axes());
        List<String> axes = scalars.names();
        int free = indexed.free().size();
        String left = names.apply(op) + (free == 0 ? "" : "[" + String.join(", ", axes.subList(0, free)) + "]");
        String body = scalars.print(indexed.body());
        return left + " = "
                + (indexed.reduction() == Reduction.NONE
                        ? body
                        : indexed.reduction().name().toLowerCase(Locale.ROOT) + "("
                                + String.join(", ", axes.subList(free, axes.size())) + " : " + body + ")");
    }

    private Map<Op, String> named(Op op) {
        Map<Op, String> named = new HashMap<>();
        op.operands().forEach(operand -> named.put(operand, names.apply(operand.root())));
        return named;
    }
}
