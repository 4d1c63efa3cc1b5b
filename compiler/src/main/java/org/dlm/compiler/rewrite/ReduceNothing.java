package org.dlm.compiler.rewrite;

import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;

/**
 * A reduction without axes, or over no element at all.
 *
 * <pre>{@code
 * sum( : x[i])            becomes      x[i]              argmax( : x[i])      becomes      0
 * sum(k < 0 : f)          becomes      0                 max(k < 0 : f)       becomes      -inf
 * }</pre>
 *
 * <p>Must not fire for the empty maximum of ints, which have no infinity.
 */
public final class ReduceNothing implements RewriteRule.OfOp {
    @Override
    public Optional<Op> apply(Op op, GraphBuilder builder) {
        if (!(op.kind() instanceof OpKind.Indexed indexed) || indexed.reduction() == Reduction.NONE) {
            return Optional.empty();
        }
        boolean empty = indexed.reduced().stream()
                .anyMatch(axis -> !axis.extent().isBatch() && axis.extent().fixedSize() == 0);
        Optional<Scalar> body = empty
                ? ofNone(indexed.reduction(), op.type().element())
                : indexed.reduced().isEmpty() ? Optional.of(ofOne(indexed)) : Optional.empty();
        return body.map(b -> builder.pointwise(indexed.free(), b, op.origin()));
    }

    private static Scalar ofOne(OpKind.Indexed indexed) {
        return switch (indexed.reduction()) {
            case NONE, SUM, PROD, MAX, MIN, ANY, ALL -> indexed.body();
            case ARGMAX, ARGMIN -> new Scalar.Literal(ElementType.INT, 0);
        };
    }

    private static Optional<Scalar> ofNone(Reduction reduction, ElementType type) {
        boolean infinity = type == ElementType.FLOAT || type == ElementType.NUMBER;
        return switch (reduction) {
            case NONE -> Optional.empty();
            case SUM, ANY, ARGMAX, ARGMIN -> Optional.of(new Scalar.Literal(type, 0));
            case PROD, ALL -> Optional.of(new Scalar.Literal(type, 1));
            case MAX -> infinity ? Optional.of(new Scalar.Literal(type, Double.NEGATIVE_INFINITY)) : Optional.empty();
            case MIN -> infinity ? Optional.of(new Scalar.Literal(type, Double.POSITIVE_INFINITY)) : Optional.empty();
        };
    }
}
