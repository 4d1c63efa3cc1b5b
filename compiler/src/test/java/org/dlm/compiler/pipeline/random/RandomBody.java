package org.dlm.compiler.pipeline.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Interval;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;

/**
 * Expressions by chance over the axes of an op.
 *
 * @param gathers how many places may be data within the places of one another
 */
record RandomBody(Pool pool, List<Axis> axes, int gathers) {
    RandomBody(Pool pool, List<Axis> axes) {
        this(pool, axes, 2);
    }

    /** A FLOAT. */
    Term number(int depth) {
        if (depth == 0 || pool.chance(15)) {
            return pool.chance(80) ? access(ElementType.FLOAT).orElseGet(this::leaf) : leaf();
        }
        Term a = number(depth - 1).small();
        return switch (pool.random().nextInt(pool.exact() ? 12 : 16)) {
            case 0, 1 -> a.plus(number(depth - 1));
            case 2 -> a.minus(number(depth - 1));
            case 3, 4 -> a.times(number(depth - 1)).small();
            case 5 -> a.either(Primitive.MIN, number(depth - 1));
            case 6 -> a.either(Primitive.MAX, number(depth - 1));
            case 7 -> a.apply(pool.chance(50) ? Primitive.NEGATE : Primitive.ABS, a.bound());
            case 8 -> a.apply(pool.chance(30) ? Primitive.SIGN : Primitive.FLOOR, Math.max(1, a.bound()));
            case 9, 10 -> where(depth, a, number(depth - 1));
            case 11 -> where(depth, a, Term.of(0.0));
            case 12 -> a.apply(Primitive.TANH, 1);
            case 13 -> new Term(Scalars.divide(a.scalar(), Scalars.literal(pool.chance(50) ? 4.0 : 3.0)), a.bound());
            default -> function(a, depth);
        };
    }

    private Term where(int depth, Term a, Term b) {
        return new Term(
                Scalars.where(truth(depth - 1).scalar(), a.scalar(), b.scalar()), Math.max(a.bound(), b.bound()));
    }

    /** A function of the language, where it is defined. */
    private Term function(Term a, int depth) {
        Scalar positive = Scalars.add(Scalars.apply(Primitive.ABS, a.scalar()), Scalars.literal(0.5));
        return switch (pool.random().nextInt(11)) {
            case 0 -> a.cut(3).apply(Primitive.EXP, 21);
            case 1 -> a.cut(3).apply(Primitive.EXPM1, 21);
            case 2 -> new Term(Scalars.apply(Primitive.LOG, positive), 12);
            case 3 -> new Term(Scalars.apply(Primitive.LOG1P, Scalars.apply(Primitive.ABS, a.scalar())), 12);
            case 4 -> a.apply(Primitive.SIN, 1);
            case 5 -> a.apply(Primitive.COS, 1);
            case 6 -> a.apply(Primitive.ERF, 1);
            case 7 -> new Term(Scalars.apply(Primitive.SQRT, positive), 1 + a.bound());
            case 8 -> new Term(Scalars.divide(number(depth - 1).scalar(), positive), Math.max(1, 2 * a.bound()) * 1000);
            case 9 ->
                new Term(
                        Scalars.apply(Primitive.POWER, positive, Scalars.literal(pool.chance(50) ? 2.0 : 1.5)),
                        Math.pow(a.bound() + 1, 2));
            default -> new Term(Scalars.apply(Primitive.REMAINDER, a.scalar(), Scalars.literal(3.0)), 3);
        };
    }

    private Term leaf() {
        return switch (pool.random().nextInt(6)) {
            case 0, 1 -> Term.of((double) pool.random().nextInt(-2, 4));
            case 2 -> whole(0).toFloat();
            case 3 -> new Term(Scalars.where(truth(0).scalar(), Scalars.literal(1.0), Scalars.literal(-2.0)), 2);
            case 4 -> new Term(Scalars.coerce(new Scalar.Size(Extent.BATCH), ElementType.FLOAT), 17);
            default -> {
                Scalar rate = Scalars.load(pool.chance(50) ? pool.hyper() : pool.counter(), List.of());
                yield new Term(Scalars.coerce(rate, ElementType.FLOAT), 5);
            }
        };
    }

    /** An INT. */
    Term whole(int depth) {
        if (depth == 0 || pool.chance(20)) {
            Optional<Term> access = pool.chance(50) ? access(ElementType.INT) : Optional.empty();
            return access.orElseGet(
                    () -> pool.chance(70) ? index() : Term.of(pool.random().nextInt(-2, 6)));
        }
        Term a = whole(depth - 1).small();
        return switch (pool.random().nextInt(9)) {
            case 0 -> a.plus(whole(depth - 1));
            case 1 -> a.minus(whole(depth - 1));
            case 2 -> a.times(whole(depth - 1).small()).small();
            case 3 -> a.either(Primitive.MIN, whole(depth - 1));
            case 4 -> a.either(Primitive.MAX, whole(depth - 1));
            case 5 -> divided(a, pool.chance(50) ? Primitive.FLOOR_DIV : Primitive.CEIL_DIV);
            case 6 -> remainder(a, 1 + pool.random().nextInt(7));
            case 7 -> pool.exact() ? number(0).small().apply(Primitive.TO_INT, 1 << 10) : a;
            default -> where(depth, a, whole(depth - 1));
        };
    }

    private Term divided(Term a, Primitive primitive) {
        return new Term(
                Scalars.apply(
                        primitive, a.scalar(), Scalars.literal(1 + pool.random().nextInt(5))),
                a.bound());
    }

