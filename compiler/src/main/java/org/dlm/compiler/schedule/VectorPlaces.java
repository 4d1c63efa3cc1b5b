package org.dlm.compiler.schedule;

import java.util.Map;
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
            case VectorValue.Bits bits ->
                new VectorValue.Bits(substitute(bits.value(), places), bits.left(), bits.kept(), bits.added());
            case VectorValue.Exchange exchange ->
                new VectorValue.Exchange(substitute(exchange.vector(), places), exchange.bit());
            case VectorValue.EverySecond every ->
                new VectorValue.EverySecond(
                        substitute(every.first(), places), substitute(every.second(), places), every.from());
            case VectorValue.ByTurns turns ->
                new VectorValue.ByTurns(
                        substitute(turns.first(), places), substitute(turns.second(), places), turns.half());
            case VectorValue.LaneBit bit -> bit;
            case VectorValue.Choose choose ->
                new VectorValue.Choose(
                        choose.condition().substitute(places),
                        substitute(choose.then(), places),
                        substitute(choose.otherwise(), places));
        };
    }

    /** Whether a value is another one in the next round of a loop. */
    static boolean moves(VectorValue value, Variable variable) {
        return !substitute(value, v -> v.equals(variable) ? Place.of(v).plus(1) : Place.of(v))
                .equals(value);
    }

    /** Puts other locals for the vector locals of a value. */
    static VectorValue rename(VectorValue value, Map<Variable, Variable> names) {
        return switch (value) {
            case VectorValue.Local local ->
                new VectorValue.Local(local.type(), names.getOrDefault(local.variable(), local.variable()));
            case VectorValue.Apply apply ->
                new VectorValue.Apply(
                        apply.type(),
                        apply.primitive(),
                        apply.arguments().stream().map(a -> rename(a, names)).toList());
            case VectorValue.Fma fma ->
                new VectorValue.Fma(rename(fma.a(), names), rename(fma.b(), names), rename(fma.c(), names));
            case VectorValue.Choose choose ->
                new VectorValue.Choose(
                        choose.condition(), rename(choose.then(), names), rename(choose.otherwise(), names));
            case VectorValue.Load load ->
                new VectorValue.Load(
                        load.type(), load.operand(), load.at(), load.mask().map(m -> rename(m, names)));
            case VectorValue.Bits bits ->
                new VectorValue.Bits(rename(bits.value(), names), bits.left(), bits.kept(), bits.added());
            case VectorValue.Exchange exchange ->
                new VectorValue.Exchange(rename(exchange.vector(), names), exchange.bit());
            case VectorValue.EverySecond every ->
                new VectorValue.EverySecond(rename(every.first(), names), rename(every.second(), names), every.from());
            case VectorValue.ByTurns turns ->
                new VectorValue.ByTurns(rename(turns.first(), names), rename(turns.second(), names), turns.half());
            case VectorValue.LaneBit bit -> bit;
            case VectorValue.Broadcast broadcast -> broadcast;
            case VectorValue.Lanes lanes -> lanes;
            case VectorValue.InRange range -> range;
        };
    }

    private static Optional<VectorValue> substitute(Optional<VectorValue> mask, Function<Variable, Place> places) {
        return mask.map(m -> substitute(m, places));
    }
}
