package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.Computation;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.LoweredGroup;
import org.dlm.compiler.lower.Nest;
import org.dlm.compiler.lower.ParallelAxis;
import org.dlm.compiler.lower.ScalarForm;
import org.dlm.compiler.lower.Sharing;

/**
 * Pointwise groups whose last axis has two or four elements: vectors lie along the axis before it, one for each of the elements,
 * and are stored by turns. The derivatives of pooling and of strided convolutions by their data are of this form.
 *
 * <pre>{@code
 * dx[j, v < 2] = where(place[j] == v, d[j], 0):   e = where(place == 0, d, 0);  o = where(place == 1, d, 0)
 *                                                 dx[2 * j ..] = byTurns(e, o, 0);  dx[2 * j + 16 ..] = byTurns(e, o, 1)
 * }</pre>
 */
final class InterleavedSchedule {
    private final LoweredGroup group;
    private final Target target;
    private final Optional<LoopAxis> parallel;

    InterleavedSchedule(LoweredGroup group, Target target) {
        this.parallel = ParallelAxis.of(group);
        this.group = MergedAxes.of(group, parallel.stream().toList());
        this.target = target;
    }

    /** The kernel, if the group is of this form. */
    Optional<Kernel> kernel() {
        List<LoopAxis> outer = group.outer();
        if (outer.size() < 2
                || !isPair(outer.getLast())
                || isPart(outer.getLast())
                || outer.get(outer.size() - 2).extent().isBatch()) {
            return Optional.empty();
        }
        LoopAxis row = outer.get(outer.size() - 2);
        boolean dense = group.computations().stream().allMatch(c -> isDense(c, row, outer.getLast()));
        return dense ? vectors(row, outer.getLast()).map(v -> kernel(row, v)) : Optional.empty();
    }

    private static boolean isPair(LoopAxis axis) {
        return !axis.extent().isBatch()
                && (axis.extent().fixedSize() == 2 || axis.extent().fixedSize() == 4);
    }

    private static boolean isDense(Computation computation, LoopAxis row, LoopAxis last) {
        int size = last.extent().fixedSize();
        return computation.stored().isEmpty()
                || computation.op().type().element() == ElementType.FLOAT
                        && computation.place().coefficient(last.variable()) == 1
                        && computation.place().coefficient(row.variable()) == size;
    }

    /** The values of one computation at the elements of the last axis, and the locals that hold them. */
    private record Values(Computation computation, List<Expression> vectors, List<Variable> locals) {}

    private Optional<List<Values>> vectors(LoopAxis row, LoopAxis last) {
        int size = last.extent().fixedSize();
        List<Map<Variable, Expression>> locals = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            locals.add(new HashMap<>());
        }
        List<Values> values = new ArrayList<>();
        for (Computation computation : group.computations()) {
            List<Expression> vectors = new ArrayList<>();
            List<Variable> names = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Place at = Place.constant(i);
                Optional<Expression> vector = new Vectorizer(row.variable(), locals.get(i), target)
                        .vector(computation.body().substitute(v -> v.equals(last.variable()) ? at : Place.of(v)));
                if (vector.isEmpty()) {
                    return Optional.empty();
                }
                vectors.add(vector.get());
                names.add(group.variables().fresh(computation.value().name()));
                locals.get(i)
                        .put(
                                computation.value(),
                                Expression.Local.vector(vector.get().type(), names.get(i)));
            }
            values.add(new Values(computation, vectors, names));
        }
        return Optional.of(values);
    }

    private Kernel kernel(LoopAxis row, List<Values> values) {
        List<LoopAxis> outer = group.outer();
        Place from = isPart(row) ? Place.of(Variable.FROM) : Place.ZERO;
        Place to = isPart(row) ? Place.of(Variable.TO) : row.size();
        List<Statement> nest =
                List.of(new Statement.Loop(row.variable(), from, to, target.lanes(), body(row, from, to, values)));
        for (LoopAxis axis : outer.subList(0, outer.size() - 2).reversed()) {
            nest = isPart(axis) ? Nest.part(axis, nest) : Nest.around(List.of(axis), nest);
        }
        return ScalarForm.kernel(group, 1, nest);
    }

    private boolean isPart(LoopAxis axis) {
        return parallel.filter(axis::equals).isPresent();
    }

    private List<Statement> body(LoopAxis row, Place from, Place to, List<Values> values) {
        List<Statement> body = new ArrayList<>();
        Sharing sharing = new Sharing(group.variables());
        values.forEach(value -> value.vectors().forEach(sharing::count));
        for (Values value : values) {
            List<Expression> held = new ArrayList<>();
            for (int i = 0; i < value.vectors().size(); i++) {
                Expression vector = sharing.replace(value.vectors().get(i), body);
                body.add(new Statement.Declare(value.locals().get(i), vector));
                held.add(Expression.Local.vector(vector.type(), value.locals().get(i)));
            }
            value.computation().stored().ifPresent(operand -> body.addAll(stores(value, operand, held, row, from, to)));
        }
        return body;
    }

    private List<Statement> stores(
            Values value, int operand, List<Expression> held, LoopAxis row, Place from, Place to) {
        Place first = value.computation()
                .place()
                .substitute(v -> v.equals(group.outer().getLast().variable()) ? Place.ZERO : Place.of(v));
        List<Expression> parts = byTurns(held);
        List<Statement> stores = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            int distance = i * target.lanes();
            Place at = Place.of(row.variable()).times(parts.size()).plus(distance);
            Optional<Expression> mask = isWhole(from) && isWhole(to)
                    ? Optional.empty()
                    : Optional.of(new Expression.InRange(at, to.times(parts.size())));
            stores.add(new Statement.Store(operand, first.plus(distance), parts.get(i), mask));
        }
        return stores;
    }

    private boolean isWhole(Place bound) {
        return bound.isConstant() && bound.constant() % target.lanes() == 0;
    }

    /** Two vectors take turns lane by lane; four do so in pairs, of which each is made of every second one. */
    private static List<Expression> byTurns(List<Expression> vectors) {
        if (vectors.size() == 1) {
            return vectors;
        }
        List<Expression> even = new ArrayList<>();
        List<Expression> odd = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i += 2) {
            even.add(vectors.get(i));
            odd.add(vectors.get(i + 1));
        }
        List<Expression> first = byTurns(even);
        List<Expression> second = byTurns(odd);
        List<Expression> parts = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            parts.add(new Expression.ByTurns(first.get(i), second.get(i), 0));
            parts.add(new Expression.ByTurns(first.get(i), second.get(i), 1));
        }
        return parts;
    }
}
