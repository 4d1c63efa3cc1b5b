package org.dlm.compiler.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * Factors and divisors that do not change over a sum come out of it.
 *
 * <pre>{@code
 * y[i] = sum(k : c[i] * W[i, k] * x[k] / 8)      becomes      s[i] = sum(k : W[i, k] * x[k]),  y[i] = c[i] * s[i] / 8
 * y[i] = sum(k : -x[i, k])                       becomes      y[i] = -sum(k : x[i, k])
 * }</pre>
 *
 * <p>Each term is rounded once less, and y once more: the order of rounding changes, the size of the error does not. Must not fire
 * where no factor mentions a reduction axis (then the axis is unused, another rule), and not for NUMBER sums, which are as exact
 * as they are written.
 */
public final class HoistInvariantFactors implements RewriteRule.OfOp {
    @Override
    public Optional<Op> apply(Op op, GraphBuilder builder) {
        if (!(op.kind() instanceof OpKind.Indexed indexed)
                || indexed.reduction() != Reduction.SUM
                || indexed.reduced().isEmpty()
                || op.type().element() == ElementType.NUMBER) {
            return Optional.empty();
        }
        Parts parts = new Parts(indexed);
        parts.split(indexed.body(), false);
        if (parts.inside.isEmpty() || !parts.anythingOutside()) {
            return Optional.empty();
        }
        Op sum = builder.indexed(indexed.free(), Reduction.SUM, indexed.reduced(), product(parts.inside), op.origin());
        Scalar own =
                Scalars.loadAt(sum, IntStream.range(0, indexed.free().size()).toArray());
        return Optional.of(builder.pointwise(indexed.free(), parts.around(own), op.origin()));
    }

    static Scalar product(List<Scalar> factors) {
        return factors.stream().reduce(Scalars::multiply).orElseThrow();
    }

    /** The factors of a product: those that change over the sum, and the others above and below the line. */
    private static final class Parts {
        private final OpKind.Indexed indexed;
        private final List<Scalar> inside = new ArrayList<>();
        private final List<Scalar> above = new ArrayList<>();
        private final List<Scalar> below = new ArrayList<>();
        private boolean negative;

        Parts(OpKind.Indexed indexed) {
            this.indexed = indexed;
        }

        boolean anythingOutside() {
            return negative || !above.isEmpty() || !below.isEmpty();
        }

        void split(Scalar scalar, boolean divided) {
            if (invariant(scalar)) {
                (divided ? below : above).add(scalar);
                return;
            }
            if (scalar instanceof Scalar.Apply apply && !divided) {
                splitApplied(apply);
            } else {
                inside.add(scalar);
            }
        }

        private void splitApplied(Scalar.Apply apply) {
            if (apply.primitive() == Primitive.MULTIPLY) {
                apply.arguments().forEach(factor -> split(factor, false));
            } else if (apply.primitive() == Primitive.DIVIDE
                    && invariant(apply.arguments().get(1))) {
                split(apply.arguments().get(0), false);
                below.add(apply.arguments().get(1));
            } else if (apply.primitive() == Primitive.NEGATE) {
                negative = !negative;
                split(apply.arguments().getFirst(), false);
            } else {
                inside.add(apply);
            }
        }

        Scalar around(Scalar sum) {
            Scalar product = above.isEmpty() ? sum : Scalars.multiply(product(above), sum);
            Scalar quotient = below.isEmpty() ? product : Scalars.divide(product, product(below));
            return negative ? Scalars.apply(Primitive.NEGATE, quotient) : quotient;
        }

        private boolean invariant(Scalar scalar) {
            return IntStream.range(indexed.free().size(), indexed.axes().size()).noneMatch(scalar::mentions);
        }
    }
}
