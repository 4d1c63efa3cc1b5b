package org.dlm.compiler.pipeline.random;

import java.util.List;
import java.util.Map;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.interpret.PrimitiveFunctions;

/**
 * Evaluates bodies with bounds of their rounding errors: for each operation what its operands' errors can do to it, plus its own
 * rounding. Sums of squares, differences of nearly equal numbers and so on get the bounds that they deserve.
 */
record BoundedBody(Map<Op, BoundedTensor> values, int batch, Roundoff roundoff) {
    /** Functions are exact to so many units in the last place, stated in FloatFunctions and in StrictMath. */
    private static final double FUNCTION = 8;

    private static final double LOST = Double.POSITIVE_INFINITY;

    @FunctionalInterface
    interface Part {
        Bounded at(int[] axes);
    }

    Part of(Scalar scalar) {
        Bounded out = new Bounded();
        return switch (scalar) {
            case Scalar.Literal literal -> {
                out.set(literal.value(), roundoff.of(literal.type(), literal.value()));
                yield axes -> out;
            }
            case Scalar.IndexValue index -> axes -> out.set(index.index().evaluate(axes), 0);
            case Scalar.Size size -> {
                out.set(size.extent() instanceof Extent.Fixed fixed ? fixed.size() : batch, 0);
                yield axes -> out;
            }
            case Scalar.Load load -> load(load, out);
            case Scalar.Apply apply -> apply(apply, out);
        };
    }

    /** A place with the error of its value. */
    Part place(Subscript subscript) {
        Bounded out = new Bounded();
        return switch (subscript) {
            case Affine affine -> axes -> out.set(affine.evaluate(axes), 0);
            case Subscript.Data data -> of(data.value());
        };
    }

    private Part load(Scalar.Load load, Bounded out) {
        BoundedTensor source = values.get(load.source());
        int[] shape = source.shape();
        List<Part> places = load.at().stream().map(this::place).toList();
        Part otherwise = load.otherwise().map(this::of).orElse(axes -> {
            throw new IllegalStateException("outside: " + load);
        });
        return axes -> {
            int offset = 0;
            double error = 0;
            boolean inside = true;
            for (int k = 0; k < shape.length; k++) {
                Bounded place = places.get(k).at(axes);
                error += place.error;
                inside &= place.value >= 0 && place.value < shape[k];
                offset = offset * shape[k] + (int) place.value;
            }
            if (!inside) {
                Bounded other = otherwise.at(axes);
                return out.set(other.value, error > 0 ? LOST : other.error);
            }
            return out.set(source.values()[offset], error > 0 ? LOST : source.errors()[offset]);
        };
    }

    private Part apply(Scalar.Apply apply, Bounded out) {
        Part a = of(apply.arguments().getFirst());
        if (apply.primitive().arity() == 1) {
            return axes -> checked(apply.type(), unary(apply, a.at(axes), out));
        }
        Part b = of(apply.arguments().get(1));
        if (apply.primitive() == Primitive.WHERE) {
            Part c = of(apply.arguments().get(2));
            return axes -> where(a.at(axes), b, c, axes, out);
        }
        return axes -> checked(apply.type(), binary(apply, a.at(axes), b.at(axes), out));
    }

    private Bounded checked(ElementType type, Bounded out) {
        if (roundoff.isLost(type, out.value, out.error)) {
            out.error = LOST;
        }
        return out;
    }

    private static Bounded where(Bounded condition, Part b, Part c, int[] axes, Bounded out) {
        if (condition.error == 0) {
            Bounded chosen = condition.value != 0 ? b.at(axes) : c.at(axes);
            return out.set(chosen.value, chosen.error);
        }
        Bounded yes = b.at(axes);
        double value = yes.value;
        double error = yes.error;
        Bounded no = c.at(axes);
        return out.set(condition.value != 0 ? value : no.value, Math.abs(value - no.value) + Math.max(error, no.error));
    }

