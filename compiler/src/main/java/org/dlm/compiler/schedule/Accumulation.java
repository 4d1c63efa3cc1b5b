package org.dlm.compiler.schedule;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.loop.Expression;

/**
 * How vectors of terms are joined: the neutral start, the joining primitive, and for a sum of products the factors, so that each
 * term is one fused multiply-add.
 */
record Accumulation(double start, Primitive join, List<Expression> factors) {
    /** The way to accumulate this body, if the reduction has one in vectors. */
    static Optional<Accumulation> of(Reduction reduction, Expression body) {
        if (body.type() != ElementType.FLOAT) {
            return Optional.empty();
        }
        return switch (reduction) {
            case SUM -> Optional.of(new Accumulation(0, Primitive.ADD, factors(body)));
            case MAX -> Optional.of(new Accumulation(Double.NEGATIVE_INFINITY, Primitive.MAX, List.of(body)));
            case MIN -> Optional.of(new Accumulation(Double.POSITIVE_INFINITY, Primitive.MIN, List.of(body)));
            case NONE, PROD, ARGMAX, ARGMIN, ANY, ALL -> Optional.empty();
        };
    }

    private static List<Expression> factors(Expression body) {
        return body instanceof Expression.Apply apply && apply.primitive() == Primitive.MULTIPLY
                ? apply.arguments()
                : List.of(body);
    }

    /** The conditions under which there is anything to add, taken out of the factors; only a sum has such. */
    Guards guards() {
        return join == Primitive.ADD ? Guards.of(factors) : new Guards(List.of(), factors);
    }

    /** A sum of terms that are no products. */
    boolean isPlainSum() {
        return join == Primitive.ADD && factors.size() == 1;
    }

    Expression initial() {
        return Lanewise.all(start);
    }

    /** The accumulator after one more term. */
    Expression joined(Expression accumulator, List<Expression> term) {
        return term.size() == 2
                ? new Expression.Fma(term.get(0), term.get(1), accumulator)
                : Expression.apply(ElementType.FLOAT, join, accumulator, term.getFirst());
    }
}
