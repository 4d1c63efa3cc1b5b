package org.dlm.compiler.lower;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;

/**
 * Computes what occurs more than once in an expression only once. The sides of a {@code WHERE} are not looked at unless
 * chosen, so only what is computed in any case is moved before the expression.
 *
 * <pre>{@code
 * a[i] * exp(z[i]) / (1 + exp(z[i]))   =>   e = exp(z[i]);  a[i] * e / (1 + e)
 * }</pre>
 */
public final class Sharing {
    private final Map<Expression, Integer> uses = new HashMap<>();
    private final Map<Expression, Expression> locals = new HashMap<>();
    private final Variables variables;
    private final List<Statement> before;

    private Sharing(Variables variables, List<Statement> before) {
        this.variables = variables;
        this.before = before;
    }

    /** The expression with its shared parts replaced by locals, whose declarations are added to {@code before}. */
    public static Expression share(Expression expression, Variables variables, List<Statement> before) {
        Sharing sharing = new Sharing(variables, before);
        sharing.count(expression, new HashSet<>());
        return sharing.replace(expression, true);
    }

    private void count(Expression expression, Set<Expression> seen) {
        uses.merge(expression, 1, Integer::sum);
        if (seen.add(expression)) {
            strict(expression).forEach(child -> count(child, seen));
        }
    }

    private static List<Expression> strict(Expression expression) {
        return expression instanceof Expression.Apply apply && apply.primitive() == Primitive.WHERE
                ? List.of(apply.argument(0))
                : expression.children();
    }

    private Expression replace(Expression expression, boolean strict) {
        if (locals.containsKey(expression)) {
            return locals.get(expression);
        }
        boolean where = expression instanceof Expression.Apply apply && apply.primitive() == Primitive.WHERE;
        boolean[] first = {true};
        Expression replaced = expression.mapChildren(child -> {
            boolean childStrict = strict && (!where || first[0]);
            first[0] = false;
            return replace(child, childStrict);
        });
        if (!strict || uses.getOrDefault(expression, 0) < 2 || !worthALocal(expression)) {
            return replaced;
        }
        Variable variable = variables.fresh("t");
        before.add(new Statement.Declare(variable, replaced));
        Expression local = new Expression.Local(expression.type(), variable);
        locals.put(expression, local);
        return local;
    }

    private static boolean worthALocal(Expression expression) {
        return switch (expression) {
            case Expression.Apply apply -> true;
            case Expression.Load load -> true;
            case Expression.Fma fma -> true;
            case Expression.ReduceLanes lanes -> true;
            case Expression.Lane lane -> true;
            case Expression.Within within -> false;
            case Expression.Constant constant -> false;
            case Expression.Local local -> false;
            case Expression.Argument argument -> false;
            case Expression.Index index -> false;
        };
    }
}
