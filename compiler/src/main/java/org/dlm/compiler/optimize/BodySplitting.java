package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.rewrite.OpCopy;

/**
 * Computes a long formula in steps, so that every kernel is one method of a fair size and no later pass meets a deep expression.
 *
 * <pre>{@code
 * s[j] = a0[j] + a1[j] + … + a299[j]
 *     becomes   p[j] = a0[j] + … + a49[j],   q[j] = p[j] + a50[j] + … + a99[j],   …
 * }</pre>
 *
 * <p>The same operations in the same order, so not a bit changes. A value that is computed for itself is computed in any case;
 * so nothing is taken out of the side of a choice that reads at an unguarded place from data, which may be valid only if the
 * side is chosen.
 */
final class BodySplitting {
    private final GraphRebuild rebuild;
    private final Op op;
    private final List<Axis> axes;

    private BodySplitting(GraphRebuild rebuild, Op op, List<Axis> axes) {
        this.rebuild = rebuild;
        this.op = op;
        this.axes = axes;
    }

    static Graph apply(Graph graph) {
        return graph.ops().stream().allMatch(op -> KernelSize.of(List.of(op)).fits())
                ? graph
                : GraphRebuild.of(graph, BodySplitting::copy);
    }

    private static Op copy(Op op, GraphRebuild rebuild) {
        UnaryOperator<Scalar> sources = body -> OpCopy.withSources(body, rebuild::of);
        UnaryOperator<Scalar> bodies = KernelSize.of(List.of(op)).fits()
                ? sources
                : body -> new BodySplitting(rebuild, op, axes(op)).inSteps(sources.apply(body), true);
        return OpCopy.of(op, rebuild.builder(), rebuild::of, bodies);
    }

    private static List<Axis> axes(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed -> indexed.axes();
            case OpKind.ScatterAdd scatter -> scatter.domain();
            case OpKind.Source source -> List.of();
            case OpKind.Draw draw -> List.of();
            case OpKind.Reshape reshape -> List.of();
        };
    }

    /**
     * The expression with at most half the size that fits.
     *
     * @param always whether it is computed in any case
     */
    private Scalar inSteps(Scalar scalar, boolean always) {
        List<Scalar> candidates = new ArrayList<>();
        boolean choice = scalar instanceof Scalar.Apply apply && isChoice(apply.primitive());
        boolean[] surely = {always};
        Scalar inner = scalar.mapChildren(child -> {
            Scalar smaller = inSteps(child, surely[0]);
            if (isFormula(smaller) && (surely[0] || !readsByData(smaller))) {
                candidates.add(smaller);
            }
            surely[0] &= !choice;
            return smaller;
        });
        candidates.sort(Comparator.comparingInt(child -> -KernelSize.of(child).code()));
        return withoutLargest(inner, candidates);
    }

    /** Whether only the first argument is computed in any case. */
    private static boolean isChoice(Primitive primitive) {
        return primitive == Primitive.WHERE || primitive == Primitive.AND || primitive == Primitive.OR;
    }

    /** Makes children values of their own until the rest is small enough. */
    private Scalar withoutLargest(Scalar scalar, List<Scalar> children) {
        Scalar smaller = scalar;
        for (Scalar child : children) {
            if (KernelSize.of(smaller).isHalf()) {
                return smaller;
            }
            Scalar value = value(child);
            smaller = smaller.mapChildren(c -> c.equals(child) ? value : c);
        }
        return smaller;
    }

    /** More than a read of a value or a constant. */
    private static boolean isFormula(Scalar scalar) {
        return switch (scalar) {
            case Scalar.Apply apply -> true;
            case Scalar.Load load -> load.otherwise().isPresent();
            case Scalar.Literal literal -> false;
            case Scalar.IndexValue index -> false;
            case Scalar.Size size -> false;
        };
    }

    private static boolean readsByData(Scalar scalar) {
        return scalar.loads().stream()
                .anyMatch(load -> load.otherwise().isEmpty()
                        && load.at().stream().anyMatch(place -> place instanceof Subscript.Data));
    }

    private Scalar value(Scalar expression) {
        return Materialization.of(expression, axes)
                .map(plan -> plan.make(rebuild.builder(), op.origin()))
                .orElseGet(() -> overItsAxes(expression));
    }

    /** The value for each element of the axes that it mentions, the examples first. */
    private Scalar overItsAxes(Scalar expression) {
        List<Integer> mentioned = IntStream.range(0, axes.size())
                .filter(expression::mentions)
                .boxed()
                .sorted(Comparator.comparing(axis -> !axes.get(axis).extent().isBatch()))
                .toList();
        Scalar body = expression.substitute(axis -> Affine.axis(mentioned.indexOf(axis)));
        Op value = rebuild.builder().pointwise(mentioned.stream().map(axes::get).toList(), body, op.origin());
        return Scalars.load(value, mentioned.stream().map(Affine::axis).toList());
    }
}
