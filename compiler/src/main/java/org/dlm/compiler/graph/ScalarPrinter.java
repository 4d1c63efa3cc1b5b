package org.dlm.compiler.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Scalar bodies as text in the language's own notation, with the least parentheses. */
final class ScalarPrinter {
    private static final int LOOSEST = 0;

    private final Map<Op, String> ops;
    private final List<Axis> axes;
    private final List<String> names = new ArrayList<>();

    ScalarPrinter(Map<Op, String> ops, List<Axis> axes) {
        this.ops = ops;
        this.axes = axes;
        Set<String> taken = new HashSet<>();
        for (Axis axis : axes) {
            String name = axis.name().isEmpty() ? "i" : axis.name();
            String unused = name;
            for (int k = 2; !taken.add(unused); k++) {
                unused = name + k;
            }
            names.add(unused);
        }
    }

    /** How each axis is called. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** {@code i < 3} for each axis. */
    List<String> axes() {
        List<String> ranges = new ArrayList<>();
        for (int k = 0; k < axes.size(); k++) {
            ranges.add(names.get(k) + " < " + axes.get(k).extent());
        }
        return ranges;
    }

    String print(Scalar scalar) {
        return print(scalar, LOOSEST);
    }

    String places(List<Subscript> subscripts) {
        return subscripts.stream()
                .map(subscript -> switch (subscript) {
                    case Affine affine -> print(affine);
                    case Subscript.Data data -> print(data.value());
                })
                .collect(Collectors.joining(", "));
    }

    private String print(Scalar scalar, int context) {
        return switch (scalar) {
            case Scalar.Literal literal ->
                literal.type() == ElementType.BOOL ? String.valueOf(literal.value() != 0) : literal.toString();
            case Scalar.Size size -> size.extent().toString();
            case Scalar.IndexValue index ->
                precedence(index.index()) < context ? "(" + print(index.index()) + ")" : print(index.index());
            case Scalar.Load load -> ops.get(load.source()) + brackets(load);
            case Scalar.Apply apply -> print(apply, context);
        };
    }

    private String brackets(Scalar.Load load) {
        String guard = load.otherwise().map(o -> " | " + print(o)).orElse("");
        return load.at().isEmpty() && guard.isEmpty() ? "" : "[" + places(load.at()) + guard + "]";
    }

    private String print(Scalar.Apply apply, int context) {
        Primitive primitive = apply.primitive();
        if (!primitive.infix()) {
            return primitive == Primitive.NEGATE
                    ? "-" + print(apply.arguments().getFirst(), precedence(Primitive.POWER))
                    : primitive.word() + "("
                            + apply.arguments().stream().map(this::print).collect(Collectors.joining(", ")) + ")";
        }
        int own = precedence(primitive);
        boolean toTheRight = primitive == Primitive.POWER;
        String left = print(apply.arguments().get(0), toTheRight ? own + 1 : own);
        String right = print(apply.arguments().get(1), toTheRight ? own : own + 1);
        String infix = left + " " + primitive.word() + " " + right;
        return own < context ? "(" + infix + ")" : infix;
    }

    /** As in the language: or, and, comparison, sum, product, power. */
    private static int precedence(Primitive primitive) {
        return switch (primitive) {
            case OR -> 1;
            case AND -> 2;
            case EQ, NE, LT, LE, GT, GE -> 3;
            case ADD, SUBTRACT -> 4;
            case MULTIPLY, DIVIDE, REMAINDER -> 5;
            default -> 6;
        };
    }

    private static int precedence(Affine place) {
        boolean sum = place.coefficients().size() + (place.constant() == 0 ? 0 : 1) > 1;
        return precedence(sum ? Primitive.ADD : Primitive.MULTIPLY);
    }

    private String print(Affine place) {
        StringBuilder sum = new StringBuilder();
        place.coefficients().forEach((term, factor) -> {
            sum.append(sum.isEmpty() ? (factor < 0 ? "-" : "") : factor < 0 ? " - " : " + ");
            sum.append(print(term)).append(Math.abs(factor) == 1 ? "" : " * " + Math.abs(factor));
        });
        int constant = place.constant();
        if (sum.isEmpty()) {
            return Integer.toString(constant);
        }
        return constant == 0 ? sum.toString() : sum + (constant < 0 ? " - " : " + ") + Math.abs(constant);
    }

    private String print(IndexTerm term) {
        return switch (term) {
            case IndexTerm.AxisTerm a -> names.get(a.axis());
            case IndexTerm.Quotient q -> "div(" + print(q.of()) + ", " + q.by() + ")";
            case IndexTerm.Remainder r ->
                r.of().coefficients().size() == 1 && r.of().constant() == 0
                        ? print(r.of()) + " % " + r.by()
                        : "(" + print(r.of()) + ") % " + r.by();
        };
    }
}
