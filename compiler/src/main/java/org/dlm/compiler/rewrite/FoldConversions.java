package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;

/**
 * Conversions that do nothing or follow one another.
 *
 * <pre>{@code
 * float(x)              of a FLOAT      becomes      x
 * int(n)                of an INT       becomes      n
 * float(number(n))      of an INT       becomes      float(n)
 * stop(x)                               becomes      x      once all derivatives are taken
 * }</pre>
 */
public final class FoldConversions implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Apply apply)) {
            return Optional.empty();
        }
        Scalar a = apply.arguments().getFirst();
        return switch (apply.primitive()) {
            case STOP -> Optional.of(a);
            case TO_INT, TO_NUMBER -> apply.type() == a.type() ? Optional.of(a) : Optional.empty();
            case TO_FLOAT -> apply.type() == a.type() ? Optional.of(a) : ofInt(a);
            default -> Optional.empty();
        };
    }

    private static Optional<Scalar> ofInt(Scalar scalar) {
        return scalar instanceof Scalar.Apply number
                        && number.primitive() == Primitive.TO_NUMBER
                        && number.arguments().getFirst().type() == ElementType.INT
                ? Optional.of(new Scalar.Apply(ElementType.FLOAT, Primitive.TO_FLOAT, List.copyOf(number.arguments())))
                : Optional.empty();
    }
}