    private static Term remainder(Term a, int by) {
        return new Term(Scalars.apply(Primitive.REMAINDER, a.scalar(), Scalars.literal(by)), by);
    }

    private Term index() {
        Affine place = place();
        Interval range = Interval.of(place, axes);
        return new Term(
                new Scalar.IndexValue(place),
                range.isEmpty() ? 1 : Math.max(Math.abs(range.low()), Math.abs(range.high())));
    }

    /** A BOOL. */
    Term truth(int depth) {
        if (depth > 0 && pool.chance(25)) {
            Term a = truth(depth - 1);
            return switch (pool.random().nextInt(3)) {
                case 0 ->
                    Term.truth(Scalars.apply(
                            Primitive.AND, a.scalar(), truth(depth - 1).scalar()));
                case 1 ->
                    Term.truth(Scalars.apply(
                            Primitive.OR, a.scalar(), truth(depth - 1).scalar()));
                default -> a.apply(Primitive.NOT, 1);
            };
        }
        return switch (pool.random().nextInt(6)) {
            case 0 -> access(ElementType.BOOL).orElseGet(() -> compared(index(), whole(0)));
            case 1, 2 -> compared(whole(depth), whole(0));
            case 3 -> compared(index(), index());
            default -> pool.exact() || pool.chance(30) ? compared(number(0), number(0)) : compared(index(), whole(0));
        };
    }

    private Term compared(Term a, Term b) {
        List<Primitive> all =
                List.of(Primitive.LT, Primitive.LE, Primitive.GT, Primitive.GE, Primitive.EQ, Primitive.NE);
        return Term.truth(Scalars.apply(all.get(pool.random().nextInt(all.size())), a.scalar(), b.scalar()));
    }

    /** An element of some value of a type. */
    Optional<Term> access(ElementType element) {
        return pool.some(element).map(this::access);
    }

    /** An element of a value: where its place may lie outside, with a guard. */
    Term access(Pool.Value value) {
        List<Subscript> at = new ArrayList<>();
        boolean inside = true;
        for (int k = 0; k < value.rank(); k++) {
            Subscript place = place(value.extent(k));
            at.add(place);
            inside &= place instanceof Affine affine
                    ? Interval.of(affine, axes).within(value.extent(k))
                    : isRemainder(place, value.extent(k));
        }
        if (inside) {
            return new Term(Scalars.load(value.op(), at), value.bound());
        }
        Term otherwise = otherwise(value.element());
        return new Term(
                new Scalar.Load(value.op(), at, Optional.of(otherwise.scalar())),
                Math.max(value.bound(), otherwise.bound()));
    }

    private Term otherwise(ElementType element) {
        return switch (element) {
            case FLOAT -> pool.chance(60) ? Term.of(0.0) : pool.chance(50) ? Term.of(-2.0) : leaf();
            case INT -> pool.chance(70) ? Term.of(0) : whole(0);
            case BOOL -> Term.truth(Scalars.literal(pool.chance(50)));
            case NUMBER -> throw new IllegalArgumentException("a number has no places");
        };
    }

    private static boolean isRemainder(Subscript place, int extent) {
        return place instanceof Subscript.Data(Scalar value)
                && value instanceof Scalar.Apply apply
                && apply.primitive() == Primitive.REMAINDER
                && apply.arguments().get(1).equals(Scalars.literal(extent));
    }

    /** A place in a dimension: mostly an axis of its extent, else anything. */
    private Subscript place(int extent) {
        List<Integer> fitting = new ArrayList<>();
        for (int axis = 0; axis < axes.size(); axis++) {
            if (axes.get(axis).extent().equals(Extent.of(extent))) {
                fitting.add(axis);
            }
        }
        if (!fitting.isEmpty() && pool.chance(85)) {
            Affine axis = Affine.axis(fitting.get(pool.random().nextInt(fitting.size())));
            return pool.chance(85) ? axis : axis.times(-1).plus(extent - 1);
        }
        return switch (pool.random().nextInt(10)) {
            case 0 ->
                gathers > 0
                        ? new Subscript.Data(remainder(inner().whole(1), extent).scalar())
                        : place();
            case 1 -> gathers > 0 ? new Subscript.Data(inner().whole(1).scalar()) : place();
            case 2 -> place().modulo(extent);
            case 3 -> Affine.constant(pool.random().nextInt(extent == 0 ? 1 : extent));
            default -> place();
        };
    }

    private RandomBody inner() {
        return new RandomBody(pool, axes, gathers - 1);
    }

    /** An affine place of fixed axes, sometimes a quotient or remainder. */
    Affine place() {
        List<Integer> fixed = new ArrayList<>();
        for (int axis = 0; axis < axes.size(); axis++) {
            if (!axes.get(axis).extent().isBatch()) {
                fixed.add(axis);
            }
        }
        Affine place = Affine.constant(pool.chance(40) ? pool.random().nextInt(-3, 4) : 0);
        for (int k = pool.chance(40) ? 2 : 1; k > 0 && !fixed.isEmpty(); k--) {
            int factor = List.of(1, 1, 1, 1, 2, 2, 3, -1, -2).get(pool.random().nextInt(9));
            place = place.plus(
                    Affine.axis(fixed.get(pool.random().nextInt(fixed.size()))).times(factor));
        }
        return switch (pool.random().nextInt(10)) {
            case 0 -> place.dividedBy(2 + pool.random().nextInt(2));
            case 1 -> place.modulo(2 + pool.random().nextInt(4));
            default -> place;
        };
    }
}
