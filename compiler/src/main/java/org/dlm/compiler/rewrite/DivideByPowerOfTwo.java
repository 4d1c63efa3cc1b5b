package org.dlm.compiler.rewrite;

import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * Division by a power of two as a product, which is exact.
 *
 * <pre>{@code
 * x / 4      becomes      x * 0.25
 * }</pre>
 *
 * <p>Must not fire where 1 / divisor is no normal f32, nor for other divisors (255), whose inverse would be rounded.
 */
public final class DivideByPowerOfTwo implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Apply apply)
                || apply.primitive() != Primitive.DIVIDE
                || !(apply.arguments().get(1) instanceof Scalar.Literal divisor)
                || !isPowerOfTwo(divisor.value())) {
            return Optional.empty();
        }
        Scalar inverse =
                Scalars.literal(divisor.type() == ElementType.INT ? apply.type() : divisor.type(), 1 / divisor.value());
        return Optional.of(Scalars.multiply(apply.arguments().get(0), inverse));
    }

    private static boolean isPowerOfTwo(double value) {
        double size = Math.abs(value);
        boolean normal = size >= 0x1p-126 && size <= 0x1p126;
        return normal && Math.scalb(1.0, Math.getExponent(size)) == size;
    }
}
