package org.dlm.compiler.graph;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asserts the invariants of scalar bodies: axis numbers, ranks, coerced arguments, and that every affine place without a guard
 * is inside for all values of the axes.
 *
 * @param axes of the op
 * @param fault what to do with the reason
 */
record BodyVerifier(List<Axis> axes, Consumer<String> fault) {
    void verify(Scalar body) {
        switch (body) {
            case Scalar.Literal literal -> verifyLiteral(literal);
            case Scalar.IndexValue index -> verifyAxes(index.index());
            case Scalar.Size size -> {}
            case Scalar.Load load -> verifyLoad(load);
            case Scalar.Apply apply -> verifyApply(apply);
        }
    }

    void verify(Subscript subscript) {
        switch (subscript) {
            case Affine affine -> verifyAxes(affine);
            case Subscript.Data data -> {
                verify(data.value());
                check(
                        data.value().type() == ElementType.INT,
                        () -> "the place " + data + " is " + data.value().type());
            }
        }
    }

    private void verifyLiteral(Scalar.Literal literal) {
        double value = literal.value();
        switch (literal.type()) {
            case INT -> check(value == (int) value, () -> "the INT literal " + value + " is none");
            case BOOL -> check(value == 0 || value == 1, () -> "the BOOL literal " + value + " is none");
            case FLOAT, NUMBER -> {}
        }
    }

    private void verifyAxes(Affine place) {
        for (IndexTerm term : place.coefficients().keySet()) {
            switch (term) {
                case IndexTerm.AxisTerm a ->
                    check(a.axis() >= 0 && a.axis() < axes.size(), () -> "axis " + a.axis() + " of " + axes.size());
                case IndexTerm.Quotient q -> {
                    check(q.by() > 0, () -> "the divisor of " + q);
                    verifyAxes(q.of());
                }
                case IndexTerm.Remainder r -> {
                    check(r.by() > 0, () -> "the divisor of " + r);
                    verifyAxes(r.of());
                }
            }
        }
    }

    private void verifyApply(Scalar.Apply apply) {
        apply.arguments().forEach(this::verify);
        try {
            check(
                    Scalars.apply(apply.primitive(), apply.arguments()).equals(apply),
                    () -> "arguments or result of " + apply + " are not brought to one type");
        } catch (IllegalArgumentException e) {
            fault.accept(e.getMessage());
        }
    }

    private void verifyLoad(Scalar.Load load) {
        List<Extent> shape = load.source().type().shape();
        if (load.at().size() != shape.size()) {
            fault.accept(load + " has " + load.at().size() + " places for rank " + shape.size());
            return;
        }
        load.at().forEach(this::verify);
        load.otherwise().ifPresent(otherwise -> {
            verify(otherwise);
            check(otherwise.type() == load.type(), () -> "the value outside of " + load + " is " + otherwise.type());
        });
        for (int k = 0; k < shape.size() && load.otherwise().isEmpty(); k++) {
            if (load.at().get(k) instanceof Affine place) {
                int at = k;
                check(
                        Places.inside(place, shape.get(k), axes),
                        () -> "place " + at + " of " + load + " may lie outside of 0 .. " + shape.get(at));
            }
        }
    }

    /** The reason is made only where it is needed: expressions are long, and each of their parts is checked. */
    private void check(boolean holds, Supplier<String> reason) {
        if (!holds) {
            fault.accept(reason.get());
        }
    }
}
