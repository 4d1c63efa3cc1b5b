package org.dlm.compiler.optimize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Places;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.rewrite.OpCopy;

/**
 * Asks the result of a rectifier for its sign instead of the operand, which then need not be kept for the backward part.
 *
 * <pre>{@code
 * a[i] = where(z[i] <= 0, 0, z[i])     dz[i] = where(z[i] <= 0, 0, da[i])
 *     becomes                          dz[i] = where(a[i] <= 0, 0, da[i])
 *
 * a[i] = where(z[i] > 0, z[i], 0)      dz[i] = where(z[i] > 0, da[i], 0)
 *     becomes                          dz[i] = where(a[i] > 0, da[i], 0)
 * }</pre>
 *
 * <p>Exact, NaN included: the first form hands it on, so every comparison stays false; the second makes 0 of it, of which
 * {@code > 0} is false, too, but {@code <= 0} is true: a rectifier is asked only what its operand was asked. Must not fire where
 * the operand is needed anyway.
 */
final class SignSharing {
    private final Uses uses;
    /** The rectified value of an operand that nothing else needs. */
    private final Map<Op, Op> rectified = new HashMap<>();

    private SignSharing(Graph graph) {
        this.uses = new Uses(graph);
        for (Op op : graph.ops()) {
            question(op).ifPresent(asked -> {
                Op operand = op.operands().getFirst();
                if (!rectified.containsKey(operand) && isFree(operand, op, asked)) {
                    rectified.put(operand, op);
                }
            });
        }
    }

    static Graph apply(Graph graph) {
        SignSharing sharing = new SignSharing(graph);
        return GraphRebuild.of(
                graph,
                (op, rebuild) ->
                        OpCopy.of(op, rebuild.builder(), rebuild::of, body -> sharing.share(op, body, rebuild)));
    }

    private Scalar share(Op op, Scalar scalar, GraphRebuild rebuild) {
        if (isSign(scalar, Primitive.GT) || isSign(scalar, Primitive.LE)) {
            Scalar.Apply comparison = (Scalar.Apply) scalar;
            Scalar.Load load = (Scalar.Load) comparison.arguments().get(0);
            Op result = rectified.getOrDefault(load.source(), op);
            if (result != op) {
                Scalar kept = new Scalar.Load(rebuild.of(result), load.at(), load.otherwise());
                return Scalars.apply(comparison.primitive(), kept, Scalars.literal(0.0));
            }
        }
        Scalar inner = scalar.mapChildren(child -> share(op, child, rebuild));
        return inner instanceof Scalar.Load load
                ? new Scalar.Load(rebuild.of(load.source()), load.at(), load.otherwise())
                : inner;
    }

    /** What a rectifier asks of its operand: {@code LE} in {@code where(z <= 0, 0, z)}, {@code GT} in {@code where(z > 0, z, 0)}. */
    private static Optional<Primitive> question(Op op) {
        if (!op.pointwise()
                || !(op.kind() instanceof OpKind.Indexed indexed)
                || !(indexed.body() instanceof Scalar.Apply where)
                || where.primitive() != Primitive.WHERE) {
            return Optional.empty();
        }
        return isRectifier(op, where, Primitive.LE, 1)
                ? Optional.of(Primitive.LE)
                : isRectifier(op, where, Primitive.GT, 2) ? Optional.of(Primitive.GT) : Optional.empty();
    }

    /** Whether a choice at the op's own element has 0 on one side and, on the other, the operand that is asked for its sign. */
    private static boolean isRectifier(Op op, Scalar.Apply where, Primitive question, int zeroSide) {
        Scalar condition = where.arguments().get(0);
        return isSign(condition, question)
                && isZero(where.arguments().get(zeroSide))
                && where.arguments().get(3 - zeroSide) instanceof Scalar.Load load
                && load.equals(((Scalar.Apply) condition).arguments().get(0))
                && Places.isOwnElement(load, op.type().rank())
                && load.source().type().equals(op.type());
    }

    /** {@code z[..] > 0} or {@code z[..] <= 0} of an unguarded access. */
    private static boolean isSign(Scalar scalar, Primitive question) {
        return scalar instanceof Scalar.Apply comparison
                && comparison.primitive() == question
                && comparison.arguments().get(0) instanceof Scalar.Load load
                && load.otherwise().isEmpty()
                && isZero(comparison.arguments().get(1));
    }

    private static boolean isZero(Scalar scalar) {
        return scalar instanceof Scalar.Literal literal && literal.value() == 0;
    }

    /** Whether the operand is read by the rectifier and, after it, for its sign only. */
    private boolean isFree(Op operand, Op rectifier, Primitive asked) {
        List<Op> users = uses.of(operand);
        return !(operand.kind() instanceof OpKind.Source)
                && !uses.offered(operand)
                && users.stream()
                        .allMatch(user -> user == rectifier
                                || user.id() > rectifier.id()
                                        && user.kind() instanceof OpKind.Indexed indexed
                                        && onlySigns(indexed.body(), operand, asked));
    }

    private static boolean onlySigns(Scalar scalar, Op operand, Primitive asked) {
        if (isSign(scalar, asked)) {
            return true;
        }
        if (scalar instanceof Scalar.Load load && load.source() == operand) {
            return false;
        }
        boolean[] only = {true};
        scalar.mapChildren(child -> {
            only[0] &= onlySigns(child, operand, asked);
            return child;
        });
        return only[0];
    }
}
