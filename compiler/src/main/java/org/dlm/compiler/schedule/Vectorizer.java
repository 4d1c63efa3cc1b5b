package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;

/**
 * Makes of a scalar expression the vector of its values at {@code axis = 0, 1, 2, …} (the place of the first lane is put in by
 * the caller), if every access moves by few elements or not at all along the axis, and every primitive has a vector form.
 */
final class Vectorizer {
    private final Target target;
    private final Variable axis;
    private final Map<Variable, Expression> locals;

    /** @param locals vectors that stand for locals of the expression */
    Vectorizer(Variable axis, Map<Variable, Expression> locals, Target target) {
        this.target = target;
        this.axis = axis;
        this.locals = locals;
    }

    Optional<Expression> vector(Expression expression) {
        if (isInvariant(expression)) {
            return expression.type() == ElementType.NUMBER
                    ? Optional.empty()
                    : Optional.of(new Expression.Broadcast(expression));
        }
        if (!hasSharedPlaces(expression)) {
            return Optional.empty();
        }
        return switch (expression) {
            case Expression.Local local -> Optional.of(locals.get(local.variable()));
            case Expression.Load load ->
                step(load.at()) == 1
                        ? Optional.of(Expression.Load.vector(load.type(), load.operand(), load.at(), Optional.empty()))
                        : new StridedLoad(load, axis, target).vector(List.of());
            case Expression.Index index ->
                step(index.place()) == 0
                        ? Optional.empty()
                        : Optional.of(new Expression.Lanes(index.place(), step(index.place())));
            case Expression.Within within -> within(within);
            case Expression.Apply apply -> apply(apply);
            case Expression.Constant _, Expression.Argument _, Expression.Fma _ -> Optional.empty();
            case Expression.ReduceLanes _, Expression.Lane _ -> Optional.empty();
            case Expression.Vector vector -> throw new IllegalArgumentException("a vector already: " + vector);
        };
    }

    private boolean isInvariant(Expression expression) {
        return !expression.mentions(axis) && locals.keySet().stream().noneMatch(expression::mentions);
    }

    /** Whether no place depends on a value that each lane has its own of: such a place has no step. */
    private boolean hasSharedPlaces(Expression expression) {
        return expression.places().stream()
                .noneMatch(place -> locals.keySet().stream().anyMatch(place::mentions));
    }

    /** The step along the axis; 0 also where there is no constant one. */
    private int step(Place place) {
        return place.linear(axis) ? place.coefficient(axis) : 0;
    }

    private Optional<Expression> load(Expression.Load load, List<Expression> guards) {
        if (step(load.at()) == 1) {
            return mask(guards)
                    .map(mask -> Expression.Load.vector(load.type(), load.operand(), load.at(), Optional.of(mask)));
        }
        return new StridedLoad(load, axis, target).vector(guards);
    }

    /** The lanes with {@code 0 <= place + step * lane < size}. */
    private Optional<Expression> within(Expression.Within within) {
        int step = step(within.place());
        if (step < 1 || within.size().mentions(axis)) {
            return Optional.empty();
        }
        Place first = within.place().dividedBy(step);
        Place lanes =
                within.size().plus(within.place().times(-1)).plus(step - 1).dividedBy(step);
        return Optional.of(new Expression.InRange(first, first.plus(lanes)));
    }

    private Optional<Expression> apply(Expression.Apply apply) {
        if (apply.primitive() == Primitive.WHERE) {
            return where(apply);
        }
        List<Expression> arguments = new ArrayList<>();
        for (Expression argument : apply.arguments()) {
            vector(argument).ifPresent(arguments::add);
        }
        boolean all = arguments.size() == apply.arguments().size();
        return all && hasVectorForm(apply) ? Optional.of(applied(apply, arguments)) : Optional.empty();
    }

