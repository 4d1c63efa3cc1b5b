package org.dlm.compiler.schedule;

import java.util.Optional;
import java.util.function.Function;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.VectorValue;

/** Puts places for the variables of a vector value: how one body becomes all bodies of a tile. */
final class VectorPlaces {
    private VectorPlaces() {}

    static VectorValue substitute(VectorValue value, Function<Variable, Place> places) {
        return switch (value) {
            case VectorValue.Broadcast broadcast ->
                new VectorValue.Broadcast(broadcast.scalar().substitute(places));
            case VectorValue.Load load ->
                new VectorValue.Load(
                        load.type(), load.operand(), load.at().substitute(places), substitute(load.mask(), places));
            case VectorValue.Local local -> local;
            case VectorValue.Lanes lanes -> new VectorValue.Lanes(lanes.first().substitute(places), lanes.stride());
            case VectorValue.InRange range ->
                new VectorValue.InRange(
                        range.first().substitute(places), range.size().substitute(places));
            case VectorValue.Apply apply ->
                new VectorValue.Apply(
                        apply.type(),
                        apply.primitive(),
                        apply.arguments().stream()
                                .map(a -> substitute(a, places))
                                .toList());
            case VectorValue.Fma fma ->
                new VectorValue.Fma(
                        substitute(fma.a(), places), substitute(fma.b(), places), substitute(fma.c(), places));
            case VectorValue.Choose choose ->
                new VectorValue.Choose(
                        choose.condition().substitute(places),
                        substitute(choose.then(), places),
                        substitute(choose.otherwise(), places));
        };
    }

    private static Optional<VectorValue> substitute(Optional<VectorValue> mask, Function<Variable, Place> places) {
        return mask.map(m -> substitute(m, places));
    }
}
