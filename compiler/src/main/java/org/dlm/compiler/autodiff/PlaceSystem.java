package org.dlm.compiler.autodiff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Places;

/**
 * The equations of a {@link PlaceSolver} and what is known so far. Axes are numbered through: those of the element p, those of
 * the domain, those that the solver adds. Every equation is kept as {@code form = 0}.
 */
final class PlaceSystem {
    private static final int NO_AXIS = -1;

    private final List<Axis> axes;
    private final int rank;
    private final int domainRank;
    private final Set<Integer> unsolved = new LinkedHashSet<>();
    private final Map<Integer, Affine> solved = new LinkedHashMap<>();
    private final List<Affine> forms = new ArrayList<>();
    private final List<Affine> zeros = new ArrayList<>();
    private final List<Ranged> ranges = new ArrayList<>();

    PlaceSystem(List<Axis> element, List<Axis> domain) {
        this.axes = new ArrayList<>(element);
        this.axes.addAll(domain);
        this.rank = element.size();
        this.domainRank = domain.size();
        for (int axis = 0; axis < domainRank; axis++) {
            unsolved.add(rank + axis);
        }
    }

    /** A place that must lie in a range: what was found for an axis of the domain (by its number there), or another. */
    record Ranged(int axis, Affine place, Extent extent) {}

    /**
     * What was found.
     *
     * @param axes those of p, then those that remain to be searched
     * @param domain each axis of the domain as a place over these
     * @param zeros places that must be 0
     * @param open whether an equation was left that mentions axes to be searched
     */
    record Solution(
            List<Axis> axes,
            List<Axis> remaining,
            List<Affine> domain,
            List<Affine> zeros,
            List<Ranged> ranges,
            boolean open) {}

    /** Adds the equation {@code place = p[dimension]}, the place being over the domain. */
    void require(Affine place, int dimension) {
        Affine shifted = place.substitute(axis -> Affine.axis(axis + rank));
        forms.add(shifted.minus(Affine.axis(dimension)));
    }

    List<Affine> forms() {
        return List.copyOf(forms);
    }

    List<Axis> axes() {
        return List.copyOf(axes);
    }

    Set<Integer> unsolved() {
        return new LinkedHashSet<>(unsolved);
    }

    /** Takes other equations for one. */
    void replace(Affine form, Affine... others) {
        forms.remove(form);
        forms.addAll(List.of(others));
    }

    /** Asks that a place be 0. */
    void requireZero(Affine place) {
        zeros.add(place);
    }

    void requireRange(Affine place, int size) {
        ranges.add(new Ranged(NO_AXIS, place, Extent.of(size)));
    }

    /** A new axis to be searched. */
    Affine search(String name, int size) {
        axes.add(new Axis(name, Extent.of(size)));
        unsolved.add(axes.size() - 1);
        return Affine.axis(axes.size() - 1);
    }

    /** Takes a place for an axis everywhere; that it lies in the axis's range remains to be asked. */
    void put(int axis, Affine place) {
        unsolved.remove(axis);
        Affine simple = substituted(place);
        solved.put(axis, simple);
        ranges.add(new Ranged(axis - rank, simple, axes.get(axis).extent()));
        solved.replaceAll((key, value) -> substituted(value));
        forms.replaceAll(this::substituted);
        zeros.replaceAll(this::substituted);
        ranges.replaceAll(ranged -> new Ranged(ranged.axis, substituted(ranged.place), ranged.extent));
    }

    /** Whether an axis is to be found and stands in the form only at the top. */
    boolean solvable(int axis, Affine form) {
        return unsolved.contains(axis)
                && !form.minus(Affine.axis(axis).times(form.coefficient(axis))).mentions(axis);
    }

    boolean searched(Affine place) {
        return unsolved.stream().anyMatch(place::mentions);
    }

    /** The terms with axes that are still to be found. */
    Affine searchedPart(Affine place) {
        Affine part = Affine.constant(0);
        for (Map.Entry<IndexTerm, Integer> entry : place.coefficients().entrySet()) {
            Affine term = Affine.of(entry.getKey());
            part = searched(term) ? part.plus(term.times(entry.getValue())) : part;
        }
        return part;
    }

    Solution solution() {
        for (int axis : List.copyOf(unsolved)) {
            if (axes.get(axis).extent().equals(Extent.of(1))) {
                put(axis, Affine.constant(0));
            }
        }
        boolean open = forms.stream().anyMatch(this::searched);
        List<Integer> kept = List.copyOf(unsolved);
        List<Axis> remaining = kept.stream().map(axes::get).toList();
        List<Axis> all = new ArrayList<>(axes.subList(0, rank));
        all.addAll(remaining);
        List<Affine> conditions = new ArrayList<>(zeros);
        conditions.addAll(forms);
        List<Affine> domain = new ArrayList<>();
        for (int axis = rank; axis < rank + domainRank; axis++) {
            domain.add(renumbered(solved.getOrDefault(axis, Affine.axis(axis)), kept));
        }
        return new Solution(
                all,
                remaining,
                domain,
                conditions.stream().map(zero -> renumbered(zero, kept)).toList(),
                ranges.stream()
                        .map(r -> new Ranged(r.axis, renumbered(r.place, kept), r.extent))
                        .toList(),
                open);
    }

    private Affine renumbered(Affine place, List<Integer> kept) {
        return place.substitute(axis -> Affine.axis(axis < rank ? axis : rank + kept.indexOf(axis)));
    }

    private Affine substituted(Affine place) {
        return Places.simplified(place.substitute(axis -> solved.getOrDefault(axis, Affine.axis(axis))), axes);
    }
}
