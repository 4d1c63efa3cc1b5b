package org.dlm.compiler.lower;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;

/** The loops of one reduction, its accumulator being the local of the computation. */
final class Reducing {
    private final Computation computation;
    private final Variables variables;

    Reducing(Computation computation, Variables variables) {
        this.computation = computation;
        this.variables = variables;
    }

    /** Declares the accumulator, runs over the reduction axes in order, and leaves the result in the accumulator. */
    List<Statement> statements() {
        return switch (computation.reduction()) {
            case SUM -> isCompensated() ? compensated() : accumulated(constant(0), Primitive.ADD);
            case PROD -> accumulated(constant(1), Primitive.MULTIPLY);
            case MAX -> accumulated(lowest(), Primitive.MAX);
            case MIN -> accumulated(highest(), Primitive.MIN);
            case ANY -> accumulated(constant(0), Primitive.OR);
            case ALL -> accumulated(constant(1), Primitive.AND);
            case ARGMAX -> extremePlace(Primitive.LE, Double.NEGATIVE_INFINITY);
            case ARGMIN -> extremePlace(Primitive.GE, Double.POSITIVE_INFINITY);
            case NONE -> throw new IllegalArgumentException("no reduction: " + computation);
        };
    }

    /** Products, of which there are many, round either way. */
    private boolean isCompensated() {
        return computation.op().type().element() == ElementType.FLOAT
                && !isProduct(computation.body())
                && Compensation.isLong(computation.reduced());
    }

    private List<Statement> compensated() {
        Compensation sum = new Compensation(computation.value(), variables.fresh("lost"));
        List<Statement> inner = new ArrayList<>();
        Expression term = Sharing.share(computation.body(), variables, inner);
        inner.addAll(sum.plus(term, variables));
        List<Statement> statements = new ArrayList<>(sum.declared());
        statements.addAll(Nest.around(computation.reduced(), inner));
        return statements;
    }

    private static boolean isProduct(Expression body) {
        return body instanceof Expression.Apply apply && apply.primitive() == Primitive.MULTIPLY;
    }

    private List<Statement> accumulated(Expression start, Primitive join) {
        List<Statement> inner = new ArrayList<>();
        Expression body = Sharing.share(computation.body(), variables, inner);
        Expression joined = joined(start.type(), join, body);
        inner.add(new Statement.Assign(computation.value(), joined));
        List<Statement> statements = new ArrayList<>();
        statements.add(new Statement.Declare(computation.value(), start));
        statements.addAll(Nest.around(computation.reduced(), inner));
        return statements;
    }

    /** Products are added without rounding them before, as in all other forms. */
    private Expression joined(ElementType type, Primitive join, Expression body) {
        boolean product = type == ElementType.FLOAT && join == Primitive.ADD && isProduct(body);
        return product
                ? new Expression.Fma(body.children().get(0), body.children().get(1), computation.local())
                : Expression.apply(type, join, computation.local(), body);
    }

    /** The first place whose value is beyond all before it; a NaN is beyond every number, and nothing is beyond a NaN. */
    private List<Statement> extremePlace(Primitive notBeyond, double start) {
        ElementType type = computation.body().type();
        Variable best = variables.fresh("best");
        Variable candidate = variables.fresh("candidate");
        Expression bestLocal = new Expression.Local(type, best);
        Expression candidateLocal = new Expression.Local(type, candidate);
        List<Statement> inner = new ArrayList<>();
        inner.add(new Statement.Declare(candidate, Sharing.share(computation.body(), variables, inner)));
        inner.add(new Statement.If(
                beyond(notBeyond, candidateLocal, bestLocal),
                List.of(
                        new Statement.Assign(best, candidateLocal),
                        new Statement.Assign(computation.value(), number()))));
        List<Statement> statements = new ArrayList<>();
        statements.add(new Statement.Declare(best, extreme(type, start)));
        statements.add(new Statement.Declare(computation.value(), constant(0)));
        statements.addAll(Nest.around(computation.reduced(), inner));
        return statements;
    }

    /** {@code (r0 * n1 + r1) * n2 + r2}: sums of places but for the batch, whose size no place can be multiplied by. */
    private Expression number() {
        List<LoopAxis> reduced = computation.reduced();
        Expression number = new Expression.Index(
                reduced.isEmpty() ? Place.ZERO : Place.of(reduced.getFirst().variable()));
        for (LoopAxis axis : reduced.subList(Math.min(1, reduced.size()), reduced.size())) {
            number = inside(number, axis);
        }
        return number;
    }

    private static Expression inside(Expression outer, LoopAxis axis) {
        Place here = Place.of(axis.variable());
        if (outer instanceof Expression.Index index && !axis.extent().isBatch()) {
            return new Expression.Index(
                    index.place().times(axis.extent().fixedSize()).plus(here));
        }
        Expression times =
                Expression.apply(ElementType.INT, Primitive.MULTIPLY, outer, new Expression.Index(axis.size()));
        return Expression.apply(ElementType.INT, Primitive.ADD, times, new Expression.Index(here));
    }

    /** {@code !(candidate <= best) && best == best}: one comparison for most elements, and what it says holds for NaN, too. */
    private static Expression beyond(Primitive notBeyond, Expression candidate, Expression best) {
        Expression within = Expression.apply(ElementType.BOOL, notBeyond, candidate, best);
        Expression beyond = Expression.apply(ElementType.BOOL, Primitive.NOT, within);
        return candidate.type() == ElementType.INT
                ? beyond
                : Expression.apply(
                        ElementType.BOOL,
                        Primitive.AND,
                        beyond,
                        Expression.apply(ElementType.BOOL, Primitive.EQ, best, best));
    }

    private Expression constant(double value) {
        return Expression.constant(computation.op().type().element(), value);
    }

    private Expression lowest() {
        return extreme(computation.body().type(), Double.NEGATIVE_INFINITY);
    }

    private Expression highest() {
        return extreme(computation.body().type(), Double.POSITIVE_INFINITY);
    }

    private static Expression extreme(ElementType type, double value) {
        double bound = value < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        return Expression.constant(type, type == ElementType.INT ? bound : value);
    }
}
