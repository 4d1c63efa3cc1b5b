package org.dlm.compiler.autodiff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Interval;
import org.dlm.compiler.graph.Places;

/**
 * Solves {@code place(axes) = p} for the axes: which elements of a domain read the element p of an operand? Every equation is
 * kept as {@code form = 0}. Steps, each an equivalence, the one that leaves the fewest elements to search first:
 *
 * <ul>
 *   <li>{@code i + rest = p}: {@code i = p - rest};
 *   <li>{@code c * i + rest = p} with rest in {@code 0 .. c}: {@code i = div(p, c)} and {@code rest = p % c};
 *   <li>{@code c * i + u + rest = p}, t being p - rest: {@code u = c * q + t % c} and {@code i = div(t, c) - q} for a new axis q
 *       (the phases of a strided convolution);
 *   <li>{@code c * i + rest = p}, t being p - rest: {@code i = div(t, c)} if {@code t % c == 0};
 *   <li>{@code div(a, c) + rest = p}: {@code a = c * (p - rest) + r} for a new axis {@code r < c};
 *   <li>{@code a % c + rest = p}: {@code a = c * q + p - rest} for a new axis q, if {@code 0 <= p - rest < c}.
 * </ul>
 *
 * <p>That an axis solved lies in its range remains to be asked.
 */
final class PlaceSolver {
    /** Stands for the unknown size of the batch in comparisons of cost. */
    static final long TYPICAL_BATCH = 1000;

    private static final int NO_AXIS = -1;

    private final List<Axis> axes;
    private final int rank;
    private final Set<Integer> unsolved = new LinkedHashSet<>();
    private final Map<Integer, Affine> solved = new LinkedHashMap<>();
    private final List<Affine> forms = new ArrayList<>();
    /** Places that must be 0, beside the forms that stay. */
    private final List<Affine> zeros = new ArrayList<>();

    private final List<Ranged> ranges = new ArrayList<>();

    /** A place that must lie in a range: what was found for an axis of the domain (by its number there), or another. */
    record Ranged(int axis, Affine place, Extent extent) {}

    /** One step: what it solves, and how many elements stay to be searched after it. */
    private record Step(long cost, int order, int axis, Runnable act) {}

    /**
     * @param element the axes of p, one for each dimension of the operand
     * @param domain the axes of the places
     */
    PlaceSolver(List<Axis> element, List<Axis> domain) {
        this.axes = new ArrayList<>(element);
        this.axes.addAll(domain);
        this.rank = element.size();
        for (int axis = 0; axis < domain.size(); axis++) {
            unsolved.add(rank + axis);
        }
    }

    /** Adds the equation {@code place = p[dimension]}. */
    void require(Affine place, int dimension) {
        Affine shifted = place.substitute(axis -> Affine.axis(axis + rank));
        forms.add(shifted.minus(Affine.axis(dimension)));
    }

    /** What is left: the axes of p, then those that remain to be searched; each axis of the domain as a place over these. */
    record Solution(
            List<Axis> axes,
            List<Axis> remaining,
            List<Affine> domain,
            List<Affine> zeros,
            List<Ranged> ranges,
            boolean open) {}

    Solution solve(int domainRank) {
        while (true) {
            Optional<Step> best = forms.stream()
                    .flatMap(form -> steps(form).stream())
                    .min(Comparator.comparingLong(Step::cost)
                            .thenComparing(Step::order)
                            .thenComparing(Step::axis));
            if (best.isEmpty()) {
                return solution(domainRank);
            }
            best.get().act().run();
        }
    }

    private Solution solution(int domainRank) {
        for (int axis : List.copyOf(unsolved)) {
            if (axes.get(axis).extent().equals(Extent.of(1))) {
                put(axis, Affine.constant(0));
            }
        }
        boolean open = forms.stream().anyMatch(form -> unsolved.stream().anyMatch(form::mentions));
        zeros.addAll(forms);
        List<Integer> kept = new ArrayList<>(unsolved);
        List<Axis> remaining = kept.stream().map(axes::get).toList();
        List<Axis> all = new ArrayList<>(axes.subList(0, rank));
        all.addAll(remaining);
        List<Affine> domain = new ArrayList<>();
        for (int axis = rank; axis < rank + domainRank; axis++) {
            domain.add(renumbered(solved.getOrDefault(axis, Affine.axis(axis)), kept));
        }
        List<Ranged> renumberedRanges = ranges.stream()
                .map(r -> new Ranged(r.axis, renumbered(r.place, kept), r.extent))
                .toList();
        return new Solution(
                all,
                remaining,
                domain,
                zeros.stream().map(z -> renumbered(z, kept)).toList(),
                renumberedRanges,
                open);
    }

