package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * A factor goes to the side of a choice that is not 0.
 *
 * <pre>{@code
 * where(c, a, 0) * b      becomes      where(c, a * b, 0)
 * where(c, 0, a) / b      becomes      where(c, 0, a / b)
 * }</pre>
 *
 * <p>Where b is infinite or NaN and the 0 is chosen, the result is 0 and no longer NaN: chosen, not multiplied. Must not fire under
 * a sum: there the factors are the operands of a contraction and stay apart.
 */
public final class MoveProductIntoChoice implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Apply apply) || scope.reduction() != Reduction.NONE) {
            return Optional.empty();
        }
        return switch (apply.primitive()) {
            case MULTIPLY ->
                into(apply, apply.arguments().get(0), apply.arguments().get(1))
                        .or(() -> into(
                                apply,
                                apply.arguments().get(1),
                                apply.arguments().get(0)));
            case DIVIDE ->
                into(apply, apply.arguments().get(0), apply.arguments().get(1));
            default -> Optional.empty();
        };
    }

    private static Optional<Scalar> into(Scalar.Apply product, Scalar choice, Scalar factor) {
        if (!(choice instanceof Scalar.Apply where) || where.primitive() != Primitive.WHERE) {
            return Optional.empty();
        }
        Scalar a = where.arguments().get(1);
        Scalar b = where.arguments().get(2);
        if (!RemoveNeutralOperands.is(a, 0) && !RemoveNeutralOperands.is(b, 0)) {
            return Optional.empty();
        }
        return Optional.of(new Scalar.Apply(
                product.type(),
                Primitive.WHERE,
                List.of(where.arguments().get(0), with(product, a, factor), with(product, b, factor))));
    }

    private static Scalar with(Scalar.Apply product, Scalar side, Scalar factor) {
        return RemoveNeutralOperands.is(side, 0) ? side : Scalars.apply(product.primitive(), side, factor);
    }
}
