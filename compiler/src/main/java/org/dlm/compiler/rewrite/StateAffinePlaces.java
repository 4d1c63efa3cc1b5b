package org.dlm.compiler.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Places;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;

/**
 * A data place that is known to be an affine one.
 *
 * <pre>{@code
 * E[int: (i + 1)]      becomes      E[i + 1]
 * }</pre>
 *
 * <p>Must not fire where an unguarded place is not provably inside: data is checked at run time, affine places are not.
 */
public final class StateAffinePlaces implements RewriteRule.OfScalar {
    @Override
    public Optional<Scalar> apply(Scalar scalar, Scope scope) {
        if (!(scalar instanceof Scalar.Load load) || !readsData(load)) {
            return Optional.empty();
        }
        List<Subscript> places = new ArrayList<>();
        for (int d = 0; d < load.at().size(); d++) {
            Subscript stated = stated(load.at().get(d));
            boolean safe = load.otherwise().isPresent()
                    || Places.inside(stated, load.source().type().shape().get(d), scope.axes());
            places.add(safe ? stated : load.at().get(d));
        }
        return places.equals(load.at())
                ? Optional.empty()
                : Optional.of(new Scalar.Load(load.source(), places, load.otherwise()));
    }

    private static boolean readsData(Scalar.Load load) {
        for (Subscript place : load.at()) {
            if (place instanceof Subscript.Data) {
                return true;
            }
        }
        return false;
    }

    private static Subscript stated(Subscript place) {
        return switch (place) {
            case Affine affine -> affine;
            case Subscript.Data data ->
                CompareByIntervals.place(data.value()).<Subscript>map(a -> a).orElse(data);
        };
    }
}