    private Affine renumbered(Affine place, List<Integer> kept) {
        return place.substitute(axis -> Affine.axis(axis < rank ? axis : rank + kept.indexOf(axis)));
    }

    private List<Step> steps(Affine form) {
        List<Step> steps = new ArrayList<>();
        for (Map.Entry<IndexTerm, Integer> entry : form.coefficients().entrySet()) {
            int factor = entry.getValue();
            // With the factor made positive, so that each step has one form.
            Affine positive = factor < 0 ? form.times(-1) : form;
            switch (entry.getKey()) {
                case IndexTerm.AxisTerm a
                when solvable(a.axis(), form) -> addSteps(form, positive, a.axis(), Math.abs(factor), steps);
                case IndexTerm.AxisTerm a -> {}
                case IndexTerm.Quotient q
                when Math.abs(factor) == 1 && searched(q.of()) ->
                    steps.add(new Step(
                            cost(form, -1) * q.by(), 4, Integer.MAX_VALUE, () -> openQuotient(form, positive, q)));
                case IndexTerm.Remainder r
                when Math.abs(factor) == 1 && searched(r.of()) ->
                    steps.add(new Step(
                            cost(form, -1) * r.by(), 5, Integer.MAX_VALUE, () -> openRemainder(form, positive, r)));
                case IndexTerm.Quotient q -> {}
                case IndexTerm.Remainder r -> {}
            }
        }
        return steps;
    }

    private void addSteps(Affine form, Affine positive, int axis, int factor, List<Step> steps) {
        long others = cost(form, axis);
        Affine rest = positive.minus(Affine.axis(axis).times(factor));
        if (factor == 1) {
            steps.add(new Step(others, 0, axis, () -> solveByDifference(form, axis, rest)));
            return;
        }
        Affine searchedPart = searchedPart(rest);
        Interval interval = Interval.of(searchedPart, axes);
        if (!searchedPart.isConstant() && interval.high() - interval.low() < factor) {
            steps.add(new Step(
                    1, 1, axis, () -> solveByDigits(form, axis, factor, rest, searchedPart, (int) interval.low())));
        }
        for (int phase : unsolved) {
            int sign = rest.coefficient(phase);
            if (Math.abs(sign) == 1
                    && solvable(phase, form)
                    && axes.get(phase).extent() instanceof Extent.Fixed fixed) {
                long count = Math.ceilDiv(fixed.size(), factor) * Math.max(1, others / Math.max(1, fixed.size()));
                steps.add(new Step(count, 2, axis, () -> solveByPhases(form, axis, factor, rest, phase, sign)));
            }
        }
        steps.add(new Step(others, 3, axis, () -> solveByDivision(form, axis, factor, rest)));
    }

    /** {@code axis + rest = 0}. */
    private void solveByDifference(Affine form, int axis, Affine rest) {
        forms.remove(form);
        put(axis, rest.times(-1));
    }

    /** {@code factor * axis + searched + t = 0} with {@code searched - low} in {@code 0 .. factor}. */
    private void solveByDigits(Affine form, int axis, int factor, Affine rest, Affine searched, int low) {
        Affine target = rest.minus(searched).times(-1).plus(-low);
        forms.remove(form);
        forms.add(searched.plus(-low).minus(target.modulo(factor)));
        put(axis, target.dividedBy(factor));
    }

