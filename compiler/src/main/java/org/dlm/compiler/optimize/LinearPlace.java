package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Stride;

/** A sum of index terms with strides, collected dimension by dimension. */
final class LinearPlace {
    private final Map<IndexTerm, Stride> terms = new TreeMap<>();
    private Stride constant = Stride.ZERO;

    /** Adds {@code step * place}; false where the sum mixes powers of the batch size in one coefficient. */
    boolean add(Affine place, Stride step) {
        Stride more = step.times(place.constant());
        if (!constant.addsTo(more)) {
            return false;
        }
        constant = constant.plus(more);
        for (Map.Entry<IndexTerm, Integer> entry : place.coefficients().entrySet()) {
            Stride before = terms.getOrDefault(entry.getKey(), Stride.ZERO);
            Stride added = step.times(entry.getValue());
            if (!before.addsTo(added)) {
                return false;
            }
            terms.put(entry.getKey(), before.plus(added));
        }
        return true;
    }

    Stride constant() {
        return constant;
    }

    /** The strides of the axes; irregular where, after joining quotients with their remainders, an axis is left under one. */
    List<Stride> strides(int axes) {
        while (joinOne()) {}
        List<Stride> strides = new ArrayList<>(Collections.nCopies(axes, Stride.ZERO));
        terms.forEach((term, stride) -> {
            if (term instanceof IndexTerm.AxisTerm axis) {
                strides.set(axis.axis(), stride);
            }
        });
        terms.keySet().forEach(term -> {
            switch (term) {
                case IndexTerm.AxisTerm axis -> {}
                case IndexTerm.Quotient quotient -> mark(quotient.of(), strides);
                case IndexTerm.Remainder remainder -> mark(remainder.of(), strides);
            }
        });
        return List.copyOf(strides);
    }

    private static void mark(Affine place, List<Stride> strides) {
        for (int axis = 0; axis < strides.size(); axis++) {
            if (place.mentions(axis)) {
                strides.set(axis, Stride.IRREGULAR);
            }
        }
    }

    /** {@code s * n * div(e, n) + s * (e % n)} is {@code s * e}: what a reshape that parts a dimension leaves. */
    private boolean joinOne() {
        for (Map.Entry<IndexTerm, Stride> entry : List.copyOf(terms.entrySet())) {
            if (entry.getKey() instanceof IndexTerm.Quotient quotient) {
                IndexTerm.Remainder rest = new IndexTerm.Remainder(quotient.of(), quotient.by());
                Stride step = terms.getOrDefault(rest, Stride.ZERO);
                if (!step.isZero() && step.times(quotient.by()).equals(entry.getValue())) {
                    terms.remove(quotient);
                    terms.remove(rest);
                    return add(quotient.of(), step);
                }
            }
        }
        terms.values().removeIf(Stride::isZero);
        return false;
    }
}
