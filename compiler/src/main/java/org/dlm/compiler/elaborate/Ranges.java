package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.ast.Binder;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.IndexNotation.BoundIndex;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Interval;

/**
 * Finds the ranges of indices (rule 2): stated; else the dimension where the index stands alone; else, as the only unknown of an unguarded
 * compound place, the largest range that stays inside. The right side is evaluated once on trial, in silence, to see the places.
 */
final class Ranges {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;

    Ranges(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
    }

    /** The indices of a definition or reduction, and its right side over them. */
    record Elements(List<BoundIndex> bound, TensorValue right) {
        List<Integer> indices() {
            return bound.stream().flatMap(b -> b.indices().stream()).toList();
        }
    }

    /**
     * The right side over all values of the indices; an error where nothing tells the range of one.
     *
     * <p>While an outer right side runs on trial, one trial of this one is enough: its indices have their ranges by the end of it, so it
     * is the value too. With a second run at every level, the time would double with each. A trial that fails is repeated with its
     * ranges, which may be what it wanted; but not inside of one that is repeated, or a fault would be looked at 2^n times.
     */
    Elements elements(List<Binder> binders, Expr right, Body body) {
        checkNames(binders, body);
        Map<Binder, List<Extent>> stated = stated(binders, body);
        Map<Binder, List<Extent>> found = Map.of();
        if (stated.size() < binders.size()) {
            Trial trial = run(binders, stated, right, body);
            found = trial.found();
            if (elaboration.isSilent() && trial.right().isPresent() && stated.size() + found.size() == binders.size()) {
                return new Elements(trial.bound(), trial.right().get());
            }
            if (elaboration.isSilent() && trial.failure().isPresent()) {
                Map<Binder, List<Extent>> ranges = found;
                return elaboration.again(trial.failure().get(), () -> known(binders, stated, ranges, right, body));
            }
        }
        return known(binders, stated, found, right, body);
    }

    private Elements known(
            List<Binder> binders,
            Map<Binder, List<Extent>> stated,
            Map<Binder, List<Extent>> found,
            Expr right,
            Body body) {
        List<BoundIndex> bound = bound(binders, stated, found, right, body);
        Body inner =
                body.within(bound.stream().flatMap(b -> b.indices().stream()).toList());
        bound.forEach(b -> inner.scope().hide(b.name(), b.value()));
        return new Elements(bound, evaluator.tensor(right, inner));
    }

    private List<BoundIndex> bound(
            List<Binder> binders,
            Map<Binder, List<Extent>> stated,
            Map<Binder, List<Extent>> found,
            Expr right,
            Body body) {
        List<BoundIndex> bound = new ArrayList<>();
        for (Binder binder : binders) {
            boolean inferred = !stated.containsKey(binder);
            List<Extent> extents = inferred ? found.get(binder) : stated.get(binder);
            if (extents == null) {
                if (readsError(right, body)) {
                    throw ElaborationException.poisoned();
                }
                throw elaboration.error(
                        DiagnosticId.RANGE_UNKNOWN,
                        binder.span(),
                        "nothing tells the range of the index " + binder.name().text() + "; state it: "
                                + binder.name().text() + (binder.group() ? ".." : "") + " < n");
            }
            bound.add(BoundIndex.create(elaboration.indices(), binder, extents, inferred));
        }
        return bound;
    }

    private void checkNames(List<Binder> binders, Body body) {
        List<String> seen = new ArrayList<>();
        for (Binder binder : binders) {
            String name = binder.name().text();
            if (seen.contains(name)) {
                throw elaboration.error(
                        DiagnosticId.INDEX_NAME_CLASH, binder.span(), "the index " + name + " is written twice");
            }
            seen.add(name);
            if (!isBatch(binder) && body.scope().value(name).isPresent()) {
                throw elaboration.error(
                        DiagnosticId.INDEX_NAME_CLASH,
                        binder.span(),
                        "the index " + name + " has the name of a value in scope; choose another letter");
            }
        }
    }

    private static boolean isBatch(Binder binder) {
        return binder.name().text().equals("batch") && binder.limit().isEmpty() && !binder.group();
    }

    private Map<Binder, List<Extent>> stated(List<Binder> binders, Body body) {
        Map<Binder, List<Extent>> stated = new LinkedHashMap<>();
        for (Binder binder : binders) {
            if (isBatch(binder)) {
                stated.put(binder, List.of(Extent.BATCH));
            } else if (binder.limit().isPresent()) {
                Expr limit = binder.limit().get();
                Value value = Values.single(evaluator.evaluate(limit, body));
                if (binder.group() && !(value instanceof ListValue)) {
                    throw elaboration.error(
                            DiagnosticId.TYPE_MISMATCH,
                            limit.span(),
                            "the range of a group is an int list, found " + values.describe(value));
                }
                List<Integer> sizes = binder.group()
                        ? values.integers(value, limit.span())
                        : List.of(values.integer(value, limit.span()));
                sizes.forEach(size -> checkSize(size, binder));
                stated.put(binder, sizes.stream().map(Extent::of).toList());
            }
        }
        return stated;
    }

    private void checkSize(int size, Binder binder) {
        if (size < 0) {
            throw elaboration.error(
                    DiagnosticId.OUT_OF_BOUNDS,
                    binder.span(),
                    "the range of " + binder.name().text() + " is " + size + ", which is negative");
        }
    }

    /** Whether it reads a name whose own definition failed: what follows from that is not reported. */
    private static boolean readsError(Expr right, Body body) {
        return Names.read(right).stream()
                .anyMatch(name -> body.scope()
                        .value(name)
                        .filter(v -> v instanceof Value.ErrorValue)
                        .isPresent());
    }

