package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.rewrite.OpCopy;

/**
 * Gives contractions plain operands: what is guarded (the padding of a convolution), spread (the derivative of a strided one) or
 * computed (an activation) becomes a value in memory first, so that the loops of a contraction have no conditions and compute
 * nothing twice.
 *
 * <pre>{@code
 * y[b, o, i < 8] = sum(c, u < 3 : W[o, c, u] * x[b, c, i + u - 1 | 0])
 *     becomes   xp[b, c, t < 10] = x[b, c, t - 1 | 0],   y[b, o, i] = sum(c, u : W[o, c, u] * xp[b, c, i + u])
 * }</pre>
 *
 * <p>Work: a value of n elements is written and read once, about 2 n, against n * o * u multiplications that lose a compare and
 * a select each. The derivative of a convolution with stride s by its data multiplies s * s times as often as needed in two dimensions,
 * by zeros; its loops are those of a plain convolution, which run at full speed where the guarded ones reach a tenth.
 *
 * <p>Where a weight is infinite, padding by 0 gives NaN, as the guard does. A sum that reads its operands about once (no reuse) is left
 * as it is.
 */
final class ContractionOperands {
    /** A contraction reads its operands at least so many times; below, making them costs more than it saves. */
    private static final double REUSE = 1.5;
    /** Above this the number of ways to part the factors in two would grow out of hand. */
    private static final int MOST_FACTORS = 8;

    private record Operands(double cost, Scalar left, Scalar right) {}

    private ContractionOperands() {}

    static Graph apply(Graph graph) {
        return GraphRebuild.of(graph, (op, rebuild) -> {
            Op copy = OpCopy.of(op, rebuild.builder(), rebuild::of);
            return plain(copy, rebuild).orElse(copy);
        });
    }

    private static Optional<Op> plain(Op op, GraphRebuild rebuild) {
        if (op.type().element() != ElementType.FLOAT
                || !(op.kind() instanceof OpKind.Indexed indexed)
                || indexed.reduction() != Reduction.SUM
                || ContractionPattern.of(op)
                        .filter(ContractionPattern::isRegular)
                        .isPresent()) {
            return Optional.empty();
        }
        List<Axis> axes = indexed.axes();
        return cheapest(Product.of(indexed.body()), axes)
                .filter(operands -> operands.cost() * REUSE <= Work.elements(axes))
                .map(operands -> rebuild.builder()
                        .indexed(
                                indexed.free(),
                                Reduction.SUM,
                                indexed.reduced(),
                                Scalars.multiply(
                                        inMemory(operands.left(), op, axes, rebuild),
                                        inMemory(operands.right(), op, axes, rebuild)),
                                op.origin()));
    }

    private static Scalar inMemory(Scalar operand, Op op, List<Axis> axes, GraphRebuild rebuild) {
        return Access.isPlain(operand, axes)
                ? operand
                : Materialization.of(operand, axes).orElseThrow().make(rebuild.builder(), op.origin());
    }

    /** The partition of the factors in two operands that writes the fewest elements; the first factor is on the left. */
    private static Optional<Operands> cheapest(Product product, List<Axis> axes) {
        int factors = product.factors().size();
        int parts = factors + product.conditions().size();
        Optional<Operands> best = Optional.empty();
        if (factors < 2 || parts > MOST_FACTORS) {
            return best;
        }
        for (int right = 2; right < 1 << parts; right += 2) {
            Optional<Operands> found = operands(product, axes, right);
            if (found.isPresent()
                    && (best.isEmpty() || found.get().cost() < best.get().cost())) {
                best = found;
            }
        }
        return best;
    }

    /** The operands where bit i of {@code right} says that factor (or, behind the factors, condition) i is on the right. */
    private static Optional<Operands> operands(Product product, List<Axis> axes, int right) {
        Scalar[] sides = new Scalar[2];
        double cost = 0;
        for (int side = 0; side < 2; side++) {
            List<Scalar> factors = chosen(product.factors(), right, 0, side);
            if (factors.isEmpty()) {
                return Optional.empty();
            }
            sides[side] = Product.join(
                    factors,
                    chosen(product.conditions(), right, product.factors().size(), side));
            if (!Access.isPlain(sides[side], axes)) {
                Optional<Materialization> value = Materialization.of(sides[side], axes);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                cost += value.get().elements();
            }
        }
        return Optional.of(new Operands(cost, sides[0], sides[1]));
    }

    private static List<Scalar> chosen(List<Scalar> parts, int right, int firstBit, int side) {
        List<Scalar> chosen = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if ((right >> (firstBit + i) & 1) == side) {
                chosen.add(parts.get(i));
            }
        }
        return chosen;
    }
}
