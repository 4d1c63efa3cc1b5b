package org.dlm.compiler.rewrite;

import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * Division by a constant that f32 cannot hold, as a product.
 *
 * <pre>{@code
 * x / 0.8      becomes      x * 1.25
 * }</pre>
 *
 * <p>The constant would be rounded, and the quotient once more; so are the inverse and the product. Must not fire for divisors
 * that f32 holds (3, 255): there the quotient is the nearest f32, and the product would not be.
 */
public final class MultiplyByInverse implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Apply apply)
                || apply.primitive() != Primitive.DIVIDE
                || apply.type() != ElementType.FLOAT
                || !(apply.arguments().get(1) instanceof Scalar.Literal divisor)
                || (float) divisor.value() == divisor.value()) {
            return Optional.empty();
        }
        double inverse = 1 / divisor.value();
        boolean normal = Math.abs(inverse) >= 0x1p-126 && Math.abs(inverse) <= 0x1p126;
        return normal
                ? Optional.of(Scalars.multiply(apply.arguments().get(0), Scalars.literal(inverse)))
                : Optional.empty();
    }
}
