package org.dlm.compiler.schedule;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;

/**
 * A vector of every second or fourth element: whole vectors, of which every second lane is taken, once or twice.
 *
 * <pre>{@code
 * x[2 * j + 1], j = 0, 1, …:   everySecond(x[0 ..], x[16 ..], from 1)
 * }</pre>
 *
 * <p>The even and the odd elements come from the same loads, so that both together are read once. A larger step would reach over
 * the slack behind a buffer.
 */
record StridedLoad(Expression.Load load, Variable axis, Target target) {
    private int step() {
        return load.at().linear(axis) ? load.at().coefficient(axis) : 0;
    }

    /** @param guards outside of which the elements are 0 and not read */
    Optional<Expression> vector(List<Expression> guards) {
        boolean possible = load.type() == ElementType.FLOAT && (step() == 2 || step() == 4);
        if (!possible || !guards.stream().allMatch(this::movesAlong)) {
            return Optional.empty();
        }
        boolean shifted = guards.isEmpty() && load.at().neverNegative();
        int phase = shifted ? load.at().constant() % step() : 0;
        return Optional.of(every(step(), phase, -phase, guards));
    }

    /** Whether the guard is about the dimension that the loads run along, one element after the other. */
    private boolean movesAlong(Expression guard) {
        return guard instanceof Expression.Within within
                && within.place().linear(axis)
                && within.place().coefficient(axis) == step()
                && !within.size().mentions(axis);
    }

    /** The elements that many apart, the phase from a distance on. */
    private Expression every(int apart, int phase, int distance, List<Expression> guards) {
        if (apart == 1) {
            return Expression.Load.vector(
                    load.type(), load.operand(), load.at().plus(distance), mask(distance, guards));
        }
        int half = apart / 2;
        return new Expression.EverySecond(
                every(half, phase % half, distance, guards),
                every(half, phase % half, distance + half * target.lanes(), guards),
                phase / half);
    }

    private Optional<Expression> mask(int distance, List<Expression> guards) {
        return Expression.and(guards.stream()
                .map(guard -> (Expression.Within) guard)
                .<Expression>map(within -> new Expression.InRange(within.place().plus(distance), within.size()))
                .toList());
    }
}
