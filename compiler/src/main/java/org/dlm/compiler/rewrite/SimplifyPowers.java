package org.dlm.compiler.rewrite;

import java.util.Optional;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * Powers with a small constant exponent by cheap operations.
 *
 * <pre>{@code
 * x ^ 0     becomes  1               x ^ 1    becomes  x
 * x ^ 2     becomes  x * x           x ^ 3    becomes  x * x * x
 * x ^ 0.5   becomes  sqrt(x)         x ^ -1   becomes  1 / x
 * x ^ -0.5  becomes  1 / sqrt(x)     x ^ -2   becomes  1 / (x * x)
 * }</pre>
 *
 * <p>The products and quotients round two or three times where a perfect power rounds once: an error of at most 2 ulp. The square
 * root differs from the power at {@code -0.0} (the sign) and at minus infinity (NaN instead of infinity). The repeated operand is
 * written twice; the lowering computes equal expressions of a body once.
 */
public final class SimplifyPowers implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Apply apply)
                || apply.primitive() != Primitive.POWER
                || !(apply.arguments().get(1) instanceof Scalar.Literal exponent)) {
            return Optional.empty();
        }
        Scalar x = apply.arguments().get(0);
        Scalar one = Scalars.literal(apply.type(), 1);
        double e = exponent.value();
        if (e == 0) {
            return Optional.of(one);
        }
        return e < 0 ? positive(x, -e).map(p -> Scalars.divide(one, p)) : positive(x, e);
    }

    private static Optional<Scalar> positive(Scalar x, double exponent) {
        if (exponent == 1) {
            return Optional.of(x);
        }
        if (exponent == 2) {
            return Optional.of(Scalars.multiply(x, x));
        }
        if (exponent == 3) {
            return Optional.of(Scalars.multiply(Scalars.multiply(x, x), x));
        }
        return exponent == 0.5 ? Optional.of(Scalars.apply(Primitive.SQRT, x)) : Optional.empty();
    }
}
