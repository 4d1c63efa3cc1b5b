package org.dlm.compiler.schedule;

import java.util.Map;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Variable;

/** Puts other locals for those of an expression: each element of a tile has its own. */
final class ScalarLocals {
    private ScalarLocals() {}

    static Expression rename(Expression expression, Map<Variable, Variable> names) {
        return switch (expression) {
            case Expression.Local local ->
                new Expression.Local(local.type(), names.getOrDefault(local.variable(), local.variable()));
            case Expression.Load load -> new Expression.Load(load.type(), load.operand(), rename(load.at(), names));
            case Expression.Index index -> new Expression.Index(rename(index.place(), names));
            case Expression.Within within ->
                new Expression.Within(rename(within.place(), names), rename(within.size(), names));
            case Expression.Apply apply -> apply.mapChildren(child -> rename(child, names));
            case Expression.Fma fma -> fma.mapChildren(child -> rename(child, names));
            case Expression.Constant constant -> constant;
            case Expression.Argument argument -> argument;
            case Expression.ReduceLanes lanes -> lanes;
            case Expression.Lane lane -> lane;
        };
    }

    /** Locals stand in places that are data. */
    private static Place rename(Place place, Map<Variable, Variable> names) {
        Place renamed = Place.constant(place.constant());
        for (Place.Term term : place.terms()) {
            Place.Factor factor = switch (term.factor()) {
                case Place.Factor.Of of -> of;
                case Place.Factor.Quotient quotient ->
                    new Place.Factor.Quotient(rename(quotient.of(), names), quotient.by());
                case Place.Factor.Remainder remainder ->
                    new Place.Factor.Remainder(rename(remainder.of(), names), remainder.by());
                case Place.Factor.Data data ->
                    new Place.Factor.Data(rename(data.value(), names), data.size(), data.checked());
            };
            renamed = renamed.plus(Place.of(factor).times(term.coefficient()));
        }
        return renamed;
    }
}