    /** {@code factor * axis + sign * phase - t = 0}. */
    private void solveByPhases(Affine form, int axis, int factor, Affine rest, int phase, int sign) {
        Affine t = rest.minus(Affine.axis(phase).times(sign)).times(-1);
        int size = axes.get(phase).extent().fixedSize();
        int search = Math.ceilDiv(size, factor);
        Affine q = search == 1
                ? Affine.constant(0)
                : Affine.axis(search(axes.get(phase).name(), search));
        forms.remove(form);
        put(phase, q.times(factor).plus(t.times(sign).modulo(factor)));
        // sign 1: (t - t % c) / c - q; sign -1: (t + -t % c) / c + q, rounded up.
        Affine whole =
                sign > 0 ? t.dividedBy(factor) : t.times(-1).dividedBy(factor).times(-1);
        put(axis, substituted(whole).minus(q.times(sign)));
    }

    /** {@code factor * axis - t = 0}. */
    private void solveByDivision(Affine form, int axis, int factor, Affine rest) {
        Affine t = rest.times(-1);
        forms.remove(form);
        zeros.add(t.modulo(factor));
        put(axis, t.dividedBy(factor));
    }

    private void openQuotient(Affine form, Affine positive, IndexTerm.Quotient quotient) {
        Affine value = positive.minus(Affine.of(quotient)).times(-1);
        forms.remove(form);
        Affine r = Affine.axis(search("r", quotient.by()));
        forms.add(quotient.of().minus(value.times(quotient.by())).minus(r));
    }

    private void openRemainder(Affine form, Affine positive, IndexTerm.Remainder remainder) {
        Affine value = positive.minus(Affine.of(remainder)).times(-1);
        Interval interval = Interval.of(remainder.of(), axes);
        int first = (int) Math.floorDiv(interval.low(), (long) remainder.by());
        int last = (int) Math.floorDiv(interval.high(), (long) remainder.by());
        forms.remove(form);
        ranges.add(new Ranged(NO_AXIS, value, Extent.of(remainder.by())));
        Affine q = Affine.axis(search("q", last - first + 1)).plus(first);
        forms.add(remainder.of().minus(q.times(remainder.by())).minus(value));
    }

    /** A new axis to be searched. */
    private int search(String name, int size) {
        axes.add(new Axis(name, Extent.of(size)));
        unsolved.add(axes.size() - 1);
        return axes.size() - 1;
    }

    /** Takes a place for an axis everywhere. */
    private void put(int axis, Affine place) {
        unsolved.remove(axis);
        Affine simple = Places.simplified(place, axes);
        solved.put(axis, simple);
        ranges.add(new Ranged(axis - rank, simple, axes.get(axis).extent()));
        solved.replaceAll((key, value) -> substituted(value));
        forms.replaceAll(this::substituted);
        zeros.replaceAll(this::substituted);
        ranges.replaceAll(ranged -> new Ranged(ranged.axis, substituted(ranged.place), ranged.extent));
    }

    private Affine substituted(Affine place) {
        return Places.simplified(place.substitute(axis -> solved.getOrDefault(axis, Affine.axis(axis))), axes);
    }

    /** Whether an axis is to be found and stands in the form only at the top. */
    private boolean solvable(int axis, Affine form) {
        return unsolved.contains(axis)
                && !form.minus(Affine.axis(axis).times(form.coefficient(axis))).mentions(axis);
    }

    private boolean searched(Affine place) {
        return unsolved.stream().anyMatch(place::mentions);
    }

    /** The terms with axes that are still to be found. */
    private Affine searchedPart(Affine place) {
        Affine part = Affine.constant(0);
        for (Map.Entry<IndexTerm, Integer> entry : place.coefficients().entrySet()) {
            Affine term = Affine.of(entry.getKey());
            part = searched(term) ? part.plus(term.times(entry.getValue())) : part;
        }
        return part;
    }

    /** The elements of the axes in a form, but for one. */
    private long cost(Affine form, int except) {
        long product = 1;
        for (int axis : unsolved) {
            if (axis != except && form.mentions(axis)) {
                product *= typicalSize(axes.get(axis));
            }
        }
        return product;
    }

    static long typicalSize(Axis axis) {
        return axis.extent() instanceof Extent.Fixed fixed ? Math.max(1, fixed.size()) : TYPICAL_BATCH;
    }
}