    /** Extents of the binders that are not stated, as far as the places of the right side tell. */
    Map<Binder, List<Extent>> onTrial(List<Binder> binders, Map<Binder, List<Extent>> stated, Expr right, Body body) {
        return run(binders, stated, right, body).found();
    }

    /**
     * What a trial has found.
     *
     * @param found extents of the binders that are not stated
     * @param bound all binders, where all are found
     * @param right the value, where the trial came to its end and has seen all places
     * @param failure what ended it early
     */
    private record Trial(
            Map<Binder, List<Extent>> found,
            List<BoundIndex> bound,
            Optional<TensorValue> right,
            Optional<ElaborationException> failure) {}

    private Trial run(List<Binder> binders, Map<Binder, List<Extent>> stated, Expr right, Body body) {
        Map<Binder, GroupCell> cells = new LinkedHashMap<>();
        Body inner = body.nested();
        List<Integer> known = new ArrayList<>();
        for (Binder binder : binders) {
            GroupCell cell = new GroupCell(binder.name().text());
            cells.put(binder, cell);
            if (stated.containsKey(binder)) {
                BoundIndex bound = BoundIndex.create(elaboration.indices(), binder, stated.get(binder), false);
                inner.scope().hide(bound.name(), bound.value());
                cell.resolve(bound.indices());
                known.addAll(bound.indices());
            } else if (binder.group()) {
                inner.scope().hide(cell.name(), new Value.OpenGroup(cell));
            } else {
                int index = elaboration.indices().addUnknown(cell.name());
                cell.resolve(List.of(index));
                inner.scope().hide(cell.name(), IndexNotation.index(index));
            }
        }
        int draws = elaboration.draws();
        int usesBefore = elaboration.indices().uses().size();
        List<TensorValue> values = new ArrayList<>();
        int passedOver = elaboration.indices().passedOver();
        Optional<ElaborationException> failure =
                elaboration.silently(() -> values.add(evaluator.tensor(right, inner.within(known))));
        boolean complete = elaboration.indices().passedOver() == passedOver;
        elaboration.resetDraws(draws);
        List<Indices.Use> uses = elaboration.indices().uses();
        fromCompounds(cells, uses.subList(usesBefore, uses.size()));
        if (!elaboration.isSilent()) {
            uses.clear();
        }
        Optional<TensorValue> value = complete ? values.stream().findFirst() : Optional.empty();
        Map<Binder, List<Extent>> found = extents(cells, stated);
        if (found.size() + stated.size() < binders.size()) {
            failure.filter(ElaborationException::tooLarge).ifPresent(tooLarge -> {
                throw tooLarge;
            });
        }
        Optional<ElaborationException> ended =
                values.isEmpty() ? Optional.of(failure.orElseGet(ElaborationException::poisoned)) : Optional.empty();
        return new Trial(found, bound(cells), value, ended);
    }

    private static List<BoundIndex> bound(Map<Binder, GroupCell> cells) {
        return cells.entrySet().stream()
                .map(entry -> new BoundIndex(
                        entry.getKey().name().text(),
                        entry.getKey().group(),
                        entry.getValue().indices().orElse(List.of())))
                .toList();
    }

    private Map<Binder, List<Extent>> extents(Map<Binder, GroupCell> cells, Map<Binder, List<Extent>> stated) {
        Map<Binder, List<Extent>> found = new LinkedHashMap<>();
        cells.forEach((binder, cell) -> {
            if (!stated.containsKey(binder) && cell.indices().isPresent()) {
                List<Extent> extents = new ArrayList<>();
                cell.indices()
                        .get()
                        .forEach(i -> elaboration.indices().extent(i).ifPresent(extents::add));
                if (extents.size() == cell.indices().get().size()) {
                    found.put(binder, extents);
                }
            }
        });
        return found;
    }

    private void fromCompounds(Map<Binder, GroupCell> cells, List<Indices.Use> uses) {
        for (GroupCell cell : cells.values()) {
            for (int index : cell.indices().orElse(List.of())) {
                if (elaboration.indices().extent(index).isEmpty()) {
                    largestInside(index, uses)
                            .ifPresent(n -> elaboration.indices().resolve(index, Extent.of(n)));
                }
            }
        }
    }

    /** The largest n such that every place that the index occurs in stays inside for all values below n. */
    private Optional<Integer> largestInside(int index, List<Indices.Use> uses) {
        Optional<Integer> smallest = Optional.empty();
        for (Indices.Use use : uses) {
            int c = use.place().coefficient(index);
            if (c == 0 || !othersKnown(use.place(), index)) {
                continue;
            }
            Affine rest = use.place().minus(Affine.axis(index).times(c));
            Interval interval = Interval.of(rest, elaboration.indices().axes());
            long room = c > 0 ? use.extent().fixedSize() - 1L - interval.high() : interval.low();
            int n = Math.toIntExact(Math.max(0, Math.floorDiv(room, (long) Math.abs(c)) + 1));
            smallest = Optional.of(smallest.map(s -> Math.min(s, n)).orElse(n));
        }
        return smallest;
    }

    private boolean othersKnown(Affine place, int index) {
        return place.coefficients().keySet().stream().allMatch(term -> switch (term) {
            case IndexTerm.AxisTerm axis ->
                axis.axis() == index
                        || elaboration.indices().extent(axis.axis()).isPresent();
            case IndexTerm.Quotient quotient -> !quotient.of().mentions(index) && othersKnown(quotient.of(), index);
            case IndexTerm.Remainder remainder -> !remainder.of().mentions(index) && othersKnown(remainder.of(), index);
        });
    }
}
