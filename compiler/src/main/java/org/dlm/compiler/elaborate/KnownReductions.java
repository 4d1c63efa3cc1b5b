package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.ast.Binder;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.elaborate.Value.IntValue;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.elaborate.Value.RealValue;
import org.dlm.compiler.elaborate.Value.TruthValue;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Primitive;

/**
 * Reductions whose body is known when the model is compiled, such as {@code prod(kernel)}, computed at once by going through all values of
 * the indices. Also those over a known short range whose elements are indices or conditions over them are joined term by term.
 */
final class KnownReductions {
    /** Beyond so many terms a reduction is left to the graph. */
    private static final int MOST_TERMS = 65_536;

    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;
    private final Ranges ranges;

    KnownReductions(Elaboration elaboration, Values values, Evaluator evaluator, Ranges ranges) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
        this.ranges = ranges;
    }

    Optional<Value> reduce(Expr.Reduction reduction, Body body) {
        if (!readsOnlyKnown(reduction.body(), reduction.binders(), body)) {
            return Optional.empty();
        }
        Optional<List<List<Extent>>> extents = extents(reduction, body);
        if (extents.isEmpty()) {
            return Optional.empty();
        }
        List<Value> terms = new ArrayList<>();
        List<Integer> flat = extents.get().stream()
                .flatMap(List::stream)
                .map(Extent::fixedSize)
                .toList();
        double count = flat.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
        if (count > MOST_TERMS) {
            return Optional.empty();
        }
        int[] place = new int[flat.size()];
        for (long n = 0; n < count; n++) {
            Value term = Values.single(evaluator.evaluate(reduction.body(), at(place, reduction, extents.get(), body)));
            if (!KnownArithmetic.known(term)) {
                return Optional.empty();
            }
            terms.add(term);
            advance(place, flat);
        }
        return join(reduction, terms);
    }

    private Optional<List<List<Extent>>> extents(Expr.Reduction reduction, Body body) {
        Map<Binder, List<Extent>> stated = new LinkedHashMap<>();
        for (Binder binder : reduction.binders()) {
            if (binder.limit().isPresent()) {
                Value limit = Values.single(evaluator.evaluate(binder.limit().get(), body));
                if (!Values.known(limit)) {
                    return Optional.empty();
                }
                List<Integer> sizes = values.integers(limit, binder.span());
                if (sizes.stream().anyMatch(size -> size < 0)) {
                    return Optional.empty();
                }
                stated.put(binder, sizes.stream().map(Extent::of).toList());
            }
        }
        Map<Binder, List<Extent>> found = stated.size() == reduction.binders().size()
                ? Map.of()
                : ranges.onTrial(reduction.binders(), stated, reduction.body(), body);
        List<List<Extent>> all = new ArrayList<>();
        for (Binder binder : reduction.binders()) {
            List<Extent> extents = stated.getOrDefault(binder, found.get(binder));
            if (extents == null) {
                return Optional.empty();
            }
            all.add(extents);
        }
        return Optional.of(all);
    }

    private static Body at(int[] place, Expr.Reduction reduction, List<List<Extent>> extents, Body body) {
        Body inner = body.nested();
        int next = 0;
        for (int b = 0; b < reduction.binders().size(); b++) {
            Binder binder = reduction.binders().get(b);
            List<Value> own = new ArrayList<>();
            for (int d = 0; d < extents.get(b).size(); d++) {
                own.add(new IntValue(place[next++]));
            }
            inner.scope().hide(binder.name().text(), binder.group() ? new ListValue(own) : own.getFirst());
        }
        return inner;
    }

    private static void advance(int[] place, List<Integer> sizes) {
        for (int d = place.length - 1; d >= 0; d--) {
            place[d]++;
            if (place[d] < sizes.get(d)) {
                return;
            }
            place[d] = 0;
        }
    }

    private Optional<Value> join(Expr.Reduction reduction, List<Value> terms) {
        boolean whole = terms.stream().allMatch(t -> t instanceof IntValue);
        return switch (reduction.kind().text()) {
            case "sum" -> fold(Primitive.ADD, whole ? new IntValue(0) : new RealValue(0), terms);
            case "prod" -> fold(Primitive.MULTIPLY, whole ? new IntValue(1) : new RealValue(1), terms);
            case "max" -> fold(Primitive.MAX, new RealValue(Double.NEGATIVE_INFINITY), terms);
            case "min" -> fold(Primitive.MIN, new RealValue(Double.POSITIVE_INFINITY), terms);
            case "any" -> fold(Primitive.OR, new TruthValue(false), terms);
            case "all" -> fold(Primitive.AND, new TruthValue(true), terms);
            case "count" ->
                Optional.of(new IntValue(
                        terms.stream().filter(new TruthValue(true)::equals).count()));
            case "mean" ->
                fold(Primitive.ADD, new RealValue(0), terms)
                        .map(sum -> terms.isEmpty() ? sum : new RealValue(((RealValue) sum).value() / terms.size()));
            default -> Optional.empty();
        };
    }

    private static Optional<Value> fold(Primitive primitive, Value start, List<Value> terms) {
        boolean extreme = primitive == Primitive.MAX || primitive == Primitive.MIN;
        Value result = extreme && !terms.isEmpty() ? terms.getFirst() : start;
        for (Value term : extreme && !terms.isEmpty() ? terms.subList(1, terms.size()) : terms) {
            Optional<Value> next = KnownArithmetic.apply(primitive, List.of(result, term));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            result = next.get();
        }
        return Optional.of(result);
    }

    /** Whether an expression reads nothing but its own indices and names that are known. Calls of functions may be known too. */
    private boolean readsOnlyKnown(Expr expression, List<Binder> binders, Body body) {
        return Names.read(expression).stream()
                .filter(name -> binders.stream().noneMatch(b -> b.name().text().equals(name)))
                .allMatch(name -> body.scope()
                        .value(name)
                        .map(Values::known)
                        .orElseGet(() -> elaboration
                                        .library()
                                        .constant(body.declaration(), name)
                                        .isPresent()
                                || name.equals("pi")
                                || name.equals("inf")));
    }
}
