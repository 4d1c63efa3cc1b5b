package org.dlm.compiler.schedule;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.VectorValue;

/**
 * How vectors of terms are joined: the neutral start, the joining primitive, and for a sum of products the factors, so that each
 * term is one fused multiply-add.
 */
record Accumulation(double start, Primitive join, List<VectorValue> factors) {
    /** The way to accumulate this body, if the reduction has one in vectors. */
    static Optional<Accumulation> of(Reduction reduction, VectorValue body) {
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

    private static List<VectorValue> factors(VectorValue body) {
        return body instanceof VectorValue.Apply apply && apply.primitive() == Primitive.MULTIPLY
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

    VectorValue initial() {
        return new VectorValue.Broadcast(Expression.constant(ElementType.FLOAT, start));
    }

    /** The accumulator after one more term. */
    VectorValue joined(VectorValue accumulator, List<VectorValue> term) {
        return term.size() == 2
                ? new VectorValue.Fma(term.get(0), term.get(1), accumulator)
                : VectorValue.apply(ElementType.FLOAT, join, accumulator, term.getFirst());
    }
}
