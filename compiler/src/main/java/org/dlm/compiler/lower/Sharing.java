package org.dlm.compiler.lower;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;

/**
 * Computes what occurs more than once in the expressions of a straight-line body only once. The sides of a choice are not looked
 * at unless chosen, and their addresses may be outside, so only what is computed in any case is moved before.
 *
 * <pre>{@code
 * a[i] * exp(z[i]) / (1 + exp(z[i]))   =>   e = exp(z[i]);  a[i] * e / (1 + e)
 * }</pre>
 */
public final class Sharing {
    private final Variables variables;
    private final Map<Expression, Integer> uses = new HashMap<>();
    private final Set<Expression> seen = new HashSet<>();
    private final Map<Expression, Expression> locals = new HashMap<>();

    public Sharing(Variables variables) {
        this.variables = variables;
    }

    /** The expression with its own shared parts replaced by locals, whose declarations are added to {@code before}. */
    public static Expression share(Expression expression, Variables variables, List<Statement> before) {
        Sharing sharing = new Sharing(variables);
        sharing.count(expression);
        return sharing.replace(expression, before);
    }

    /** Counts what an expression computes; to be called for all of a straight-line body before the first is replaced. */
    public void count(Expression expression) {
        uses.merge(expression, 1, Integer::sum);
        if (seen.add(expression)) {
            strict(expression).forEach(this::count);
        }
    }

    /** The expression with shared parts as locals, declared in {@code before} at their first use. */
    public Expression replace(Expression expression, List<Statement> before) {
        return replace(expression, true, before);
    }

    private Expression replace(Expression expression, boolean strict, List<Statement> before) {
        if (locals.containsKey(expression)) {
            return locals.get(expression);
        }
        List<Expression> strictly = strict ? strict(expression) : List.of();
        Expression replaced = expression.mapChildren(child ->
                child.width() == expression.width() ? replace(child, strictly.contains(child), before) : child);
        if (!strict || uses.getOrDefault(expression, 0) < 2 || !worthALocal(expression)) {
            return replaced;
        }
        Variable variable = variables.fresh(name(expression));
        before.add(new Statement.Declare(variable, replaced));
        Expression local = new Expression.Local(expression.type(), expression.width(), variable);
        locals.put(expression, local);
        return local;
    }

    /** What is computed in any case; numbers of a vector stay where they are. */
    private static List<Expression> strict(Expression expression) {
        boolean chosen = expression instanceof Expression.Choose
                || expression instanceof Expression.Apply apply
                        && apply.primitive() == Primitive.WHERE
                        && !apply.isVector();
        return expression.children().stream()
                .limit(chosen ? 1 : Long.MAX_VALUE)
                .filter(child -> child.width() == expression.width())
                .toList();
    }

    private static boolean worthALocal(Expression expression) {
        return switch (expression) {
            case Expression.Broadcast broadcast -> !(broadcast.scalar() instanceof Expression.Constant);
            case Expression.LaneBit _ -> false;
            case Expression.Vector _ -> true;
            case Expression.Apply _, Expression.Load _, Expression.Fma _ -> true;
            case Expression.ReduceLanes _, Expression.Lane _ -> true;
            case Expression.Constant _, Expression.Local _, Expression.Argument _ -> false;
            case Expression.Index _, Expression.Within _ -> false;
        };
    }

    private static String name(Expression expression) {
        return switch (expression.width()) {
            case ONE -> "t";
            case VECTOR ->
                expression.type() == ElementType.BOOL
                        ? "mask"
                        : expression instanceof Expression.Broadcast ? "all" : "v";
        };
    }
}
