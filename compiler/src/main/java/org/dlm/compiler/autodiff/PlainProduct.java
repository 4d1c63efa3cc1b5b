package org.dlm.compiler.autodiff;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;

/**
 * Which axes need no condition of their range because the value is 0 outside anyway: the value is a product of loads, and one of
 * them has the axis as a place of its own in a dimension of the same extent, so that its guard gives the 0. All other factors
 * are loads or constants and thus finite; {@code 0 * inf} cannot arise.
 */
final class PlainProduct {
    private final List<Axis> domain;
    private final Set<Integer> covered = new HashSet<>();

    private PlainProduct(List<Axis> domain) {
        this.domain = domain;
    }

    /** The numbers of the axes that are covered. */
    static Set<Integer> coveredAxes(List<Axis> domain, Scalar value) {
        PlainProduct product = new PlainProduct(domain);
        return product.factors(value) ? product.covered : Set.of();
    }

    private boolean factors(Scalar value) {
        return switch (value) {
            case Scalar.Literal literal -> true;
            case Scalar.IndexValue index -> true;
            case Scalar.Size size -> true;
            case Scalar.Load load -> cover(load);
            case Scalar.Apply apply -> factors(apply);
        };
    }

    private boolean factors(Scalar.Apply apply) {
        List<Scalar> arguments = apply.arguments();
        if (apply.primitive() == Primitive.WHERE) {
            return ScalarAlgebra.isZero(arguments.get(2))
                    ? factors(arguments.get(1))
                    : ScalarAlgebra.isZero(arguments.get(1)) && factors(arguments.get(2));
        }
        return switch (apply.primitive()) {
            case MULTIPLY -> factors(arguments.get(0)) && factors(arguments.get(1));
            case NEGATE -> factors(arguments.getFirst());
            case DIVIDE -> factors(arguments.get(0)) && arguments.get(1) instanceof Scalar.Literal;
            case TO_FLOAT -> true;
            default -> false;
        };
    }

    private boolean cover(Scalar.Load load) {
        boolean zeroOutside = load.otherwise().map(ScalarAlgebra::isZero).orElse(true);
        for (int k = 0; k < load.at().size() && zeroOutside; k++) {
            Extent dimension = load.source().type().shape().get(k);
            if (load.at().get(k) instanceof Affine place) {
                axisAlone(place)
                        .filter(axis -> domain.get(axis).extent().equals(dimension))
                        .ifPresent(covered::add);
            }
        }
        return true;
    }

    private Optional<Integer> axisAlone(Affine place) {
        for (int axis = 0; axis < domain.size(); axis++) {
            if (place.isAxis(axis)) {
                return Optional.of(axis);
            }
        }
        return Optional.empty();
    }
}