    /** Plain loops call functions; which there are does not depend on the width. */
    private Expression applied(Expression.Apply apply, List<Expression> arguments) {
        Expression plain = new Expression.Apply(apply.type(), apply.primitive(), arguments);
        return apply.type() != ElementType.FLOAT || target.isPlain()
                ? plain
                : VectorFunctions.of(apply.primitive(), arguments.getFirst(), target.precision())
                        .orElse(plain);
    }

    /** A condition that all lanes share chooses whole vectors; a guard of a load masks it. */
    private Optional<Expression> where(Expression.Apply where) {
        List<Expression> shared = new ArrayList<>();
        List<Expression> own = new ArrayList<>();
        conjuncts(where.argument(0)).forEach(c -> (isInvariant(c) ? shared : own).add(c));
        boolean guard = own.stream().allMatch(Expression.Within.class::isInstance);
        Optional<Expression> then;
        Optional<Expression> otherwise = vector(where.argument(2));
        if (own.isEmpty()) {
            then = vector(where.argument(1));
        } else if (guard && where.argument(1) instanceof Expression.Load load) {
            then = guarded(load, own, otherwise);
        } else {
            then = mask(own)
                    .flatMap(mask -> vector(where.argument(1))
                            .flatMap(value -> otherwise.map(
                                    other -> Expression.apply(where.type(), Primitive.WHERE, mask, value, other))));
        }
        if (shared.isEmpty() || then.isEmpty() || otherwise.isEmpty()) {
            return otherwise.flatMap(o -> then);
        }
        Expression condition = Expression.and(shared).orElseThrow();
        return Optional.of(new Expression.Choose(condition, then.get(), otherwise.get()));
    }

    private Optional<Expression> guarded(
            Expression.Load load, List<Expression> guards, Optional<Expression> otherwise) {
        if (load.type() == ElementType.BOOL || !load.at().mentions(axis) || !hasSharedPlaces(load)) {
            return Optional.empty();
        }
        Optional<Expression> loaded = load(load, guards);
        boolean zero = otherwise.filter(Expression::isZero).isPresent();
        return zero
                ? loaded
                : loaded.flatMap(value -> mask(guards)
                        .flatMap(mask -> otherwise.map(
                                other -> Expression.apply(load.type(), Primitive.WHERE, mask, value, other))));
    }

    private Optional<Expression> mask(List<Expression> conditions) {
        List<Expression> masks =
                conditions.stream().flatMap(c -> vector(c).stream()).toList();
        return masks.size() == conditions.size() ? Expression.and(masks) : Optional.empty();
    }

    static List<Expression> conjuncts(Expression condition) {
        if (condition instanceof Expression.Apply apply && apply.primitive() == Primitive.AND) {
            List<Expression> all = new ArrayList<>(conjuncts(apply.argument(0)));
            all.addAll(conjuncts(apply.argument(1)));
            return all;
        }
        return List.of(condition);
    }

    /** What is exact by the definition of floats and ints, and the functions that are written out. */
    private boolean hasVectorForm(Expression.Apply apply) {
        boolean comparable =
                apply.arguments().stream().allMatch(a -> a.type() == ElementType.FLOAT || a.type() == ElementType.INT);
        return switch (apply.primitive()) {
            case ADD, SUBTRACT, MULTIPLY, MIN, MAX, NEGATE, ABS ->
                apply.type() == ElementType.FLOAT || apply.type() == ElementType.INT;
            case DIVIDE, SQRT -> apply.type() == ElementType.FLOAT;
            case EQ, NE, LT, LE, GT, GE -> comparable;
            case AND, OR, NOT, STOP, WHERE -> true;
            case TO_FLOAT -> apply.argument(0).type() != ElementType.NUMBER;
            case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, SIGN, FLOOR ->
                apply.type() == ElementType.FLOAT && VectorFunctions.hasForm(apply.primitive(), target.precision());
            case POWER, REMAINDER, FLOOR_DIV, CEIL_DIV, TO_INT, TO_NUMBER -> false;
        };
    }
}
