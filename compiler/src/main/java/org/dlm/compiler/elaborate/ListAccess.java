package org.dlm.compiler.elaborate;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.IntValue;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.source.Span;

/** Elements and parts of lists by places that are known. */
final class ListAccess {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;

    ListAccess(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
    }

    /** An element or part of a list by known places; empty where a place is an index of index notation. */
    Optional<Value> of(ListValue list, List<org.dlm.compiler.ast.Subscript> subscripts, Body body) {
        Value current = list;
        int depth = 0;
        for (org.dlm.compiler.ast.Subscript subscript : subscripts) {
            switch (subscript) {
                case org.dlm.compiler.ast.Subscript.At at -> {
                    Value place = Values.single(evaluator.evaluate(at.index(), body));
                    if (!(place instanceof IntValue)) {
                        return Optional.empty();
                    }
                    current = mapAt(current, depth, v -> element(v, values.integer(place, at.span()), at.span()));
                }
                case org.dlm.compiler.ast.Subscript.Part part -> {
                    current = mapAt(current, depth, v -> part(v, part, body));
                    depth++;
                }
                case org.dlm.compiler.ast.Subscript.Spread spread -> {
                    Value places = Values.single(evaluator.evaluate(spread.indices(), body));
                    if (!Values.known(places)) {
                        return Optional.empty();
                    }
                    for (int place : values.integers(places, spread.span())) {
                        current = mapAt(current, depth, v -> element(v, place, spread.span()));
                    }
                }
                case org.dlm.compiler.ast.Subscript.Rest rest -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(current);
    }

    private Value mapAt(Value value, int depth, java.util.function.UnaryOperator<Value> change) {
        if (depth == 0) {
            return change.apply(value);
        }
        return new ListValue(((ListValue) value)
                .elements().stream().map(e -> mapAt(e, depth - 1, change)).toList());
    }

    private Value element(Value value, int place, Span span) {
        if (value instanceof ListValue list
                && place >= 0
                && place < list.elements().size()) {
            return list.elements().get(place);
        }
        throw elaboration.error(
                DiagnosticId.OUT_OF_BOUNDS, span, "there is no element " + place + " in " + values.describe(value));
    }

    private Value part(Value value, org.dlm.compiler.ast.Subscript.Part part, Body body) {
        if (!(value instanceof ListValue list)) {
            throw elaboration.error(
                    DiagnosticId.RANK_MISMATCH,
                    part.span(),
                    values.describe(value) + " has no elements to take a part of");
        }
        int size = list.elements().size();
        int from = part.from()
                .map(e -> values.integer(evaluator.evaluate(e, body), e.span()))
                .orElse(0);
        int to = part.to()
                .map(e -> values.integer(evaluator.evaluate(e, body), e.span()))
                .orElse(size);
        if (from < 0 || to > size || from > to) {
            throw elaboration.error(
                    DiagnosticId.OUT_OF_BOUNDS,
                    part.span(),
                    "the part " + from + ":" + to + " is not within 0:" + size);
        }
        return new ListValue(list.elements().subList(from, to));
    }
}
