package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;

/**
 * A choice that is none.
 *
 * <pre>{@code
 * where(true, a, b)         becomes   a
 * where(false, a, b)        becomes   b
 * where(c, a, a)            becomes   a
 * where(c, true, false)     becomes   c
 * where(not c, a, b)        becomes   where(c, b, a)
 * where(c, where(c, a, b), d)   becomes   where(c, a, d)
 * where(c, a, where(c, b, d))   becomes   where(c, a, d)
 * }</pre>
 */
public final class ChooseKnownSide implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Apply where) || where.primitive() != Primitive.WHERE) {
            return Optional.empty();
        }
        Scalar condition = where.arguments().get(0);
        Scalar a = where.arguments().get(1);
        Scalar b = where.arguments().get(2);
        if (condition instanceof Scalar.Literal known) {
            return Optional.of(known.value() != 0 ? a : b);
        }
        if (a.equals(b)) {
            return Optional.of(a);
        }
        if (where.type() == ElementType.BOOL && RemoveNeutralOperands.is(a, 1) && RemoveNeutralOperands.is(b, 0)) {
            return Optional.of(condition);
        }
        if (condition instanceof Scalar.Apply not && not.primitive() == Primitive.NOT) {
            return Optional.of(where(where.type(), not.arguments().getFirst(), b, a));
        }
        Scalar inA = sideOf(a, condition, 1);
        Scalar inB = sideOf(b, condition, 2);
        return inA == a && inB == b ? Optional.empty() : Optional.of(where(where.type(), condition, inA, inB));
    }

    /** The side that a choice by the same condition takes, or the expression itself. */
    private static Scalar sideOf(Scalar scalar, Scalar condition, int side) {
        return scalar instanceof Scalar.Apply inner
                        && inner.primitive() == Primitive.WHERE
                        && inner.arguments().get(0).equals(condition)
                ? inner.arguments().get(side)
                : scalar;
    }

    private static Scalar where(ElementType type, Scalar condition, Scalar a, Scalar b) {
        return new Scalar.Apply(type, Primitive.WHERE, List.of(condition, a, b));
    }
}
