package org.dlm.compiler.cost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Variable;

/** What is known of ints around a statement: bounds of the whole kernel, indices in their first round, places that have got a name. */
final class Scope {
    private static final int MOST_SAMPLES = 64;

    /** Of a loop that is gone round. */
    private record Index(int step, double rounds) {}

    private final Map<Variable, Double> values = new HashMap<>();
    private final Map<Variable, Index> indices = new HashMap<>();
    private final Map<Variable, Place> definitions = new HashMap<>();

    /** Of a kernel that one thread runs from the begin to the end. */
    Scope(Kernel kernel, int batch) {
        values.put(Variable.BATCH, (double) batch);
        values.put(Variable.FROM, 0.0);
        double to = kernel.parallel()
                .map(Kernel.Parallel::extent)
                .map(extent -> extent.isBatch() ? batch : extent.fixedSize())
                .orElse(0);
        values.put(Variable.TO, to);
    }

    /** Enters a loop, in its first round. */
    void enter(Variable index, double first, int step, double rounds) {
        values.put(index, first);
        indices.put(index, new Index(step, rounds));
    }

    /** How far the index of a loop goes in a round; 1 for what is no index. */
    int step(Variable index) {
        return index(index).step;
    }

    private Index index(Variable variable) {
        return indices.getOrDefault(variable, new Index(1, 1));
    }

    /** How many of the lanes are in a range, on average over the rounds of all loops. */
    double lanesInRange(Expression.InRange range, int lanes) {
        double size = value(known(range.size()));
        Place first = known(range.first());
        return average(
                first.terms(), value(first), start -> Math.max(0, Math.min(lanes, size - start) - Math.max(0, -start)));
    }

    /** Of a function of a place, whose loops go round independently of each other; of long ones some rounds tell enough. */
    private double average(List<Place.Term> terms, double start, DoubleUnaryOperator function) {
        if (terms.isEmpty()) {
            return function.applyAsDouble(start);
        }
        Place.Term term = terms.getFirst();
        List<Place.Term> rest = terms.subList(1, terms.size());
        if (!(term.factor() instanceof Place.Factor.Of of)) {
            return average(rest, start, function);
        }
        Index index = index(of.variable());
        double every = Math.max(1, index.rounds / MOST_SAMPLES);
        double sum = 0;
        int count = 0;
        for (double round = 0; round < index.rounds; round += every) {
            sum += average(rest, start + term.coefficient() * index.step * Math.floor(round), function);
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    /** Learns a local. Only places matter; the last tile of an axis, which is moved back, counts as the others. */
    void declare(Variable variable, Expression value) {
        if (value.isVector()) {
            return;
        }
        switch (value) {
            case Expression.Index index -> define(variable, index.place());
            case Expression.Apply apply
            when apply.primitive() == Primitive.MIN && apply.argument(0) instanceof Expression.Index index ->
                define(variable, index.place());
            case Expression.Apply apply -> unknown(variable, value);
            case Expression.Load load -> unknown(variable, value);
            case Expression.Constant constant -> values.put(variable, constant.value());
            case Expression.Local local -> define(variable, Place.of(local.variable()));
            case Expression.Argument _, Expression.Within _, Expression.Fma _ -> {}
            case Expression.ReduceLanes _, Expression.Lane _, Expression.Vector _ -> {}
        }
    }

    private void define(Variable variable, Place place) {
        Place known = known(place);
        definitions.put(variable, known);
        values.put(variable, value(known));
    }

    /** What depends on data may be anywhere. */
    private void unknown(Variable variable, Expression value) {
        Expression known = value.substitute(v -> definitions.getOrDefault(v, Place.of(v)));
        definitions.put(variable, Place.of(new Place.Factor.Data(known, Place.ZERO, false)));
    }

    /** The place in indices of loops. */
    Place known(Place place) {
        return place.substitute(variable -> definitions.getOrDefault(variable, Place.of(variable)));
    }

    /** Its value in the first round of all loops around. */
    double value(Place place) {
        double sum = place.constant();
        for (Place.Term term : place.terms()) {
            sum += term.coefficient() * value(term.factor());
        }
        return sum;
    }

    private double value(Place.Factor factor) {
        return switch (factor) {
            case Place.Factor.Of of -> values.getOrDefault(of.variable(), 0.0);
            case Place.Factor.Quotient quotient -> Math.floor(value(quotient.of()) / quotient.by());
            case Place.Factor.Remainder remainder -> {
                double of = value(remainder.of());
                yield of - remainder.by() * Math.floor(of / remainder.by());
            }
            case Place.Factor.Data data -> 0;
        };
    }
}
