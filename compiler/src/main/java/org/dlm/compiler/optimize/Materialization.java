package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Interval;
import org.dlm.compiler.graph.Origin;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;

/**
 * An expression as a value in memory of its own and a plain access to it. The value has one axis for each linear form by which the
 * expression moves, over all that the form reaches; guards, remainders and conditions move into it.
 *
 * <pre>{@code
 * x[b, c, i + u - 1 | 0]                           over i < 8, u < 3
 *     becomes  xp[b, c, t < 10] = x[b, c, t - 1 | 0]      read at  xp[b, c, i + u]
 * where((p - u) % 2 == 0, d[div(p - u, 2) | 0], 0)  over p < 8, u < 3
 *     becomes  dp[t < 10] = where((t - 2) % 2 == 0, d[div(t - 2, 2) | 0], 0)      read at  dp[p - u + 2]
 * relu(z[b, k])
 *     becomes  a[b, k] = relu(z[b, k])             read at  a[b, k]
 * }</pre>
 */
final class Materialization {
    private static final Extent ONE = Extent.of(1);

    /** One axis of the new value: {@code form = t + low}. */
    private record Form(SortedMap<IndexTerm, Integer> terms, Axis axis, int low) {}

    private final Scalar expression;
    private final List<Axis> axes;
    private final boolean copy;
    private final List<Form> forms = new ArrayList<>();
    private boolean possible = true;

    private Materialization(Scalar expression, List<Axis> axes) {
        this.expression = expression;
        this.axes = axes;
        this.copy = expression instanceof Scalar.Load;
        if (expression instanceof Scalar.Load copied) {
            collectWhole(copied);
        }
        // the places of accesses first: they give the value the order of dimensions of what it is made from
        expression
                .loads()
                .forEach(load -> load.at().forEach(place -> {
                    if (place instanceof Affine affine) {
                        collect(affine);
                    }
                }));
        expression.forEach(s -> {
            if (s instanceof Scalar.IndexValue value) {
                collect(value.index());
            }
        });
        forms.sort((a, b) ->
                Boolean.compare(b.axis().extent().isBatch(), a.axis().extent().isBatch()));
    }

    /** The plan for an expression; empty where the batch axis occurs in a sum of axes, which no value can have as a dimension. */
    static Optional<Materialization> of(Scalar expression, List<Axis> axes) {
        Materialization plan = new Materialization(expression, axes);
        return plan.possible ? Optional.of(plan) : Optional.empty();
    }

    /** The number of elements of the value. */
    double elements() {
        return Work.elements(forms.stream().map(Form::axis).toList());
    }

    /** Makes the value and gives the access that stands for the expression. */
    Scalar make(GraphBuilder builder, Origin origin) {
        List<Axis> free = forms.stream().map(Form::axis).toList();
        List<Affine> at = forms.stream()
                .map(form -> new Affine(form.terms(), 0).plus(-form.low()))
                .toList();
        return Scalars.load(builder.pointwise(free, moved(expression), origin), at);
    }

    /** A copy keeps dimensions of extent 1, so that all copies of one value are the same op, whatever their users iterate over. */
    private void collectWhole(Scalar.Load copied) {
        List<Extent> shape = copied.source().type().shape();
        for (int d = 0; d < shape.size(); d++) {
            if (shape.get(d).equals(ONE) && copied.at().get(d) instanceof Affine place && isZero(place)) {
                forms.add(new Form(new TreeMap<>(), new Axis("one", ONE), 0));
            } else if (copied.at().get(d) instanceof Affine place) {
                collect(place);
            }
        }
    }

    /** Whether a place can only be 0. */
    private boolean isZero(Affine place) {
        Interval range = Interval.of(place, axes);
        return range.low() == 0 && range.high() == 0;
    }

    private void collect(Affine place) {
        if (copy && isZero(place)) {
            return;
        }
        TreeMap<IndexTerm, Integer> linear = new TreeMap<>();
        place.coefficients().forEach((term, c) -> {
            switch (term) {
                case IndexTerm.AxisTerm axis -> linear.put(axis, c);
                case IndexTerm.Quotient quotient -> collect(quotient.of());
                case IndexTerm.Remainder remainder -> collect(remainder.of());
            }
        });
        SortedMap<IndexTerm, Integer> form = positive(linear);
        if (!form.isEmpty() && find(form).isEmpty()) {
            forms.add(form(form));
        }
    }

    private Form form(SortedMap<IndexTerm, Integer> terms) {
        List<Axis> mentioned = terms.keySet().stream()
                .map(term -> axes.get(((IndexTerm.AxisTerm) term).axis()))
                .toList();
        if (mentioned.stream().anyMatch(axis -> axis.extent().isBatch())) {
            possible &= terms.size() == 1 && terms.values().iterator().next() == 1;
            return new Form(terms, mentioned.getFirst(), 0);
        }
        Interval range = Interval.of(new Affine(terms, 0), axes);
        possible &= range.isEmpty() || range.high() - range.low() < Integer.MAX_VALUE;
        int size = range.isEmpty() ? 0 : (int) (range.high() - range.low() + 1);
        return new Form(terms, new Axis(mentioned.getFirst().name(), Extent.of(size)), (int) range.low());
    }

    private Optional<Form> find(SortedMap<IndexTerm, Integer> terms) {
        return forms.stream().filter(form -> form.terms().equals(terms)).findFirst();
    }

    /** The form or its negative, whichever has a positive first coefficient: both move over the same places. */
    private static SortedMap<IndexTerm, Integer> positive(SortedMap<IndexTerm, Integer> terms) {
        return !terms.isEmpty() && terms.firstEntry().getValue() < 0
                ? new Affine(terms, 0).times(-1).coefficients()
                : terms;
    }

    private Scalar moved(Scalar scalar) {
        Scalar inner = scalar.mapChildren(this::moved);
        return switch (inner) {
            case Scalar.IndexValue value -> new Scalar.IndexValue(moved(value.index()));
            case Scalar.Load load ->
                new Scalar.Load(
                        load.source(),
                        load.at().stream()
                                .<Subscript>map(place -> switch (place) {
                                    case Affine affine -> moved(affine);
                                    case Subscript.Data data -> data;
                                })
                                .toList(),
                        load.otherwise());
            case Scalar.Literal literal -> literal;
            case Scalar.Size size -> size;
            case Scalar.Apply apply -> apply;
        };
    }

    private Affine moved(Affine place) {
        if (copy && isZero(place)) {
            return Affine.constant(0);
        }
        TreeMap<IndexTerm, Integer> linear = new TreeMap<>();
        Affine sum = Affine.constant(place.constant());
        for (Map.Entry<IndexTerm, Integer> entry : place.coefficients().entrySet()) {
            int c = entry.getValue();
            sum = switch (entry.getKey()) {
                case IndexTerm.AxisTerm axis -> {
                    linear.put(axis, c);
                    yield sum;
                }
                case IndexTerm.Quotient q ->
                    sum.plus(moved(q.of()).dividedBy(q.by()).times(c));
                case IndexTerm.Remainder r ->
                    sum.plus(moved(r.of()).modulo(r.by()).times(c));
            };
        }
        return linear.isEmpty() ? sum : sum.plus(movedLinear(linear));
    }

    private Affine movedLinear(SortedMap<IndexTerm, Integer> linear) {
        SortedMap<IndexTerm, Integer> key = positive(linear);
        Form form = find(key).orElseThrow();
        Affine place = Affine.axis(forms.indexOf(form)).plus(form.low());
        return key.equals(linear) ? place : place.times(-1);
    }
}
