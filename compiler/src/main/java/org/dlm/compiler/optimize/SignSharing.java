package org.dlm.compiler.optimize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.rewrite.OpCopy;

/**
 * Asks the result of a rectifier for its sign instead of the operand, which then need not be kept for the backward part.
 *
 * <pre>{@code
 * a[i] = where(z[i] > 0, z[i], 0)      dz[i] = where(z[i] > 0, da[i], 0)
 *     becomes                          dz[i] = where(a[i] > 0, da[i], 0)
 * }</pre>
 *
 * <p>Exact, NaN included: both comparisons are false. Must not fire where the operand is needed anyway.
 */
final class SignSharing {
    private final Uses uses;
    /** The rectified value of an operand that nothing else needs. */
    private final Map<Op, Op> rectified = new HashMap<>();

    private SignSharing(Graph graph) {
        this.uses = new Uses(graph);
        for (Op op : graph.ops()) {
            if (op.kind() instanceof OpKind.Indexed indexed && isRectifier(op, indexed.body())) {
                Op operand = indexed.body().loads().getFirst().source();
                if (!rectified.containsKey(operand) && isFree(operand, op)) {
                    rectified.put(operand, op);
                }
            }
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
        if (isPositive(scalar)) {
            Scalar.Load load = (Scalar.Load) ((Scalar.Apply) scalar).arguments().get(0);
            Op result = rectified.getOrDefault(load.source(), op);
            if (result != op) {
                Scalar kept = new Scalar.Load(rebuild.of(result), load.at(), load.otherwise());
                return Scalars.apply(Primitive.GT, kept, Scalars.literal(0.0));
            }
        }
        Scalar inner = scalar.mapChildren(child -> share(op, child, rebuild));
        return inner instanceof Scalar.Load load
                ? new Scalar.Load(rebuild.of(load.source()), load.at(), load.otherwise())
                : inner;
    }

    /** {@code where(z > 0, z, 0)} at the op's own element. */
    private static boolean isRectifier(Op op, Scalar body) {
        return op.pointwise()
                && body instanceof Scalar.Apply where
                && where.primitive() == Primitive.WHERE
                && isPositive(where.arguments().get(0))
                && where.arguments().get(1) instanceof Scalar.Load load
                && load.equals(
                        ((Scalar.Apply) where.arguments().get(0)).arguments().get(0))
                && isZero(where.arguments().get(2))
                && Access.isOwnElement(load, op.type().rank())
                && load.source().type().equals(op.type());
    }

    /** {@code z[..] > 0} of an unguarded access. */
    private static boolean isPositive(Scalar scalar) {
        return scalar instanceof Scalar.Apply comparison
                && comparison.primitive() == Primitive.GT
                && comparison.arguments().get(0) instanceof Scalar.Load load
                && load.otherwise().isEmpty()
                && isZero(comparison.arguments().get(1));
    }

    private static boolean isZero(Scalar scalar) {
        return scalar instanceof Scalar.Literal literal && literal.value() == 0;
    }

    /** Whether the operand is read by the rectifier and, after it, for its sign only. */
    private boolean isFree(Op operand, Op rectifier) {
        List<Op> users = uses.of(operand);
        return !(operand.kind() instanceof OpKind.Source)
                && !uses.offered(operand)
                && users.stream()
                        .allMatch(user -> user == rectifier
                                || user.id() > rectifier.id()
                                        && user.kind() instanceof OpKind.Indexed indexed
                                        && onlySigns(indexed.body(), operand));
    }

    private static boolean onlySigns(Scalar scalar, Op operand) {
        if (isPositive(scalar)) {
            return true;
        }
        if (scalar instanceof Scalar.Load load && load.source() == operand) {
            return false;
        }
        boolean[] only = {true};
        scalar.mapChildren(child -> {
            only[0] &= onlySigns(child, operand);
            return child;
        });
        return only[0];
    }
}
