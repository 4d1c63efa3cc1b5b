package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;

/**
 * Leaves out operands that change nothing.
 *
 * <pre>{@code
 * x * 1, 1 * x, x / 1, x + 0, 0 + x, x - 0      become      x
 * 0 - x                                         becomes     -x
 * n * 0                                         becomes     0      for ints
 * }</pre>
 *
 * <p>{@code -0.0 + 0} is {@code 0.0} in IEEE arithmetic and becomes {@code -0.0} here, and {@code 0 - 0.0} becomes {@code -0.0}:
 * the sign of a zero has no meaning in the language. Must not fire for a FLOAT {@code x * 0}: x may be infinite or NaN.
 */
public final class RemoveNeutralOperands implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Apply apply) || apply.arguments().size() != 2) {
            return Optional.empty();
        }
        Scalar a = apply.arguments().get(0);
        Scalar b = apply.arguments().get(1);
        return switch (apply.primitive()) {
            case ADD -> is(a, 0) ? Optional.of(b) : is(b, 0) ? Optional.of(a) : Optional.empty();
            case SUBTRACT -> is(b, 0) ? Optional.of(a) : is(a, 0) ? negated(apply.type(), b) : Optional.empty();
            case MULTIPLY -> product(apply, a, b);
            case DIVIDE -> is(b, 1) ? Optional.of(a) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Scalar> product(Scalar.Apply apply, Scalar a, Scalar b) {
        if (is(a, 1)) {
            return Optional.of(b);
        }
        if (is(b, 1)) {
            return Optional.of(a);
        }
        boolean zero = apply.type() == ElementType.INT && (is(a, 0) || is(b, 0));
        return zero ? Optional.of(new Scalar.Literal(ElementType.INT, 0)) : Optional.empty();
    }

    private static Optional<Scalar> negated(ElementType type, Scalar scalar) {
        return Optional.of(new Scalar.Apply(type, Primitive.NEGATE, List.of(scalar)));
    }

    static boolean is(Scalar scalar, double value) {
        return scalar instanceof Scalar.Literal literal && literal.value() == value;
    }
}
