package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;

/**
 * Signs that cancel or join.
 *
 * <pre>{@code
 * not not c    becomes   c               -(-x)      becomes   x
 * a + -b       becomes   a - b           a - -b     becomes   a + b
 * -a + b       becomes   b - a           x * -1     becomes   -x
 * -a * -b      becomes   a * b           -a * b     becomes   -(a * b)
 * -(a - b)     becomes   b - a
 * }</pre>
 *
 * <p>All are exact, but {@code -(a - a)} loses the sign of its zero.
 */
public final class RemoveDoubleNegation implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Apply apply)) {
            return Optional.empty();
        }
        ElementType type = apply.type();
        Scalar a = apply.arguments().get(0);
        return switch (apply.primitive()) {
            case NOT -> below(a, Primitive.NOT);
            case NEGATE -> below(a, Primitive.NEGATE).or(() -> turned(type, a));
            case ADD -> sum(type, a, apply.arguments().get(1));
            case SUBTRACT -> below(apply.arguments().get(1), Primitive.NEGATE).map(b -> of(type, Primitive.ADD, a, b));
            case MULTIPLY -> product(type, a, apply.arguments().get(1));
            default -> Optional.empty();
        };
    }

    private static Optional<Scalar> sum(ElementType type, Scalar a, Scalar b) {
        return below(b, Primitive.NEGATE)
                .map(minus -> of(type, Primitive.SUBTRACT, a, minus))
                .or(() -> below(a, Primitive.NEGATE).map(minus -> of(type, Primitive.SUBTRACT, b, minus)));
    }

    private static Optional<Scalar> product(ElementType type, Scalar a, Scalar b) {
        if (RemoveNeutralOperands.is(a, -1)) {
            return Optional.of(of(type, Primitive.NEGATE, b));
        }
        if (RemoveNeutralOperands.is(b, -1)) {
            return Optional.of(of(type, Primitive.NEGATE, a));
        }
        Optional<Scalar> minusA = below(a, Primitive.NEGATE);
        Optional<Scalar> minusB = below(b, Primitive.NEGATE);
        if (minusA.isEmpty() && minusB.isEmpty()) {
            return Optional.empty();
        }
        Scalar product = of(type, Primitive.MULTIPLY, minusA.orElse(a), minusB.orElse(b));
        return Optional.of(minusA.isPresent() && minusB.isPresent() ? product : of(type, Primitive.NEGATE, product));
    }

    private static Optional<Scalar> turned(ElementType type, Scalar scalar) {
        return scalar instanceof Scalar.Apply difference && difference.primitive() == Primitive.SUBTRACT
                ? Optional.of(of(
                        type,
                        Primitive.SUBTRACT,
                        difference.arguments().get(1),
                        difference.arguments().get(0)))
                : Optional.empty();
    }

    private static Optional<Scalar> below(Scalar scalar, Primitive primitive) {
        return scalar instanceof Scalar.Apply apply && apply.primitive() == primitive
                ? Optional.of(apply.arguments().getFirst())
                : Optional.empty();
    }

    private static Scalar of(ElementType type, Primitive primitive, Scalar... arguments) {
        return new Scalar.Apply(type, primitive, List.of(arguments));
    }
}
