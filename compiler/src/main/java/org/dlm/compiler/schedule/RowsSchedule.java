package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
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
 * Row groups: for each row its computations one after the other, each along the row in vectors where it has a vector form, else
 * as plain loops. Each has a method of its own: many vector steps in one method are more than the first compiler of HotSpot takes,
 * and then the second one never gets it. What one leaves for the next is in a scalar local or in memory, so both kinds mix.
 *
 * <pre>{@code
 * m = max(i : x[b, i]);  e[i] = exp(x[b, i] - m);  s = sum(i : e[i]);  p[b, i] = e[i] / s
 * }</pre>
 */
final class RowsSchedule {
    private final LoweredGroup group;
    private final Target target;
    private final Optional<LoopAxis> parallel;

    RowsSchedule(LoweredGroup group, Target target) {
        this.parallel = ParallelAxis.of(group);
        this.group = MergedAxes.of(group, group.outer());
        this.target = target;
    }

    /** The kernel, if any of the computations has a vector form. */
    Optional<Kernel> kernel() {
        List<Statement> row = new ArrayList<>();
        boolean any = false;
        for (Computation computation : group.computations()) {
            Optional<List<Statement>> vector = vector(computation);
            any |= vector.isPresent();
            row.addAll(vector.orElseGet(() -> ScalarForm.statements(group, computation)));
        }
        if (!any) {
            return Optional.empty();
        }
        List<Statement> nest = row;
        for (LoopAxis axis : group.outer().reversed()) {
            nest = parallel.filter(axis::equals).isPresent() ? Nest.part(axis, nest) : Nest.around(List.of(axis), nest);
        }
        return Optional.of(ScalarForm.kernel(group, 1, nest));
    }

    private Optional<List<Statement>> vector(Computation computation) {
        List<LoopAxis> inner = computation
                .free()
                .subList(group.outer().size(), computation.free().size());
        if (computation.reduction() == Reduction.NONE) {
            return inner.isEmpty() ? Optional.empty() : pointwise(computation, inner);
        }
        return computation.reduced().isEmpty() ? Optional.empty() : reduction(computation, inner);
    }

    private Optional<List<Statement>> pointwise(Computation computation, List<LoopAxis> inner) {
        LoopAxis axis = inner.getLast();
        if (computation.place().coefficient(axis.variable()) != 1
                || computation.stored().isEmpty()) {
            return Optional.empty();
        }
        return new Vectorizer(axis.variable(), Map.of(), target)
                .vector(computation.body())
                .map(value -> {
                    List<Statement> body = new ArrayList<>();
                    Optional<Expression> mask = mask(axis, body);
                    Sharing sharing = new Sharing(group.variables());
                    sharing.count(value);
                    Expression shared = sharing.replace(value, body);
                    body.add(new Statement.Store(computation.stored().getAsInt(), computation.place(), shared, mask));
                    List<Statement> nest = Nest.around(inner.subList(0, inner.size() - 1), List.of(loop(axis, body)));
                    return List.of(new Statement.Part("Elements", nest));
                });
    }

    private Optional<List<Statement>> reduction(Computation computation, List<LoopAxis> inner) {
        LoopAxis axis = computation.reduced().getLast();
        return new Vectorizer(axis.variable(), Map.of(), target)
                .vector(computation.body())
                .filter(body -> !(body instanceof Expression.Broadcast))
                .flatMap(body -> Accumulation.of(computation.reduction(), body))
                .map(accumulation -> Nest.around(inner, reduction(computation, axis, accumulation)));
    }

    private List<Statement> reduction(Computation computation, LoopAxis axis, Accumulation accumulation) {
        LaneLoop.Terms.OfSum terms = sum -> (at, part, inside) -> terms(accumulation, sum, axis, at, part, inside);
        List<LoopAxis> reduced = computation.reduced();
        LongSum longSum = new LongSum(target, reduced, group.variables());
        List<Statement> statements = new ArrayList<>();
        Expression value = accumulation.join() == Primitive.ADD && longSum.isLong()
                ? longSum.sum(accumulation, terms, statements)
                : shortSum(reduced, accumulation, terms, statements);
        List<Statement> row = new ArrayList<>();
        row.add(new Statement.DeclareByPart(computation.value(), value, "Reduced", statements));
        if (computation.stored().isPresent()) {
            row.add(new Statement.Store(computation.stored().getAsInt(), computation.place(), computation.local()));
        }
        return row;
    }

    private Expression shortSum(
            List<LoopAxis> reduced, Accumulation accumulation, LaneLoop.Terms.OfSum terms, List<Statement> statements) {
        LaneSum sum = LaneSum.of(target, group.variables());
        LaneLoop loop = new LaneLoop(target, reduced.getLast(), group.variables());
        statements.addAll(sum.declared(accumulation));
        statements.addAll(Nest.around(reduced.subList(0, reduced.size() - 1), loop.statements(terms.of(sum))));
        return new LaneJoining(target, group.variables())
                .joined(accumulation.join(), List.of(sum), statements)
                .getFirst();
    }

    private List<Statement> terms(
            Accumulation accumulation, LaneSum sum, LoopAxis axis, Place at, int part, Optional<Expression> inside) {
        List<Expression> factors = accumulation.factors().stream()
                .map(f -> f.substitute(v -> v.equals(axis.variable()) ? at : Place.of(v)))
                .toList();
        Sharing sharing = new Sharing(group.variables());
        factors.forEach(sharing::count);
        List<Statement> statements = new ArrayList<>();
        List<Expression> term =
                factors.stream().map(f -> sharing.replace(f, statements)).toList();
        statements.add(sum.joined(accumulation, part, term, inside));
        return statements;
    }

    private Optional<Expression> mask(LoopAxis axis, List<Statement> body) {
        if (!axis.extent().isBatch() && axis.extent().fixedSize() % target.lanes() == 0) {
            return Optional.empty();
        }
        Variable inside = group.variables().fresh("inside");
        body.add(new Statement.Declare(inside, new Expression.InRange(Place.of(axis.variable()), axis.size())));
        return Optional.of(Expression.Local.vector(ElementType.BOOL, inside));
    }

    private Statement loop(LoopAxis axis, List<Statement> body) {
        return new Statement.Loop(axis.variable(), Place.ZERO, axis.size(), target.lanes(), body);
    }
}
