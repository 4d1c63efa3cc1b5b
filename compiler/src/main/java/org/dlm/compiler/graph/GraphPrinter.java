package org.dlm.compiler.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A graph as text, for {@code --emit=graph} and for tests. Values have their names from the source, indices those of their
 * axes:
 *
 * <pre>
 * input x: float[4] each
 * param dense.0/W: float[4, 3]
 * y: float[3] each = [o < 3] sum(k < 4 : x[k] * dense.0/W[k, o])
 * loss total = y
 * </pre>
 *
 * <p>{@code each} marks a value of which every example has its own.
 */
public final class GraphPrinter {
    private final StringBuilder text = new StringBuilder();
    private final Map<Op, String> names = new HashMap<>();
    private final Set<Op> perExample;

    private final boolean named;

    private GraphPrinter(Graph graph, boolean named) {
        this.perExample = Placements.perExample(graph);
        this.named = named;
    }

    public static String print(Graph graph) {
        return print(graph, true);
    }

    /** The same without the names that change nothing: sources and results keep theirs, values and indices get numbers. */
    public static String printMeaning(Graph graph) {
        return print(graph, false);
    }

    private static String print(Graph graph, boolean named) {
        GraphPrinter printer = new GraphPrinter(graph, named);
        Set<String> taken = new HashSet<>();
        graph.ops().forEach(op -> printer.names.put(op, unused(printer.name(op), taken)));
        graph.ops().forEach(printer::line);
        graph.results()
                .forEach(result -> printer.text
                        .append(result.role().name().toLowerCase(java.util.Locale.ROOT))
                        .append(' ')
                        .append(result.name())
                        .append(" = ")
                        .append(printer.names.get(result.op()))
                        .append('\n'));
        graph.updates()
                .forEach(update -> printer.text
                        .append(printer.names.get(update.target()))
                        .append(" := ")
                        .append(printer.names.get(update.value()))
                        .append('\n'));
        return printer.text.toString();
    }

    private String name(Op op) {
        return switch (op.kind()) {
            case OpKind.Source source -> source.name();
            case OpKind.Draw draw -> named(op, "draw");
            case OpKind.Reshape reshape -> named(op, "reshaped");
            case OpKind.Indexed indexed -> named(op, "value");
            case OpKind.ScatterAdd scatter -> named(op, "scattered");
        };
    }

    private String named(Op op, String otherwise) {
        if (!named) {
            return otherwise;
        }
        String name = op.origin().name().isEmpty() ? otherwise : op.origin().name();
        String path = op.origin().path();
        return path.isEmpty() ? name : path + "/" + name;
    }

    /** The name itself, or with the first number from 2 that makes it new. */
    private static String unused(String wanted, Set<String> taken) {
        String name = wanted;
        for (int k = 2; !taken.add(name); k++) {
            name = wanted + "#" + k;
        }
        return name;
    }

    private void line(Op op) {
        String each = perExample.contains(op) ? " each" : "";
        String left = names.get(op) + ": " + op.type() + each;
        text.append(
                switch (op.kind()) {
                    case OpKind.Source source -> source.role().name().toLowerCase(java.util.Locale.ROOT) + " " + left;
                    case OpKind.Draw draw -> left + " = draw " + draw.place();
                    case OpKind.Reshape reshape -> left + " = reshape " + names.get(reshape.source());
                    case OpKind.Indexed indexed -> left + " = " + indexed(indexed);
                    case OpKind.ScatterAdd scatter -> left + " = " + scatter(scatter);
                });
        text.append('\n');
    }

    private String indexed(OpKind.Indexed indexed) {
        ScalarPrinter scalars = new ScalarPrinter(names, axes(indexed.axes()));
        List<String> axes = scalars.axes();
        int free = indexed.free().size();
        String left = free == 0 ? "" : axes.subList(0, free).stream().collect(Collectors.joining(", ", "[", "] "));
        if (indexed.reduction() == Reduction.NONE) {
            return left + scalars.print(indexed.body());
        }
        return left + indexed.reduction().name().toLowerCase(java.util.Locale.ROOT) + "("
                + String.join(", ", axes.subList(free, axes.size())) + " : " + scalars.print(indexed.body()) + ")";
    }

    private List<Axis> axes(List<Axis> axes) {
        return named
                ? axes
                : axes.stream().map(axis -> new Axis("", axis.extent())).toList();
    }

    private String scatter(OpKind.ScatterAdd scatter) {
        ScalarPrinter scalars = new ScalarPrinter(names, axes(scatter.domain()));
        return "scatter(" + String.join(", ", scalars.axes()) + " : [" + scalars.places(scatter.at()) + "] += "
                + scalars.print(scatter.body()) + ")";
    }
}
