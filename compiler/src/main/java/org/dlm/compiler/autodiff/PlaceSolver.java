package org.dlm.compiler.autodiff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Interval;

/**
 * Solves {@code place(axes) = p} for the axes: which elements of a domain read the element p of an operand? Steps, each an
 * equivalence, the one that leaves the fewest elements to search first:
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
 */
final class PlaceSolver {
    /** Stands for the unknown size of the batch in comparisons of cost. */
    private static final long TYPICAL_BATCH = 1000;

    private static final int LAST = Integer.MAX_VALUE;

    private final PlaceSystem system;

    private PlaceSolver(PlaceSystem system) {
        this.system = system;
    }

    /** One step: how many elements stay to be searched after it, its place in the list above, and what it solves. */
    private record Step(long cost, int order, int axis, Runnable act) {}

    static PlaceSystem.Solution solve(PlaceSystem system) {
        PlaceSolver solver = new PlaceSolver(system);
        Comparator<Step> order =
                Comparator.comparingLong(Step::cost).thenComparing(Step::order).thenComparing(Step::axis);
        while (true) {
            Optional<Step> best = system.forms().stream()
                    .flatMap(form -> solver.steps(form).stream())
                    .min(order);
            if (best.isEmpty()) {
                return system.solution();
            }
            best.get().act().run();
        }
    }

    /** The elements of an axis, for comparisons. */
    static long typicalSize(Axis axis) {
        return axis.extent() instanceof Extent.Fixed fixed ? Math.max(1, fixed.size()) : TYPICAL_BATCH;
    }

    private List<Step> steps(Affine form) {
        List<Step> steps = new ArrayList<>();
        for (Map.Entry<IndexTerm, Integer> entry : form.coefficients().entrySet()) {
            int factor = Math.abs(entry.getValue());
            // With the factor made positive, so that each step has one form.
            Affine positive = entry.getValue() < 0 ? form.times(-1) : form;
            switch (entry.getKey()) {
                case IndexTerm.AxisTerm a -> {
                    if (system.solvable(a.axis(), form)) {
                        addSteps(form, positive, a.axis(), factor, steps);
                    }
                }
                case IndexTerm.Quotient q -> {
                    if (factor == 1 && system.searched(q.of())) {
                        steps.add(new Step(cost(form, LAST) * q.by(), 4, LAST, () -> openQuotient(form, positive, q)));
                    }
                }
                case IndexTerm.Remainder r -> {
                    if (factor == 1 && system.searched(r.of())) {
                        steps.add(new Step(cost(form, LAST) * r.by(), 5, LAST, () -> openRemainder(form, positive, r)));
                    }
                }
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
        Affine searched = system.searchedPart(rest);
        Interval interval = Interval.of(searched, system.axes());
        if (!searched.isConstant() && interval.high() - interval.low() < factor) {
            int low = (int) interval.low();
            steps.add(new Step(1, 1, axis, () -> solveByDigits(form, axis, factor, rest, searched, low)));
        }
        for (int phase : system.unsolved()) {
            boolean unit = Math.abs(rest.coefficient(phase)) == 1;
            if (unit
                    && system.solvable(phase, form)
                    && system.axes().get(phase).extent() instanceof Extent.Fixed fixed) {
                int size = fixed.size();
                long count = Math.ceilDiv(size, factor) * Math.max(1, others / Math.max(1, size));
                steps.add(new Step(count, 2, axis, () -> solveByPhases(form, axis, factor, rest, phase)));
            }
        }
        steps.add(new Step(others, 3, axis, () -> solveByDivision(form, axis, factor, rest)));
    }

    /** {@code axis + rest = 0}. */
    private void solveByDifference(Affine form, int axis, Affine rest) {
        system.replace(form);
        system.put(axis, rest.times(-1));
    }

    /** {@code factor * axis + (searched - low) = t} with {@code searched - low} in {@code 0 .. factor}. */
    private void solveByDigits(Affine form, int axis, int factor, Affine rest, Affine searched, int low) {
        Affine t = rest.minus(searched).times(-1).plus(-low);
        system.replace(form, searched.plus(-low).minus(t.modulo(factor)));
        system.put(axis, t.dividedBy(factor));
    }

    /**
     * {@code factor * axis + sign * phase = t}. With sign 1 the axis is {@code (t - t % c) / c - q}; with -1 it is {@code (t +
     * -t % c) / c + q}, which is rounded up.
     */
    private void solveByPhases(Affine form, int axis, int factor, Affine rest, int phase) {
        int sign = rest.coefficient(phase);
        Affine t = rest.minus(Affine.axis(phase).times(sign)).times(-1);
        Axis phases = system.axes().get(phase);
        int search = Math.ceilDiv(phases.extent().fixedSize(), factor);
        Affine q = search == 1 ? Affine.constant(0) : system.search(phases.name(), search);
        system.replace(form);
        system.put(phase, q.times(factor).plus(t.times(sign).modulo(factor)));
        Affine whole = t.times(sign).dividedBy(factor).times(sign);
        system.put(axis, whole.minus(q.times(sign)));
    }

    /** {@code factor * axis = t}. */
    private void solveByDivision(Affine form, int axis, int factor, Affine rest) {
        Affine t = rest.times(-1);
        system.replace(form);
        system.requireZero(t.modulo(factor));
        system.put(axis, t.dividedBy(factor));
    }

    private void openQuotient(Affine form, Affine positive, IndexTerm.Quotient quotient) {
        Affine value = positive.minus(Affine.of(quotient)).times(-1);
        Affine r = system.search("r", quotient.by());
        system.replace(form, quotient.of().minus(value.times(quotient.by())).minus(r));
    }

    private void openRemainder(Affine form, Affine positive, IndexTerm.Remainder remainder) {
        Affine value = positive.minus(Affine.of(remainder)).times(-1);
        Interval interval = Interval.of(remainder.of(), system.axes());
        int first = (int) Math.floorDiv(interval.low(), (long) remainder.by());
        int last = (int) Math.floorDiv(interval.high(), (long) remainder.by());
        system.requireRange(value, remainder.by());
        Affine q = system.search("q", last - first + 1).plus(first);
        system.replace(form, remainder.of().minus(q.times(remainder.by())).minus(value));
    }

    /** The elements of the axes to be found in a form, but for one. */
    private long cost(Affine form, int except) {
        return system.unsolved().stream()
                .filter(axis -> axis != except && form.mentions(axis))
                .mapToLong(axis -> typicalSize(system.axes().get(axis)))
                .reduce(1, (a, b) -> a * b);
    }
}
