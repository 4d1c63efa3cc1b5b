package org.dlm.compiler.rewrite;

import java.util.Optional;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;

/**
 * Logic with an operand that decides or does not matter.
 *
 * <pre>{@code
 * c and true, c or false, c and c, c or c      become      c
 * c and false                                  becomes     false
 * c or true                                    becomes     true
 * }</pre>
 */
public final class SimplifyLogic implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Apply apply)
                || apply.primitive() != Primitive.AND && apply.primitive() != Primitive.OR) {
            return Optional.empty();
        }
        double neutral = apply.primitive() == Primitive.AND ? 1 : 0;
        Scalar a = apply.arguments().get(0);
        Scalar b = apply.arguments().get(1);
        if (RemoveNeutralOperands.is(a, neutral) || a.equals(b)) {
            return Optional.of(b);
        }
        if (RemoveNeutralOperands.is(b, neutral)) {
            return Optional.of(a);
        }
        return a instanceof Scalar.Literal
                ? Optional.of(a)
                : b instanceof Scalar.Literal ? Optional.of(b) : Optional.empty();
    }
}
