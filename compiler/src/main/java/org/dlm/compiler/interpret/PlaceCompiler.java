package org.dlm.compiler.interpret;

import java.util.Map;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.IndexTerm;

/** Makes functions of affine places, so that the inner loops of the interpreter do not walk maps. */
final class PlaceCompiler {
    private PlaceCompiler() {}

    static Expression.Whole compile(Affine place) {
        int constant = place.constant();
        int count = place.coefficients().size();
        Expression.Whole[] terms = new Expression.Whole[count];
        int[] factors = new int[count];
        int[] axes = new int[count];
        boolean plain = true;
        int k = 0;
        for (Map.Entry<IndexTerm, Integer> entry : place.coefficients().entrySet()) {
            factors[k] = entry.getValue();
            terms[k] = term(entry.getKey());
            axes[k] = entry.getKey() instanceof IndexTerm.AxisTerm a ? a.axis() : -1;
            plain &= axes[k] >= 0;
            k++;
        }
        return plain
                ? linear(constant, factors, axes)
                : at -> {
                    int sum = constant;
                    for (int t = 0; t < terms.length; t++) {
                        sum += factors[t] * terms[t].at(at);
                    }
                    return sum;
                };
    }

    private static Expression.Whole linear(int constant, int[] factors, int[] axes) {
        return switch (axes.length) {
            case 0 -> at -> constant;
            case 1 -> {
                int factor = factors[0];
                int axis = axes[0];
                yield at -> factor * at[axis] + constant;
            }
            default ->
                at -> {
                    int sum = constant;
                    for (int t = 0; t < axes.length; t++) {
                        sum += factors[t] * at[axes[t]];
                    }
                    return sum;
                };
        };
    }

    private static Expression.Whole term(IndexTerm term) {
        return switch (term) {
            case IndexTerm.AxisTerm a -> {
                int axis = a.axis();
                yield at -> at[axis];
            }
            case IndexTerm.Quotient q -> {
                Expression.Whole of = compile(q.of());
                int by = q.by();
                yield at -> Math.floorDiv(of.at(at), by);
            }
            case IndexTerm.Remainder r -> {
                Expression.Whole of = compile(r.of());
                int by = r.by();
                yield at -> Math.floorMod(of.at(at), by);
            }
        };
    }
}
