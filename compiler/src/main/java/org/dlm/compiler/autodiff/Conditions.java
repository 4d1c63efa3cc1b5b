package org.dlm.compiler.autodiff;

import java.util.List;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Interval;
import org.dlm.compiler.graph.Places;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;

/** Conditions on places as BOOL scalars, without the parts that the axes prove. */
record Conditions(List<Axis> axes) {
    /** Whether every place of a load lies inside of its dimension. */
    Scalar inside(Scalar.Load load) {
        Scalar all = Scalars.literal(true);
        for (int k = 0; k < load.at().size(); k++) {
            Extent extent = load.source().type().shape().get(k);
            Scalar one = switch (load.at().get(k)) {
                case Affine place -> inside(place, extent);
                case Subscript.Data data ->
                    ScalarAlgebra.and(
                            Scalars.apply(Primitive.GE, data.value(), Scalars.literal(0)),
                            Scalars.apply(Primitive.LT, data.value(), size(extent)));
            };
            all = ScalarAlgebra.and(all, one);
        }
        return all;
    }

    /** {@code 0 <= place < extent}. */
    Scalar inside(Affine place, Extent extent) {
        if (Places.inside(place, extent, axes)) {
            return Scalars.literal(true);
        }
        Interval interval = Interval.of(place, axes);
        Scalar value = new Scalar.IndexValue(place);
        Scalar low =
                interval.low() >= 0 ? Scalars.literal(true) : Scalars.apply(Primitive.GE, value, Scalars.literal(0));
        boolean below = extent instanceof Extent.Fixed fixed && interval.high() < fixed.size();
        Scalar high = below ? Scalars.literal(true) : Scalars.apply(Primitive.LT, value, size(extent));
        return ScalarAlgebra.and(low, high);
    }

    /** {@code place == 0}. */
    Scalar isZero(Affine place) {
        Affine simple = Places.simplified(place, axes);
        if (simple.isConstant()) {
            return Scalars.literal(simple.constant() == 0);
        }
        return Scalars.apply(Primitive.EQ, new Scalar.IndexValue(simple), Scalars.literal(0));
    }

    static Scalar size(Extent extent) {
        return switch (extent) {
            case Extent.Fixed fixed -> Scalars.literal(fixed.size());
            case Extent.Batch batch -> new Scalar.Size(batch);
        };
    }
}
