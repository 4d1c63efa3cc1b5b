package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.lower.LoopAxis;

/**
 * The loops of a sum whose terms are 0 outside of an operand: a condition is asked in the outermost loop in which it is known, and
 * what it excludes is not added at all.
 *
 * <pre>{@code
 * sum(u, v : w[u, v] * x[i + u - 1, j + v - 1 | 0])   =>   for u: if (within(i + u - 1)) for v: …
 * }</pre>
 *
 * @param conditions what must hold for a term to be added
 * @param factors the factors of a term under these conditions
 */
record Guards(List<Expression> conditions, List<Expression> factors) {
    /** Takes the conditions out of the factors of a product. */
    static Guards of(List<Expression> factors) {
        List<Expression> conditions = new ArrayList<>();
        List<Expression> rest = new ArrayList<>();
        for (Expression factor : factors) {
            if (factor instanceof Expression.Choose choose && choose.otherwise().isZero()) {
                conditions.addAll(Vectorizer.conjuncts(choose.condition()));
                rest.add(choose.then());
            } else {
                rest.add(factor);
            }
        }
        return new Guards(conditions, rest);
    }

    /** Loops over the axes, the first outermost, with each condition in the loop of the last axis that it mentions. */
    static List<Statement> around(List<LoopAxis> axes, List<Expression> conditions, List<Statement> body) {
        List<Expression> open = new ArrayList<>(conditions);
        List<Statement> nest = body;
        for (LoopAxis axis : axes.reversed()) {
            List<Expression> here =
                    open.stream().filter(c -> c.mentions(axis.variable())).toList();
            open.removeAll(here);
            nest = List.of(new Statement.Loop(axis.variable(), Place.ZERO, axis.size(), 1, under(here, nest)));
        }
        return under(open, nest);
    }

    private static List<Statement> under(List<Expression> conditions, List<Statement> body) {
        return Expression.and(conditions.stream().distinct().toList())
                .<List<Statement>>map(all -> List.of(new Statement.If(all, body)))
                .orElse(body);
    }
}
