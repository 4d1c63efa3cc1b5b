package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Places;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;

/**
 * Quotients and remainders that the ranges of the axes decide.
 *
 * <pre>{@code
 * x[div(r, 2), r % 2]      over r < 2      becomes      x[0, r]
 * }</pre>
 */
public final class SimplifyPlaces implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        return switch (scalar) {
            case Scalar.IndexValue value
            when !value.index().isLinear() ->
                Optional.of(new Scalar.IndexValue(Places.simplified(value.index(), scope.axes())));
            case Scalar.Load load
            when hasQuotients(load) -> {
                List<Subscript> places = load.at().stream()
                        .<Subscript>map(place -> switch (place) {
                            case Affine affine -> Places.simplified(affine, scope.axes());
                            case Subscript.Data data -> data;
                        })
                        .toList();
                yield Optional.of(new Scalar.Load(load.source(), places, load.otherwise()));
            }
            case Scalar.Load load -> Optional.empty();
            case Scalar.IndexValue value -> Optional.empty();
            case Scalar.Literal literal -> Optional.empty();
            case Scalar.Size size -> Optional.empty();
            case Scalar.Apply apply -> Optional.empty();
        };
    }

    private static boolean hasQuotients(Scalar.Load load) {
        for (Subscript place : load.at()) {
            if (place instanceof Affine affine && !affine.isLinear()) {
                return true;
            }
        }
        return false;
    }
}