    private Bounded unary(Scalar.Apply apply, Bounded a, Bounded out) {
        double x = a.value;
        double value = PrimitiveFunctions.apply(apply.primitive(), apply.type(), x);
        double around = a.error == 0 ? 0 : around(apply, x, a.error, value);
        double own = switch (apply.primitive()) {
            case NEGATE, ABS, SIGN, FLOOR, NOT, TO_INT, STOP -> 0;
            case TO_FLOAT, TO_NUMBER -> roundoff.of(apply.type(), value);
            case SQRT -> roundoff.of(apply.type(), value);
            // near their zeros, what counts is the distance from them
            case SIN, COS -> FUNCTION * roundoff.unit();
            default -> FUNCTION * (roundoff.unit() * Math.abs(value) + roundoff.smallest());
        };
        return out.set(value, around + own);
    }

    /** What an error of the argument does: the functions are monotonic, but for waves, which are no steeper than 1. */
    private static double around(Scalar.Apply apply, double x, double error, double value) {
        return switch (apply.primitive()) {
            case NEGATE, ABS, NOT, STOP, TO_FLOAT, TO_NUMBER -> error;
            case SIN, COS -> Math.min(error, 2);
            default -> {
                double above = PrimitiveFunctions.apply(apply.primitive(), apply.type(), x + error);
                double below = PrimitiveFunctions.apply(apply.primitive(), apply.type(), x - error);
                double most = Math.max(Math.abs(above - value), Math.abs(below - value));
                yield Double.isNaN(most) ? LOST : most;
            }
        };
    }

    private Bounded binary(Scalar.Apply apply, Bounded left, Bounded right, Bounded out) {
        double a = left.value;
        double b = right.value;
        double ea = left.error;
        double eb = right.error;
        double value = PrimitiveFunctions.apply(apply.primitive(), apply.type(), a, b);
        double round = roundoff.of(apply.type(), value);
        return switch (apply.primitive()) {
            case ADD, SUBTRACT -> out.set(value, ea + eb + round);
            case MULTIPLY -> out.set(value, product(a, ea, b, eb) + round);
            case MIN, MAX -> out.set(value, Math.max(ea, eb));
            // by a product with the inverse, where that may be hoisted
            case DIVIDE -> out.set(value, quotient(value, ea, b, eb) + (isPowerOfTwo(b) ? round : inverse(value)));
            case POWER -> out.set(value, power(a, ea, b, eb, value) + FUNCTION * round);
            case EQ, NE, LT, LE, GT, GE -> out.set(value, Math.abs(a - b) > ea + eb || ea + eb == 0 ? 0 : 1);
            case AND, OR -> out.set(value, Math.max(ea, eb));
            case REMAINDER, FLOOR_DIV, CEIL_DIV ->
                out.set(value, ea + eb > 0 || apply.type() == ElementType.FLOAT && !whole(a, b) ? LOST : 0);
            default -> throw new IllegalStateException(apply.toString());
        };
    }

    private double inverse(double value) {
        return 2 * (roundoff.unit() * Math.abs(value) + roundoff.smallest());
    }

    private static boolean isPowerOfTwo(double value) {
        return value != 0 && Double.isFinite(value) && Math.abs(value) == Math.scalb(1.0, Math.getExponent(value));
    }

    private boolean whole(double a, double b) {
        return roundoff.isSmallInteger(a) && roundoff.isSmallInteger(b);
    }

    private static double product(double a, double ea, double b, double eb) {
        double error = 0;
        error += ea == 0 ? 0 : ea * Math.abs(b);
        error += eb == 0 ? 0 : eb * Math.abs(a);
        error += ea == 0 || eb == 0 ? 0 : ea * eb;
        return Double.isNaN(error) ? LOST : error;
    }

    private static double quotient(double value, double ea, double b, double eb) {
        if (ea == 0 && eb == 0) {
            return 0;
        }
        double least = Math.abs(b) - eb;
        return least > 0 ? (ea + Math.abs(value) * eb) / least : LOST;
    }

    /** Monotonic in each argument where the base is positive. */
    private static double power(double a, double ea, double b, double eb, double value) {
        if (ea == 0 && eb == 0) {
            return 0;
        }
        if (a - ea <= 0) {
            return LOST;
        }
        double most = 0;
        for (double base : new double[] {a - ea, a + ea}) {
            for (double exponent : new double[] {b - eb, b + eb}) {
                most = Math.max(most, Math.abs(StrictMath.pow(base, exponent) - value));
            }
        }
        return most;
    }
}
