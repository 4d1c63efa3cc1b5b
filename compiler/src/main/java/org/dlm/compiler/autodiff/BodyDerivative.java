package org.dlm.compiler.autodiff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Scalar;

/**
 * What each load of a scalar body receives from the adjoint of the body: the walk over one expression. Loads of the same
 * element are one; a guarded load receives only where it is inside, and the value for outside the rest.
 */
final class BodyDerivative {
    private final Scalar body;
    private final Optional<Scalar> keptBody;
    private final Conditions conditions;
    private final Predicate<Op> wanted;
    private final Map<Scalar.Load, Scalar> received = new LinkedHashMap<>();

    private BodyDerivative(Scalar body, Optional<Scalar> keptBody, Conditions conditions, Predicate<Op> wanted) {
        this.body = body;
        this.keptBody = keptBody;
        this.conditions = conditions;
        this.wanted = wanted;
    }

    /**
     * The loads (without their guards), in reading order, with what they receive.
     *
     * @param keptBody a load of the body's value where that is an op
     * @param wanted the operands of interest
     */
    static Map<Scalar.Load, Scalar> of(
            Scalar body, Scalar adjoint, Optional<Scalar> keptBody, Conditions conditions, Predicate<Op> wanted) {
        BodyDerivative derivative = new BodyDerivative(body, keptBody, conditions, wanted);
        derivative.walk(body, adjoint);
        derivative.received.values().removeIf(ScalarAlgebra::isZero);
        return derivative.received;
    }

    private void walk(Scalar scalar, Scalar adjoint) {
        boolean reaches = scalar.type() == ElementType.FLOAT
                && scalar.loads().stream().anyMatch(load -> wanted.test(load.source()));
        if (!reaches || ScalarAlgebra.isZero(adjoint)) {
            return;
        }
        switch (scalar) {
            case Scalar.Load load -> load(load, adjoint);
            case Scalar.Apply apply -> apply(apply, adjoint);
            case Scalar.Literal literal -> {}
            case Scalar.IndexValue index -> {}
            case Scalar.Size size -> {}
        }
    }

    private void load(Scalar.Load load, Scalar adjoint) {
        if (wanted.test(load.source())) {
            Scalar.Load plain = new Scalar.Load(load.source(), load.at(), Optional.empty());
            received.merge(plain, adjoint, ScalarAlgebra::add);
        }
        load.otherwise()
                .ifPresent(outside ->
                        walk(outside, ScalarAlgebra.where(conditions.inside(load), ScalarAlgebra.zero(), adjoint)));
    }

    private void apply(Scalar.Apply apply, Scalar adjoint) {
        Scalar y = keptBody.isPresent() && apply == body ? keptBody.get() : apply;
        List<Scalar> arguments = apply.arguments();
        for (int k = 0; k < arguments.size(); k++) {
            if (arguments.get(k).type() == ElementType.FLOAT) {
                walk(arguments.get(k), DerivativeRules.adjoint(apply, y, adjoint, k));
            }
        }
    }
}
