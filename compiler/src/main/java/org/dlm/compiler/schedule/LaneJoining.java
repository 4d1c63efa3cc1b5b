package org.dlm.compiler.schedule;

import static org.dlm.compiler.schedule.Lanewise.add;
import static org.dlm.compiler.schedule.Lanewise.where;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.Variables;

/**
 * Joins the lanes of accumulators to numbers. Halves of the logical lanes are added first, then their halves, and so on: parts of
 * an accumulator to each other, then lanes within a vector, in any number of accumulators at once. So the bits depend neither on
 * the tile nor on the width. Written out, because C2 stops inlining helpers in a large kernel and then allocates their arguments.
 */
final class LaneJoining {
    private final Target target;
    private final Variables variables;

    LaneJoining(Target target, Variables variables) {
        this.target = target;
        this.variables = variables;
    }

    /** The result of each accumulator; the steps towards it are added to {@code statements}. */
    List<Expression> joined(Primitive join, List<LaneSum> sums, List<Statement> statements) {
        List<Expression> vectors =
                sums.stream().map(sum -> parts(join, sum.values(), statements)).toList();
        List<Expression> joined = new ArrayList<>();
        if (target.isPlain()) {
            vectors.forEach(v -> joined.add(new Expression.Lane(v, 0)));
        } else if (join != Primitive.ADD) {
            vectors.forEach(v -> joined.add(new Expression.ReduceLanes(join, v)));
        } else if (vectors.size() < 3 || target.lanes() < 4) {
            vectors.forEach(v -> joined.add(new Expression.Lane(folded(v, target.lanes() / 2, statements), 0)));
        } else {
            for (int i = 0; i < vectors.size(); i += 4) {
                joined.addAll(four(vectors, i, statements));
            }
        }
        return joined;
    }

    /** One vector of all parts: the first half of them joined with the second, until one is left. */
    private Expression parts(Primitive join, List<Expression> parts, List<Statement> statements) {
        List<Expression> left = parts;
        while (left.size() > 1) {
            int half = left.size() / 2;
            List<Expression> next = new ArrayList<>();
            for (int i = 0; i < half; i++) {
                Expression pair = Expression.apply(ElementType.FLOAT, join, left.get(i), left.get(i + half));
                next.add(declared(pair, statements));
            }
            left = next;
        }
        return left.getFirst();
    }

    /** The sums of four vectors from one on; the last is repeated where there are fewer. */
    private List<Expression> four(List<Expression> vectors, int first, List<Statement> statements) {
        List<Expression> four = new ArrayList<>();
        for (int i = first; i < first + 4; i++) {
            four.add(vectors.get(Math.min(i, vectors.size() - 1)));
        }
        int half = target.lanes() / 2;
        Expression upper = declared(pair(four.get(0), four.get(1), half), statements);
        Expression lower = declared(pair(four.get(2), four.get(3), half), statements);
        Expression sums = declared(pair(upper, lower, half / 2), statements);
        Expression whole = folded(sums, half / 4, statements);
        int quarter = target.lanes() / 4;
        return List.of(
                new Expression.Lane(whole, 0),
                new Expression.Lane(whole, 2 * quarter),
                new Expression.Lane(whole, quarter),
                new Expression.Lane(whole, 3 * quarter));
    }

    /** Adds lanes at that distance, at half of it, and so on to neighbours. */
    private Expression folded(Expression vector, int distance, List<Statement> statements) {
        Expression sums = vector;
        for (int bit = distance; bit >= 1; bit /= 2) {
            sums = declared(add(sums, new Expression.Exchange(sums, bit)), statements);
        }
        return sums;
    }

    /** In the lanes without the bit {@code a} plus {@code a} at that distance, in the others the same of {@code b}. */
    private static Expression pair(Expression a, Expression b, int bit) {
        Expression mask = new Expression.LaneBit(bit);
        Expression own = where(mask, b, a);
        Expression other = where(mask, a, b);
        return add(own, new Expression.Exchange(other, bit));
    }

    private Expression declared(Expression value, List<Statement> statements) {
        Variable variable = variables.fresh("sums");
        statements.add(new Statement.Declare(variable, value));
        return Expression.Local.vector(ElementType.FLOAT, variable);
    }
}
