package org.dlm.compiler.autodiff;

import java.util.List;
import java.util.Map;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;

/**
 * The element that an extreme reduction chose, by its number among the elements of the reduction axes.
 *
 * @param number an INT: counted over the reduction axes, the last one fastest
 * @param free how many axes stand before the reduction axes
 */
record ChosenPlace(Scalar number, int free, List<Axis> reduced) {
    /** {@code number == (r0 * n1 + r1) * n2 + r2}. */
    Scalar isAt() {
        Scalar place = Scalars.literal(0);
        for (int k = 0; k < reduced.size(); k++) {
            Scalar axis = new Scalar.IndexValue(Affine.axis(free + k));
            Scalar outer =
                    k == 0 ? place : times(place, Conditions.size(reduced.get(k).extent()));
            place = plus(outer, axis);
        }
        return Scalars.apply(Primitive.EQ, number, place);
    }

    /** The scalar with the chosen element for the reduction axes; their places become data. */
    Scalar decoded(Scalar scalar) {
        return switch (scalar) {
            case Scalar.IndexValue index when mentionsReduced(index.index()) -> value(index.index());
            case Scalar.Load load ->
                new Scalar.Load(
                        load.source(), decoded(load.at()), load.otherwise().map(this::decoded));
            case Scalar.IndexValue index -> index;
            case Scalar.Apply apply -> apply.mapChildren(this::decoded);
            case Scalar.Literal literal -> literal;
            case Scalar.Size size -> size;
        };
    }

    List<Subscript> decoded(List<Subscript> at) {
        return at.stream()
                .<Subscript>map(subscript -> switch (subscript) {
                    case Affine affine -> mentionsReduced(affine) ? new Subscript.Data(value(affine)) : affine;
                    case Subscript.Data data -> new Subscript.Data(decoded(data.value()));
                })
                .toList();
    }

    boolean concerns(Scalar scalar) {
        for (int k = 0; k < reduced.size(); k++) {
            if (scalar.mentions(free + k)) {
                return true;
            }
        }
        return false;
    }

    private boolean mentionsReduced(Affine affine) {
        return concerns(new Scalar.IndexValue(affine));
    }

    /** A place as arithmetic on ints. */
    private Scalar value(Affine affine) {
        Scalar sum = Scalars.literal(affine.constant());
        for (Map.Entry<IndexTerm, Integer> entry : affine.coefficients().entrySet()) {
            Scalar term = switch (entry.getKey()) {
                case IndexTerm.AxisTerm a ->
                    a.axis() < free ? new Scalar.IndexValue(Affine.of(a)) : axis(a.axis() - free);
                case IndexTerm.Quotient q -> Scalars.apply(Primitive.FLOOR_DIV, value(q.of()), Scalars.literal(q.by()));
                case IndexTerm.Remainder r ->
                    Scalars.apply(Primitive.REMAINDER, value(r.of()), Scalars.literal(r.by()));
            };
            sum = plus(sum, times(term, Scalars.literal(entry.getValue())));
        }
        return sum;
    }

    /** The chosen value of a reduction axis: {@code div(number, what is inside) % extent}. */
    private Scalar axis(int axis) {
        Scalar inside = Scalars.literal(1);
        for (Axis inner : reduced.subList(axis + 1, reduced.size())) {
            inside = times(inside, Conditions.size(inner.extent()));
        }
        Scalar outer = isOne(inside) ? number : Scalars.apply(Primitive.FLOOR_DIV, number, inside);
        return axis == 0
                ? outer
                : Scalars.apply(
                        Primitive.REMAINDER,
                        outer,
                        Conditions.size(reduced.get(axis).extent()));
    }

    /** Whole arithmetic; places are gathered in one affine sum as long as all are affine. */
    private static Scalar plus(Scalar a, Scalar b) {
        if (isZero(a)) {
            return b;
        }
        if (isZero(b)) {
            return a;
        }
        return a instanceof Scalar.IndexValue x && b instanceof Scalar.IndexValue y
                ? new Scalar.IndexValue(x.index().plus(y.index()))
                : Scalars.add(a, b);
    }

    private static Scalar times(Scalar a, Scalar b) {
        if (isOne(b)) {
            return a;
        }
        if (b instanceof Scalar.Literal factor && a instanceof Scalar.IndexValue place) {
            return new Scalar.IndexValue(place.index().times((int) factor.value()));
        }
        if (a instanceof Scalar.Literal x && b instanceof Scalar.Literal y) {
            return Scalars.literal((int) (x.value() * y.value()));
        }
        return isOne(a) ? b : Scalars.multiply(a, b);
    }

    private static boolean isOne(Scalar scalar) {
        return scalar instanceof Scalar.Literal literal && literal.value() == 1;
    }

    private static boolean isZero(Scalar scalar) {
        return scalar instanceof Scalar.Literal literal && literal.value() == 0;
    }
}
