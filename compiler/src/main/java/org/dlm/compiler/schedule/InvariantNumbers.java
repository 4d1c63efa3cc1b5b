package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Operand;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.LoweredGroup;

/**
 * Computes before a vector loop what takes long and is the same in all its rounds. HotSpot would compute it in each: it is read from an
 * array that the loop may write, for all that it knows.
 *
 * <pre>{@code
 * for i = 0, 16, …                                             root = sqrt(v[c] + 1e-5)
 *   y[c, i ..] = x[c, i ..] / all(sqrt(v[c] + 1e-5))      =>   for i = 0, 16, …
 *                                                                y[c, i ..] = x[c, i ..] / all(root)
 * }</pre>
 */
final class InvariantNumbers {
    private final LoweredGroup group;
    private final Variable axis;
    private final Set<Variable> values;
    private final Map<Expression, Variable> found = new LinkedHashMap<>();

    /**
     * @param axis of the vectors
     * @param values locals of which each lane has its own
     */
    InvariantNumbers(LoweredGroup group, Variable axis, Set<Variable> values) {
        this.group = group;
        this.axis = axis;
        this.values = Set.copyOf(values);
    }

    /** The same with locals for such numbers. */
    Expression outOf(Expression expression) {
        if (isInvariant(expression)) {
            boolean chosen = expression.type() == ElementType.FLOAT && isDear(expression) && mayBeFirst(expression);
            return chosen ? local(expression) : expression;
        }
        return switch (expression) {
            case Expression.Apply apply when isGuard(apply) -> apply;
            case Expression.Apply apply -> apply.mapChildren(this::outOf);
            case Expression.Fma fma -> fma.mapChildren(this::outOf);
            case Expression.Constant constant -> constant;
            case Expression.Local local -> local;
            case Expression.Argument argument -> argument;
            case Expression.Index index -> index;
            case Expression.Load load -> load;
            case Expression.Within within -> within;
            case Expression.ReduceLanes lanes -> lanes;
            case Expression.Lane lane -> lane;
            case Expression.Vector vector -> vector;
        };
    }

    /** What stands before the loop. */
    List<Statement> declarations() {
        List<Statement> declarations = new ArrayList<>();
        found.forEach((value, variable) -> declarations.add(new Statement.Declare(variable, value)));
        return declarations;
    }

    private Expression local(Expression expression) {
        return new Expression.Local(
                expression.type(),
                found.computeIfAbsent(expression, e -> group.variables().fresh(name(e))));
    }

    private static String name(Expression expression) {
        return expression instanceof Expression.Apply apply && apply.primitive() == Primitive.SQRT ? "root" : "scale";
    }

    private boolean isInvariant(Expression expression) {
        return !expression.mentions(axis) && values.stream().noneMatch(expression::mentions);
    }

    /** Whether it takes more than a few cycles. */
    private static boolean isDear(Expression expression) {
        boolean[] dear = {false};
        expression.forEach(e -> dear[0] |= e instanceof Expression.Apply apply
                && (apply.primitive() == Primitive.DIVIDE
                        || apply.primitive() == Primitive.SQRT
                        || VectorFunctions.hasForm(apply.primitive(), Precision.F32)));
        return dear[0];
    }

    /** Whether the kernel does not write what it reads, and none of its places is data, which a condition may keep in bounds. */
    private boolean mayBeFirst(Expression expression) {
        boolean[] safe = {true};
        expression.forEach(e -> safe[0] &= !isWritten(e) && e.places().stream().noneMatch(InvariantNumbers::isData));
        return safe[0];
    }

    private boolean isWritten(Expression expression) {
        return expression instanceof Expression.Load load
                && group.operands().get(load.operand()).access() != Operand.Access.READ;
    }

    private static boolean isData(Place place) {
        return place.terms().stream().anyMatch(term -> term.factor() instanceof Place.Factor.Data);
    }

    /** A choice that looks at places: it may keep those of its sides in bounds. */
    private static boolean isGuard(Expression.Apply apply) {
        boolean[] places = {false};
        if (apply.primitive() == Primitive.WHERE) {
            apply.argument(0)
                    .forEach(e -> places[0] |= e instanceof Expression.Within || e instanceof Expression.Index);
        }
        return places[0];
    }
}
