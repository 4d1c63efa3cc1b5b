package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * A body as factors and conditions: {@code where(c, a * b, 0) * d} has the factors a, b and d and the condition c.
 *
 * @param conditions outside of which the product is 0
 */
record Product(List<Scalar> factors, List<Scalar> conditions) {
    static Product of(Scalar body) {
        Product product = new Product(new ArrayList<>(), new ArrayList<>());
        product.collect(body);
        return product;
    }

    /** The product of some factors, 0 where one of some conditions is false. */
    static Scalar join(List<Scalar> factors, List<Scalar> conditions) {
        Scalar product = factors.stream().reduce(Scalars::multiply).orElse(Scalars.literal(1.0));
        return conditions.stream()
                .reduce((a, b) -> Scalars.apply(Primitive.AND, a, b))
                .map(c -> Scalars.where(c, product, Scalars.zero(product.type())))
                .orElse(product);
    }

    private void collect(Scalar scalar) {
        if (scalar instanceof Scalar.Apply apply && apply.primitive() == Primitive.MULTIPLY) {
            apply.arguments().forEach(this::collect);
        } else if (scalar instanceof Scalar.Apply where
                && where.primitive() == Primitive.WHERE
                && isZero(where.arguments().get(2))
                && where.arguments().get(1) instanceof Scalar.Apply inner
                && inner.primitive() == Primitive.MULTIPLY) {
            conditions.add(where.arguments().get(0));
            collect(inner);
        } else {
            factors.add(scalar);
        }
    }

    private static boolean isZero(Scalar scalar) {
        return scalar instanceof Scalar.Literal literal && literal.value() == 0;
    }
}
